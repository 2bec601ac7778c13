import * as v from "valibot";
import shipped from "../../defaults/save-formats.json" with { type: "json" };
import { lazily } from "../core/lazily.ts";

const words = v.array(v.pipe(v.string(), v.nonEmpty()));
const systemSchema = v.strictObject({
  system: v.string(),
  formats: v.array(v.strictObject({ name: v.string(), emulators: words })),
  source: v.string(),
});

const tableSchema = v.strictObject({ about: v.string(), systems: v.array(systemSchema) });
const systems = lazily(() => v.parse(tableSchema, shipped).systems);

/** `not-told`: nothing is known of one of the two, and nothing is said. */
export type Loading = "loads" | "may-not-load" | "not-told";

/**
 * Whether a save that one emulator made is one for another, by what they are called in RomM's rows and in a save's place:
 * `mgba`, `retroarch-gpsp`, `melonDS DS`.
 */
export function loadingIn(made: string, here: string): Loading {
  const [from, to] = [namesOf(made), namesOf(here)];
  if (from.some((name) => to.includes(name))) return "loads";
  const both = systems().map(({ formats }) => {
    const formatsOf = (names: string[]) =>
      formats.filter(({ emulators }) => emulators.some((one) => names.includes(one))).map(({ name }) => name);
    return [formatsOf(from), formatsOf(to)] as const;
  });
  const shared = both.filter(([a, b]) => a.length > 0 && b.length > 0);
  if (shared.length === 0) return "not-told";
  return shared.some(([a, b]) => a.some((name) => b.includes(name))) ? "loads" : "may-not-load";
}

/** Other clients write a core's name alone, with its ending, or as RetroArch shows it. */
function namesOf(emulator: string): string[] {
  const folded = emulator
    .trim()
    .toLowerCase()
    .replace(/_libretro$/, "");
  const core = folded.replace(/^retroarch[-_ /]+/, "");
  const joined = core.replace(/[\s-]+/g, "");
  const isCore = core !== folded;
  const names = isCore
    ? [`retroarch-${core}`, `retroarch-${joined}`]
    : [folded, joined, `retroarch-${folded}`, `retroarch-${joined}`];
  return [...new Set(names.filter((name) => name !== "retroarch" && name !== ""))];
}

import * as v from "valibot";
import shipped from "../../defaults/save-formats.json" with { type: "json" };
import type { EmulatorChange } from "../contract/saves/emulator-change.ts";
import { lazily } from "../core/lazily.ts";

const words = v.array(v.pipe(v.string(), v.nonEmpty()));
const systemSchema = v.strictObject({
  system: v.string(),
  formats: v.array(v.strictObject({ name: v.string(), emulators: words })),
  source: v.string(),
});

const schema = v.strictObject({
  about: v.string(),
  spellings: words,
  otherNames: v.record(v.string(), v.string()),
  systems: v.array(systemSchema),
});

const table = lazily(() => {
  const { spellings, otherNames, systems } = v.parse(schema, shipped);
  return {
    spellings: new Map(spellings.map((one) => [fold(one), one])),
    otherNames: new Map(Object.entries(otherNames)),
    /** Of each system its formats, and of each of those the names of its emulators, folded. */
    systems: systems.map(({ formats }) => formats.map(({ emulators }) => emulators.map(fold))),
  };
});

/** `not-told`: nothing is known of one of the two, and nothing is said. */
export type Loading = "loads" | "may-not-load" | "not-told";

/**
 * Whether a save that one emulator made is one for another, by what they are called in RomM's rows and in a save's place:
 * `mgba`, `retroarch-gpsp`, `melonDS DS`, `Beetle Saturn`.
 */
export function loadingIn(made: string, here: string): Loading {
  const [from, to] = [namesOf(made), namesOf(here)];
  if (from.some((name) => to.includes(name))) return "loads";
  const both = table().systems.map((formats) => {
    const formatsOf = (names: string[]) =>
      formats.filter((emulators) => emulators.some((one) => names.includes(one)));
    return [formatsOf(from), formatsOf(to)] as const;
  });
  const shared = both.filter(([a, b]) => a.length > 0 && b.length > 0);
  if (shared.length === 0) return "not-told";
  return shared.some(([a, b]) => a.some((format) => b.includes(format))) ? "loads" : "may-not-load";
}

/** Null: nothing speaks against loading it here, or nobody told what made it. */
export function emulatorChange(made: string | null, here: string): EmulatorChange | null {
  if (made === null || made === here) return null;
  const key = JSON.stringify([made, here]);
  const before = told.get(key);
  if (before !== undefined) return before;
  const change = loadingIn(made, here) === "may-not-load" ? { made: spell(made), here: spell(here) } : null;
  // Rows may tell any name; those of one player are few.
  if (told.size >= mostTold) told.clear();
  told.set(key, change);
  return change;
}

/** Asked for every game whenever the list is shown. */
const told = new Map<string, EmulatorChange | null>();
const mostTold = 500;

/** Other clients write a core's name alone, with its ending, or as RetroArch shows it. */
function namesOf(emulator: string): string[] {
  const core = coreOf(emulator);
  const known = table().otherNames.get(fold(core)) ?? core;
  const inRetroarch = fold(`retroarch-${known}`);
  const isCore = /^retroarch[-_ /]/i.test(emulator.trim());
  return (isCore ? [inRetroarch] : [fold(core), fold(known), inRetroarch]).filter(
    (name) => name !== "retroarch" && name !== "",
  );
}

/** Without RetroArch's name before it and the ending of a core's file. */
function coreOf(emulator: string): string {
  return emulator
    .trim()
    .replace(/_libretro$/i, "")
    .replace(/^retroarch[-_ /]+/i, "");
}

/** Upper case, blanks and dashes are spelt by each client otherwise. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function spell(emulator: string): string {
  const core = coreOf(emulator);
  return table().spellings.get(fold(core)) ?? core;
}

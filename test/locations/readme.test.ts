import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { retroarchCores } from "../../backend/locations/find/retroarch/core-table.ts";
import {
  type PlaceRule,
  type SavePlaces,
  savePlaces,
} from "../../backend/locations/find/standalone/rule-table.ts";
import { toTable } from "../world/readme-table.ts";
import { askHome } from "./homes/ask-home.ts";
import { buildHome } from "./homes/build-home.ts";
import { homeIn, type SystemCommand } from "./homes/read-home.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const printed = (name: string) => readme.split(`<!-- ${name} -->`)[1]?.trim().split("\n\n")[0];

const installs = ["native", "appimage", "flatpak", "emudeck", "retrodeck"] as const;
const installNames = ["native", "AppImage", "Flatpak", "EmuDeck", "RetroDECK"];

test("README prints where the save of each emulator is found, and what is not possible", () => {
  const rows = savePlaces().map((one) => [
    one.emulators.join(", "),
    ...installs.map((install) => cellOf(one, install)),
    ...shapesOf(one),
  ]);
  const head = ["emulator", ...installNames, "what a save is", "not possible, and what would change it"];
  const retroarch = [
    "RetroArch",
    ...installs.map(() => "yes"),
    "by core: files, a folder, folders",
    "by core",
  ];
  expect(printed("save places")).toBe(toTable([head, retroarch, ...rows]));
});

const never = ["inside-rom", "disk-image", "keeps-no-saves"];

function cellOf({ verified, unverified, places }: SavePlaces, install: (typeof installs)[number]): string {
  const isVerified = verified.includes(install);
  if (!isVerified && !unverified.includes(install)) return "–";
  if (places.every(({ none }) => none !== undefined && never.includes(none))) return "no";
  return isVerified && places.some(({ none, isGuess }) => none === undefined && !isGuess) ? "yes" : "?";
}

function shapesOf({ places }: SavePlaces): string[] {
  const own = places.filter(({ none, shared }) => none === undefined && shared === undefined);
  const shapes = [...new Set(own.map(shapeOf))].join(", ") || "–";
  const not = places.filter(({ none, shared }) => none !== undefined || shared !== undefined).map(whyNot);
  return [shapes, [...new Set(not)].join("; ") || "–"];
}

function shapeOf({ file, extensions, glob, prefix }: PlaceRule): string {
  if (prefix !== undefined) return "folders by id";
  if (glob !== undefined) return "files by id";
  if (file !== undefined || extensions?.length === 1) return "a file";
  return extensions === undefined ? "a folder" : "files";
}

const reasons = {
  "inside-rom": "inside the rom's file",
  "keeps-no-saves": "keeps none",
  "disk-image": "one disk image for all games",
  "not-saved-yet": "known once it has saved",
};

function whyNot({ none, setting }: PlaceRule): string {
  const what = none === undefined ? "a card of many games" : reasons[none];
  return setting === undefined ? what : `${what} (\`${setting.name} = ${setting.value}\`)`;
}

test("README prints how many of RetroArch's cores keep a save of each kind", () => {
  const kinds = retroarchCores().map(({ saves }) => {
    const [first, ...others] = [...saves].reverse();
    if (!first) return "not known";
    if (first.shared) return "a card of many games, unless an option says otherwise";
    if (first.none === "keeps-no-saves" && others.length === 0) return "none";
    if (first.none) return "inside the rom's file or nothing, by what it plays";
    return first.isGuess ? "a candidate only" : "a save of its own";
  });
  const counts = Map.groupBy(kinds, (kind) => kind);
  const rows = [...counts]
    .map(([kind, all]) => [kind, String(all.length)])
    .toSorted((a, b) => Number(b[1]) - Number(a[1]));
  expect(printed("core saves")).toBe(toTable([["what a core keeps by default", "cores"], ...rows]));
});

test("README prints of how many of EmuDeck's systems the save is found by itself", async () => {
  const home = homeIn(new URL("../data/emudeck-systems.md", import.meta.url).pathname);
  const { disk } = await buildHome(home);
  const answers = new Map<string, string[]>([
    ["by itself", []],
    ["with one choice", []],
    ["not", []],
  ]);
  for (const command of home.systems.filter(({ keepsNone }) => !keepsNone))
    answers.get(await outcomeOf(disk, command))?.push(command.system);
  const total = [...answers.values()].flat().length;
  const rows = [...answers].map(([kind, all]) => {
    const share = `${all.length} of ${total}, ${Math.round((all.length / total) * 100)} %`;
    return [kind, share, kind === "by itself" ? "all others" : all.toSorted().join(", ")];
  });
  expect(printed("emudeck share")).toBe(toTable([["found", "systems", "which"], ...rows]));
});

/** `not`: it is no save of this game alone, or lies where nothing of it can be taken. */
async function outcomeOf(
  disk: Parameters<typeof askHome>[0],
  { exe, options }: SystemCommand,
): Promise<string> {
  const answer = await askHome(disk, { exe, options, startDir: "", ids: [], never: [], is: "found" });
  if (answer.ok && answer.value.some(({ isCertain }) => isCertain)) return "by itself";
  const isNever = !answer.ok && never.includes(answer.error.why);
  const isShared = answer.ok && answer.value.some(({ shared }) => shared?.kind === "memory-card");
  return isNever || isShared ? "not" : "with one choice";
}

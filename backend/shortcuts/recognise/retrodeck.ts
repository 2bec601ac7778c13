import type { EmulatorFamily } from "../../emulators/families.ts";
import { readOrder } from "../../emulators/order.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import type { Surroundings } from "./rom-file.ts";
import type { Word } from "./words/words.ts";

/**
 * What RetroDECK is told (RetroDECK functions/run_game.sh: `[-e emulator] [-s system] [-m] game`). Without `-e` it
 * chooses the emulator when it starts: `emulators/retrodeck/` reads its files as it does.
 */
export function readRetrodeck(
  words: Word[],
  where: Surroundings,
): { given: Arguments; family: EmulatorFamily | null } {
  const given = readArguments(frontEnd, words, where);
  const system = given.system ?? systemInPath(given);
  const order = orderIn(words);
  if (order === null) return { given: { ...given, system }, family: null };
  const { family, core } = readOrder(order);
  return { given: { ...given, system, core }, family };
}

/** `run_game.sh` takes what stands behind `roms/`. */
function systemInPath({ rom }: Arguments): string | null {
  return rom?.kind === "file" ? (/roms\/([^/]+)/.exec(rom.path)?.[1] ?? null) : null;
}

function orderIn(words: Word[]): string | null {
  const at = words.findIndex(({ text }) => text === "-e");
  return at < 0 ? null : (words[at + 1]?.text ?? null);
}

const frontEnd: EmulatorFamily = {
  name: "retrodeck",
  programs: [],
  flatpaks: [],
  frontends: [],
  processes: [],
  sharedNames: [],
  esde: [],
  steamApps: [],
  takes: "file",
  romOptions: [],
  fallbackRomOptions: [],
  idOptions: [],
  entryOptions: [],
  hasEntries: true,
  coreOptions: [],
  folderOptions: [],
  userOptions: [],
  settingsOptions: [],
  appendOptions: [],
  saveOptions: [],
  firstOptions: [],
  systemOptions: ["-s"],
  dataFolderOptions: [],
  valueOptions: ["-e"],
  source: "RetroDECK functions/run_game.sh",
};

/** Any program that opens one file. */
export const anyProgram: EmulatorFamily = {
  ...frontEnd,
  name: "",
  systemOptions: [],
  valueOptions: [],
  hasEntries: false,
};

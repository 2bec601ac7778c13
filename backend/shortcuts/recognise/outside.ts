import type { LaunchTarget } from "../../core/launch-target.ts";
import { extensionOf } from "../../core/paths.ts";
import type { Install } from "../../core/vocabulary.ts";
import { type EmulatorFamily, isRomExtension } from "../../emulators/families.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { anyProgram } from "./retrodeck.ts";
import type { Surroundings } from "./rom-file.ts";
import type { Word } from "./words/words.ts";

/** What was understood so far, from the outside in. */
export interface Outside {
  where: Surroundings;
  install: Install | null;
  wrappers: string[];
  /** The emulator's own file, once it lies bare. */
  program: string | null;
  flatpak: string | null;
}

/** Either the words that are still to be read, or what the command starts. */
export type Step = { words: Word[]; outside: Outside } | LaunchTarget;

export function readFamily(family: EmulatorFamily, words: Word[], outside: Outside): LaunchTarget {
  return toTarget(family, readArguments(family, words, outside.where), outside);
}

/** The file that an unknown program is given stands in the answer, but makes no game of it. */
export function readUnknown(words: Word[], outside: Outside): LaunchTarget {
  const { rom } = readArguments(anyProgram, words, outside.where);
  const isRom = rom?.kind === "file" && isRomExtension(extensionOf(rom.path));
  return { ...understood(null, nothing, outside), kind: "unknown", rom: isRom ? rom : null };
}

const nothing: Arguments = {
  rom: null,
  isUnclear: false,
  core: null,
  system: null,
  dataFolder: null,
  user: null,
  files: { settings: null, appended: [], save: null },
};

export function toTarget(family: EmulatorFamily | null, given: Arguments, outside: Outside): LaunchTarget {
  const known = understood(family, given, outside);
  if (given.rom) return { ...known, kind: "rom", rom: given.rom };
  return { ...known, kind: given.isUnclear ? "unknown" : "launcher", rom: null };
}

export function other(kind: "launcher" | "pc-game" | "unknown", outside: Outside): LaunchTarget {
  return { ...understood(null, nothing, outside), kind, rom: null };
}

function understood(family: EmulatorFamily | null, given: Arguments, outside: Outside) {
  const { core, system, dataFolder, user, files } = given;
  const { program, flatpak, where } = outside;
  const install = outside.install ?? "native";
  return {
    emulator: family?.name ?? null,
    core,
    install,
    wrappers: outside.wrappers,
    system,
    dataFolder,
    user,
    files,
    program,
    flatpak,
    startFolder: where.startFolder,
  };
}

export function wrapped(outside: Outside, ...wrappers: string[]): Outside {
  // `~/.lsfg` is hidden, and as a wrapper no other than `lsfg`.
  const names = wrappers.map((wrapper) => wrapper.replace(/^\./, ""));
  const added = names.filter((wrapper) => wrapper !== "" && !outside.wrappers.includes(wrapper));
  return { ...outside, wrappers: [...outside.wrappers, ...added] };
}

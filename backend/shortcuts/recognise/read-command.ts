import type { LaunchTarget } from "../../core/launch-target.ts";
import { extensionOf, nameOf } from "../../core/paths.ts";
import type { Install } from "../../core/vocabulary.ts";
import {
  type EmulatorFamily,
  familyOfFlatpak,
  familyOfProgram,
  isProgramOf,
  isRomExtension,
  maybeRomExtension,
} from "../../emulators/families.ts";
import { isAside, isLauncher, isOpener, isShell, wrapperOf } from "../../emulators/programs.ts";
import { readEmuLaunch, readExportedFlatpak, readFlatpakRun, readSteam } from "./apps.ts";
import { type Outside, other, readFamily, readUnknown, type Step, wrapped } from "./outside.ts";
import { type Program, readProgram } from "./program.ts";
import { type Surroundings, toPath } from "./rom-file.ts";
import { afterOperator, scriptWords } from "./words/shell.ts";
import type { Word } from "./words/words.ts";
import { insideWrapper } from "./wrappers.ts";

/** Nobody stacks more; a script that calls itself would never end. */
const mostLayers = 24;

/** Takes one layer after the other off a command until an emulator lies bare. */
export function readCommand(words: Word[], where: Surroundings): LaunchTarget {
  let step: Step = { words, outside: { where, install: null, wrappers: [], program: null, flatpak: null } };
  for (let layer = 0; layer < mostLayers; layer += 1) {
    if ("kind" in step) return step;
    step = takeLayerOff(step.words, step.outside);
  }
  return "kind" in step ? step : other("unknown", step.outside);
}

function takeLayerOff(words: Word[], outside: Outside): Step {
  const assignments = words.findIndex((word) => !isAssignment(word));
  if (assignments !== 0)
    return assignments < 0 ? other("unknown", outside) : dropAssignments(words, assignments, outside);
  const program = readProgram(words, isKnown);
  if (!program) return other("unknown", outside);
  for (const read of readers) {
    const step = read(program, outside);
    if (step) return step;
  }
  return readStranger(program, outside);
}

type Reader = (program: Program, outside: Outside) => Step | null;

/** In this order: a name may be a shell's word, a wrapper and an emulator's beginning at once. */
const readers: Reader[] = [
  (program, outside) => (isBuiltin(program) ? { words: program.words, outside } : null),
  readAside,
  readShell,
  readFlatpakRun,
  readSteam,
  readEmuLaunch,
  readWrapper,
  readExportedFlatpak,
  readEmulator,
  readStrangersProgram,
  (program, outside) => (isLauncher(program.name) ? other("launcher", outside) : null),
  readOpener,
];

const isAssignment = ({ text }: Word): boolean => /^[A-Za-z_][A-Za-z0-9_]*=/.test(text);

function dropAssignments(words: Word[], count: number, outside: Outside): Step {
  const isForProton = words.slice(0, count).some(({ text }) => text.startsWith("STEAM_COMPAT_"));
  return { words: words.slice(count), outside: wrapped(outside, "env", ...(isForProton ? ["proton"] : [])) };
}

function isBuiltin({ name }: Program): boolean {
  return name === "exec" || name === "command" || name === "builtin";
}

/** `sleep 1; …` is passed over; `cd /roms && …` says where the rest begins. */
function readAside({ name, words }: Program, outside: Outside): Step | null {
  if (!isAside(name)) return null;
  const folder = name === "cd" ? toPath(words[0]?.text ?? "", outside.where) : null;
  const where = folder === null ? outside.where : { ...outside.where, startFolder: folder };
  return { words: afterOperator(words), outside: { ...outside, where } };
}

/** `bash -c "…" name words`, or a script and its words. */
function readShell(program: Program, outside: Outside): Step | null {
  if (!isShell(program.name)) return null;
  const inner = wrapped(outside, program.name);
  const at = program.words.findIndex(({ text }) => !/^[-+]/.test(text));
  const script = program.words[at];
  if (!script) return other("unknown", inner);
  const isText = program.words.slice(0, at).some(({ text }) => /^-[a-z]*c[a-z]*$/.test(text));
  const words = isText ? scriptWords(script.text, program.words.slice(at + 1)) : program.words.slice(at);
  return { words, outside: inner };
}

function readWrapper({ name, path, words }: Program, outside: Outside): Step | null {
  const wrapper = wrapperOf(name);
  if (!wrapper) return null;
  const inside = insideWrapper(wrapper, words);
  const install = /\/Emulation\/tools\//.test(path) ? "emudeck" : outside.install;
  return { words: inside, outside: { ...wrapped(outside, nameOf(path)), install } };
}

function readEmulator({ name, path, words }: Program, outside: Outside): Step | null {
  const family = familyOfProgram(name);
  if (!family || isRomExtension(extensionOf(name)) || noProgram.test(name)) return null;
  const install = outside.install ?? installOf(path);
  const target = readFamily(family, words, { ...outside, install, program: toPath(path, outside.where) });
  return isProgramOf(family, name) || !opensPlace(family, words, target)
    ? target
    : other("launcher", outside);
}

/** KDE's `dolphin /home/deck/Documents` shows a folder, and a file in its folder; the emulator of the name says `-e`. */
function opensPlace(family: EmulatorFamily, words: Word[], { kind, install, rom }: LaunchTarget): boolean {
  if (kind !== "rom" || rom?.kind !== "file") return false;
  const isTold = words.some(({ text }) =>
    family.romOptions.some((option) => text.split("=", 1)[0] === option),
  );
  return !maybeRomExtension(extensionOf(rom.path)) || (install === "native" && !isTold);
}

function installOf(path: string): Install {
  if (/\/tools\/launchers\//.test(path)) return "emudeck";
  if (/\/retrodeck\/components\//.test(path)) return "retrodeck";
  if (/\/steamapps\/common\//.test(path)) return "steam";
  return /\.appimage$/i.test(path) ? "appimage" : "native";
}

function readOpener({ name, words }: Program, outside: Outside): Step | null {
  if (!isOpener(name)) return null;
  const address = words.find(({ text }) => /^[a-z][a-z0-9+.-]*:\/\//i.test(text))?.text ?? "";
  if (/^https?:/i.test(address)) return other("launcher", outside);
  return address === "" || /^file:/i.test(address) ? readUnknown(words, outside) : other("pc-game", outside);
}

/** Somebody's wrapper that we do not know, around a program that we do. */
function readStrangersProgram({ path, words }: Program, outside: Outside): Step | null {
  const at = words.findIndex((word, index) => isProgramInside(word, words[index - 1]));
  return at < 0 ? null : { words: words.slice(at), outside: wrapped(outside, nameOf(path)) };
}

/** A program that we do not know: a game, or anything else. */
function readStranger({ name, path, words }: Program, outside: Outside): Step {
  const target = readUnknown(words, outside);
  if (target.kind === "unknown" && target.rom === null && isGameProgram(name, path))
    return other("pc-game", outside);
  return target;
}

/** `-L /cores/mednafen_psx_libretro.so` begins like an emulator's name. */
const noProgram = /\.(?:so|dll|dylib|cfg|ini|toml|json|xml|txt|log|ya?ml|py|desktop|png)$/;

function isProgramInside(word: Word, before: Word | undefined): boolean {
  const { name, path } = readProgram([word], isKnown) ?? { name: "", path: "" };
  if (!word.isCertain || word.text.startsWith("-")) return false;
  if (maybeRomExtension(extensionOf(name)) || noProgram.test(name)) return false;
  if (name === "flatpak" || familyOfFlatpak(nameOf(path)) !== null) return true;
  const isPlace = path.includes("/") || before?.text === "--" || before === undefined;
  return isPlace && (familyOfProgram(name) !== null || wrapperOf(name) !== null || isShell(name));
}

function isGameProgram(name: string, path: string): boolean {
  return (
    /\.(?:exe|bat|x86_64|x86|x64|lnk)$/.test(name) || /\/(?:games|steamapps|gog|heroic|epic)\//i.test(path)
  );
}

function isKnown(name: string): boolean {
  return (
    familyOfProgram(name) !== null ||
    wrapperOf(name) !== null ||
    isShell(name) ||
    isAside(name) ||
    isLauncher(name) ||
    isOpener(name) ||
    name === "flatpak" ||
    name === "steam"
  );
}

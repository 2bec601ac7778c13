import type { Install, LaunchTarget } from "../../core/launch-target.ts";
import { extensionOf, nameOf } from "../../core/paths.ts";
import {
  type EmulatorFamily,
  familyOfFlatpak,
  familyOfProgram,
  familyOfSteamApp,
  isProgramOf,
  isRomExtension,
  maybeRomExtension,
} from "../../emulators/families.ts";
import {
  isAside,
  isLauncher,
  isLauncherFlatpak,
  isOpener,
  isShell,
  wrapperOf,
} from "../../emulators/programs.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { type Program, readProgram } from "./program.ts";
import { anyProgram, readRetrodeck } from "./retrodeck.ts";
import type { Surroundings } from "./rom-file.ts";
import { afterOperator, scriptWords } from "./shell.ts";
import type { Word } from "./words.ts";
import { insideWrapper, readFlatpak, withoutMarkers } from "./wrappers.ts";

/** What was understood so far, from the outside in. */
interface Outside {
  where: Surroundings;
  install: Install | null;
  wrappers: string[];
}

/** Either the words that are still to be read, or what the command starts. */
type Step = { words: Word[]; outside: Outside } | LaunchTarget;

/** Nobody stacks more; a script that calls itself would never end. */
const mostLayers = 24;

/** Takes one layer after the other off a command until an emulator lies bare. */
export function readCommand(words: Word[], where: Surroundings): LaunchTarget {
  let step: Step = { words, outside: { where, install: null, wrappers: [] } };
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
  (program, outside) => (isAside(program.name) ? { words: afterOperator(program.words), outside } : null),
  readShell,
  readFlatpakRun,
  readSteam,
  readEmuLaunch,
  readWrapper,
  readExportedFlatpak,
  readEmulator,
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

/** `bash -c "…" name words`, or a script and its words. */
function readShell(program: Program, outside: Outside): Step | null {
  if (!isShell(program.name)) return null;
  const inner = wrapped(outside, program.name);
  const at = program.words.findIndex(({ text }) => !/^[-+]/.test(text));
  const script = program.words[at];
  if (!script) return other("unknown", inner);
  const isText = program.words.slice(0, at).some(({ text }) => /^-[a-z]*c[a-z]*$/.test(text));
  const words = isText ? scriptWords(script.text, program.words.slice(at + 2)) : program.words.slice(at);
  return { words, outside: inner };
}

function readFlatpakRun(program: Program, outside: Outside): Step | null {
  if (program.name !== "flatpak") return null;
  const run = readFlatpak(program.words);
  return run ? readApp(run.id, run.command, run.words, outside) : other("unknown", outside);
}

/** `/var/lib/flatpak/exports/bin/org.libretro.RetroArch`. */
function readExportedFlatpak({ path, words }: Program, outside: Outside): Step | null {
  const id = nameOf(path);
  const isApp = familyOfFlatpak(id) !== null || id === retrodeckId || isLauncherFlatpak(id);
  return isApp ? readApp(id, null, withoutMarkers(words), outside) : null;
}

const retrodeckId = "net.retrodeck.retrodeck";

function readApp(id: string, command: string | null, words: Word[], outside: Outside): Step {
  const inner: Outside = { ...outside, install: id === retrodeckId ? "retrodeck" : "flatpak" };
  const name = command === null ? "" : nameOf(command).toLowerCase();
  if (isShell(name)) return readShell({ path: name, name, words }, inner) ?? other("unknown", inner);
  const family = familyOfProgram(name) ?? familyOfFlatpak(id);
  if (family) return readFamily(family, words, inner);
  if (id === retrodeckId) return readFrontEnd(words, inner);
  if (id === "com.valvesoftware.Steam") return readSteamWords(words, inner);
  return isLauncherFlatpak(id) ? other("launcher", inner) : readUnknown(words, inner);
}

function readFrontEnd(words: Word[], outside: Outside): LaunchTarget {
  const { given, family } = readRetrodeck(words, outside.where);
  return toTarget(family, given, outside);
}

function readSteam({ name, words }: Program, outside: Outside): Step | null {
  return name === "steam" || name === "steam.sh" ? readSteamWords(words, outside) : null;
}

/** `steam -applaunch 1118310 -L …`, `steam steam://rungameid/1118310 -L …`. */
function readSteamWords(words: Word[], outside: Outside): LaunchTarget {
  const at = words.findIndex(({ text }) => text === "-applaunch" || text.startsWith("steam://"));
  const isAddress = words[at]?.text !== "-applaunch";
  const app = isAddress
    ? /^steam:\/\/(?:rungameid|run|launch)\/(\d+)/.exec(words[at]?.text ?? "")?.[1]
    : words[at + 1]?.text;
  const inner: Outside = { ...outside, install: "steam" };
  if (app === undefined) return other("launcher", inner);
  const family = familyOfSteamApp(Number(app));
  return family ? readFamily(family, words.slice(at + (isAddress ? 1 : 2)), inner) : other("pc-game", inner);
}

/** EmuDeck's `emu-launch.sh -e <emulator> [-a|-f] -- words`, and `-p <path>` (tools/emu-launch.sh). */
function readEmuLaunch({ name, path, words }: Program, outside: Outside): Step | null {
  if (name !== "emu-launch.sh") return null;
  const at = words.findIndex(({ text }) => text === "-e" || text === "-p");
  const emulator = words[at + 1];
  const separator = words.findIndex(({ text }) => text === "--");
  if (at < 0 || !emulator) return other("unknown", outside);
  const rest = words
    .slice(separator < 0 ? at + 2 : separator + 1)
    .filter(({ text }) => !/^-[af]$/.test(text));
  return { words: [emulator, ...rest], outside: { ...wrapped(outside, nameOf(path)), install: "emudeck" } };
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
  if (!family || isRomExtension(extensionOf(name))) return null;
  const target = readFamily(family, words, { ...outside, install: outside.install ?? installOf(path) });
  // KDE's `dolphin /home/deck/Documents` opens a folder.
  const opensPlace = target.kind === "rom" && target.rom.kind === "file" && !isRomPath(target.rom.path);
  return opensPlace && !isProgramOf(family, name) ? other("launcher", outside) : target;
}

function isRomPath(path: string): boolean {
  return maybeRomExtension(extensionOf(path));
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

/** A program that we do not know: somebody's wrapper around one that we do, a game, or anything else. */
function readStranger({ name, path, words }: Program, outside: Outside): Step {
  const at = words.findIndex((word, index) => isProgramInside(word, words[index - 1]));
  if (at >= 0) return { words: words.slice(at), outside: wrapped(outside, nameOf(path)) };
  const target = readUnknown(words, outside);
  if (target.kind === "unknown" && target.rom === null && isGameProgram(name, path))
    return other("pc-game", outside);
  return target;
}

/** `-L /cores/mednafen_psx_libretro.so` begins like an emulator's name. */
const noProgram = /\.(?:so|dll|dylib|cfg|ini|toml|json|xml|txt|log|ya?ml|py|desktop|png)$/;

function isProgramInside(word: Word, before: Word | undefined): boolean {
  const { name, path } = readProgram([word], isKnown) ?? { name: "", path: "" };
  if (word.text.startsWith("-") || maybeRomExtension(extensionOf(name)) || noProgram.test(name)) return false;
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

function readFamily(family: EmulatorFamily, words: Word[], outside: Outside): LaunchTarget {
  return toTarget(family, readArguments(family, words, outside.where), outside);
}

/** The file that an unknown program is given stands in the answer, but makes no game of it. */
function readUnknown(words: Word[], outside: Outside): LaunchTarget {
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
};

function toTarget(family: EmulatorFamily | null, given: Arguments, outside: Outside): LaunchTarget {
  const known = understood(family, given, outside);
  if (given.rom) return { ...known, kind: "rom", rom: given.rom };
  return { ...known, kind: given.isUnclear ? "unknown" : "launcher", rom: null };
}

function other(kind: "launcher" | "pc-game" | "unknown", outside: Outside): LaunchTarget {
  return { ...understood(null, nothing, outside), kind, rom: null };
}

function understood(family: EmulatorFamily | null, given: Arguments, outside: Outside) {
  const { core, system, dataFolder, user } = given;
  const install = outside.install ?? "native";
  return {
    emulator: family?.name ?? null,
    core,
    install,
    wrappers: outside.wrappers,
    system,
    dataFolder,
    user,
  };
}

function wrapped(outside: Outside, ...wrappers: string[]): Outside {
  // `~/.lsfg` is hidden, and as a wrapper no other than `lsfg`.
  const names = wrappers.map((wrapper) => wrapper.replace(/^\./, ""));
  const added = names.filter((wrapper) => wrapper !== "" && !outside.wrappers.includes(wrapper));
  return { ...outside, wrappers: [...outside.wrappers, ...added] };
}

import type { LaunchFiles, RomReference } from "../../core/launch-target.ts";
import { extensionOf, nameOf } from "../../core/paths.ts";
import {
  type EmulatorFamily,
  familyOfProgram,
  isNoRomExtension,
  maybeRomExtension,
} from "../../emulators/families.ts";
import { coreName } from "../../emulators/order.ts";
import { type Given, type Positional, sortWords } from "./given.ts";
import { readRomFile, type Surroundings, toPath } from "./rom-file.ts";
import { mendWords } from "./words/mend.ts";
import { beforeOperator } from "./words/shell.ts";
import { readWords, type Word } from "./words/words.ts";

/** What an emulator is told behind its name. */
export interface Arguments {
  rom: RomReference | null;
  /** Something is named that could be a game, but not which. */
  isUnclear: boolean;
  core: string | null;
  system: string | null;
  dataFolder: string | null;
  user: string | null;
  files: LaunchFiles;
}

/** Reads the words behind an emulator by the rules of its family. */
export function readArguments(family: EmulatorFamily, words: Word[], where: Surroundings): Arguments {
  const { own, isClear } = beforeOperator(mendWords(withoutOwnName(family, words)));
  const given = sortWords(family, own);
  const core = given.core === null ? null : coreName(given.core);
  const dataFolder = given.dataFolder === null ? null : toPath(given.dataFolder, where);
  const files = filesOf(given, where);
  const chosen = chooseRom(family, given, where);
  const rom = chosen === null || given.entry === null ? chosen : withEntry(chosen, given.entry);
  const isUnclear =
    !isClear || own.some((word) => !word.isCertain) || (rom === null && namesSomething(given));
  const system = given.system ?? machineOf(family, given);
  const inner = core?.startsWith("mame") ? contentAsCommand(given, where) : null;
  if (inner) return { ...inner, core };
  return { rom: isUnclear ? null : rom, isUnclear, core, system, dataFolder, user: given.user, files };
}

function filesOf({ settings, appended, save }: Given, where: Surroundings): LaunchFiles {
  return {
    settings: settings === null ? null : toPath(settings, where),
    // RetroArch takes several with a bar between.
    appended: appended.flatMap((text) => text.split("|")).flatMap((text) => toPath(text, where) ?? []),
    save: save === null ? null : toPath(save, where),
  };
}

/** `Ryujinx.sh /home/deck/Ryujinx "/roms/game.nsp"`: the script is told what to start. */
function withoutOwnName(family: EmulatorFamily, words: Word[]): Word[] {
  const name = nameOf(words[0]?.text ?? "");
  const isOwn = familyOfProgram(name) === family && !maybeRomExtension(extensionOf(name));
  const isTold = words.slice(1).some(({ text }) => looksLikeGame(text));
  return isOwn && isTold && words[0]?.text.includes("/") ? words.slice(1) : words;
}

function chooseRom(family: EmulatorFamily, given: Given, where: Surroundings): RomReference | null {
  const folder = given.folder === null ? null : toPath(given.folder, where);
  const refer = (text: string) => toReference(family, text, folder, where);
  const [named] = given.roms.slice(-1);
  if (named !== undefined)
    return given.positionals.some((word) => isSecond(family, word)) ? null : refer(named);
  const position = choosePositional(family, given);
  const open = position === null ? null : refer(position);
  if (open !== null) return open;
  const [id] = given.ids;
  if (id !== undefined) return { kind: "id", id, folder };
  const [fallback] = given.fallbackRoms.slice(-1);
  return fallback === undefined || given.positionals.length > 0 ? null : refer(fallback);
}

/** Behind `-e "/roms/a.iso"` nothing more is opened: another file is a piece of a path that nobody escaped. */
function isSecond(family: EmulatorFamily, { text, isBehindOption, isBehindRom }: Positional): boolean {
  const isName = takesNames(family) && /^[\w:.+-]+$/.test(text);
  return isBehindRom && (looksLikeFile(text) || !(isBehindOption || isName));
}

function choosePositional(family: EmulatorFamily, given: Given): string | null {
  const { isFirst } = given;
  // `--some-option /home/deck/pcsx2.ini`: no option that we know, and yet no game.
  const positionals = given.positionals.filter(({ text }) => !isNoRomExtension(extensionOf(text)));
  const paths = positionals.filter(({ text }) => looksLikeFile(text));
  if (isFirst) return positionals.every(({ text }) => isWholePath(text)) ? (paths[0]?.text ?? null) : null;
  if (takesNames(family) && paths.length === 0) return positionals.at(-1)?.text ?? null;
  // `-x 1 "/roms/game.iso"`: what could be the value of an option unknown to us is no second game.
  const others = positionals.filter(({ text, isBehindOption }) => looksLikeGame(text) || !isBehindOption);
  return others.length === 1 ? (others[0]?.text ?? null) : null;
}

function takesNames({ takes }: EmulatorFamily): boolean {
  return takes === "set" || takes === "id" || takes === "file-or-set";
}

function toReference(
  family: EmulatorFamily,
  text: string,
  folder: string | null,
  where: Surroundings,
): RomReference | null {
  const placed = gameIdPlace.exec(text);
  if (placed?.[1]) return { kind: "id", id: placed[1], folder };
  if (looksLikeFile(text))
    return readRomFile(text, { ...where, startFolder: folder ?? where.startFolder }, family);
  return titleId.test(text) || takesNames(family) ? { kind: "id", id: text, folder } : null;
}

/** RPCS3's own shortcuts (rpcs3qt/shortcut_utils.cpp). */
const gameIdPlace = /^%+RPCS3_GAMEID%+:(.+)$/;
const titleId = /^(?:[A-Z]{4}-?\d{5}|(?:0x)?[0-9A-Fa-f]{16})$/;

function looksLikeGame(text: string): boolean {
  return looksLikeFile(text) || titleId.test(text) || gameIdPlace.test(text);
}

function isWholePath(text: string): boolean {
  return /^(?:\/|~\/|file:|[A-Za-z]:[\\/])./.test(text);
}

function looksLikeFile(text: string): boolean {
  return /[/\\]/.test(text) || maybeRomExtension(extensionOf(`a${text.slice(-16)}`));
}

function namesSomething({ positionals, roms, fallbackRoms }: Given): boolean {
  return positionals.length + roms.length + fallbackRoms.length > 0;
}

/** MAME's first word is the machine, where a second one or an option names what is put into it. */
function machineOf(family: EmulatorFamily, { positionals, roms }: Given): string | null {
  const [machine, second] = positionals;
  if (family.takes !== "set" || !machine || looksLikeFile(machine.text)) return null;
  return roms.length > 0 || second !== undefined ? machine.text : null;
}

/** ES-DE hands whole MAME commands to the core: `"vsmile -rompath \"/bios\" -cart \"/roms/x.zip\""`. */
function contentAsCommand({ positionals }: Given, where: Surroundings): Arguments | null {
  const [content, another] = positionals;
  const mame = familyOfProgram("mame");
  if (!content || another || !mame || !/^[a-z0-9_]+ .*-/.test(content.text)) return null;
  const inner = readArguments(mame, readWords(content.text), where);
  return inner.rom === null ? null : inner;
}

function withEntry(rom: RomReference, entry: string): RomReference {
  return rom.kind === "file" ? { ...rom, archiveEntry: entry, names: [...rom.names, nameOf(entry)] } : rom;
}

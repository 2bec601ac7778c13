import type { EmulatorFamily } from "../../emulators/families.ts";
import type { Word } from "./words/words.ts";

/** The words behind an emulator, by what they are to its family. */
export interface Given {
  positionals: Positional[];
  roms: string[];
  fallbackRoms: string[];
  ids: string[];
  core: string | null;
  system: string | null;
  entry: string | null;
  dataFolder: string | null;
  user: string | null;
  folder: string | null;
  settings: string | null;
  appended: string[];
  save: string | null;
  /** Several files stand there, the game first. */
  isFirst: boolean;
}

export interface Positional {
  text: string;
  /** It may be the value of an option that we do not know. */
  isBehindOption: boolean;
  /** An option has named the game before. */
  isBehindRom: boolean;
}

/** Who reads an option knows whether the next word is its value; an unknown one leaves that open. */
export function sortWords(family: EmulatorFamily, words: Word[]): Given {
  const given: Given = {
    positionals: [],
    roms: [],
    fallbackRoms: [],
    ids: [],
    core: null,
    system: null,
    entry: null,
    dataFolder: null,
    user: null,
    folder: null,
    settings: null,
    appended: [],
    save: null,
    isFirst: family.takes === "first",
  };
  let isBehindOption = false;
  for (let at = 0; at < words.length; at += 1) {
    const { text } = words[at] as Word;
    if (text === "--") {
      for (const { text: rest } of words.slice(at + 1)) addPositional(given, rest, false);
      break;
    }
    if (!text.startsWith("-") || text === "-") {
      addPositional(given, text, isBehindOption);
      isBehindOption = false;
      continue;
    }
    const option = readOption(family, text);
    const value = option.value ?? words[at + 1]?.text;
    if (option.put !== null && value !== undefined) option.put(given, value);
    if (option.put !== null && option.value === null) at += 1;
    isBehindOption = option.put === null && option.value === null;
  }
  return given;
}

function addPositional(given: Given, text: string, isBehindOption: boolean): void {
  if (text !== "") given.positionals.push({ text, isBehindOption, isBehindRom: given.roms.length > 0 });
}

interface Option {
  /** Behind an equals sign; null: it is the next word. */
  value: string | null;
  /** Null: an option without a value, as far as we know. */
  put: Put | null;
}

type Put = (given: Given, value: string) => unknown;

const puts: [(family: EmulatorFamily) => string[], Put][] = [
  [(family) => family.coreOptions, (given, value) => Object.assign(given, { core: value })],
  [(family) => family.romOptions, (given, value) => given.roms.push(value)],
  [(family) => family.fallbackRomOptions, (given, value) => given.fallbackRoms.push(value)],
  [(family) => family.idOptions, (given, value) => given.ids.push(value)],
  [(family) => family.entryOptions, (given, value) => Object.assign(given, { entry: value })],
  [(family) => family.systemOptions, (given, value) => Object.assign(given, { system: value })],
  [(family) => family.dataFolderOptions, (given, value) => Object.assign(given, { dataFolder: value })],
  [(family) => family.settingsOptions, (given, value) => Object.assign(given, { settings: value })],
  [(family) => family.appendOptions, (given, value) => given.appended.push(value)],
  [(family) => family.saveOptions, (given, value) => Object.assign(given, { save: value })],
  [(family) => family.userOptions, (given, value) => Object.assign(given, { user: value })],
  [(family) => family.folderOptions, (given, value) => Object.assign(given, { folder: value.split(";")[0] })],
  [(family) => family.firstOptions, (given) => Object.assign(given, { isFirst: true })],
  [(family) => family.valueOptions, () => undefined],
];

function readOption(family: EmulatorFamily, text: string): Option {
  const equals = text.indexOf("=");
  const name = equals > 0 ? text.slice(0, equals) : text;
  // `-e= "/roms/game.iso"` is written by hand, and means the next word.
  const value = (equals > 0 && text.slice(equals + 1)) || null;
  const put = puts.find(([optionsOf]) => optionsOf(family).some((option) => matches(option, name)))?.[1];
  if (put) return { value, put };
  const core = family.coreOptions.find((option) => option.length === 2 && text.startsWith(option));
  if (core === undefined) return { value, put: null };
  return { value: text.slice(2), put: (given, attached) => Object.assign(given, { core: attached }) };
}

function matches(option: string, name: string): boolean {
  return option.endsWith("*") ? name.startsWith(option.slice(0, -1)) : option === name;
}

import type { RomFile } from "../../../core/launch-target.ts";
import { extensionOf } from "../../../core/paths.ts";
import type { Wanted } from "../found.ts";
import type { TemplateValues } from "../template.ts";
import type { GameIds } from "./game-ids.ts";
import type { ImageReading } from "./image.ts";
import {
  baseOf,
  dreamcastProduct,
  type NintendoDisc,
  nintendoDisc,
  regionOf,
  titleIdOf3ds,
  titleIdOfSwitch,
  titleIdOfWad,
  titleIdOfWiiU,
} from "./nintendo.ts";
import { playstationSerial, ps3TitleId, pspDiscId, systemFolderTitleId } from "./sony.ts";
import { titleIdOfXbox360 } from "./xbox360.ts";

type Values = Awaited<ReturnType<GameIds["valuesFor"]>>;

/** Of one system: the form of its ids, how to read one from a rom, and what rules may say of it. */
interface IdReader {
  form: RegExp;
  read: (reading: ImageReading, path: string) => Promise<string | null>;
  toValues: (id: string) => TemplateValues;
}

const plain = (id: string): TemplateValues => ({ id });
const halves = (id: string): TemplateValues => ({ id, hi: id.slice(0, 8), lo: id.slice(8) });
const lowerHalves = (id: string) => halves(id.toLowerCase());
const serial = /^[A-Z]{4}-\d{5}$/;
const nineLetters = /^[A-Z]{4}\d{5}$/;

const readers: Record<string, IdReader> = {
  psp: { form: nineLetters, read: pspDiscId, toValues: plain },
  ps2: { form: serial, read: playstationSerial, toValues: (id) => ({ id, card: `${cardRegion(id)}${id}` }) },
  psx: { form: serial, read: playstationSerial, toValues: plain },
  ps3: { form: nineLetters, read: ps3TitleId, toValues: plain },
  ps4: { form: nineLetters, read: ps4TitleId, toValues: plain },
  vita: { form: nineLetters, read: vitaTitleId, toValues: plain },
  "3ds": {
    form: /^0004[0-9a-f]{12}$/i,
    read: ({ files }, path) => titleIdOf3ds(files, path),
    toValues: lowerHalves,
  },
  wiiu: {
    form: /^0005[0-9a-f]{12}$/i,
    read: ({ files }, path) => titleIdOfWiiU(files, path),
    toValues: lowerHalves,
  },
  switch: {
    form: /^01[0-9a-f]{14}$/i,
    read: ({ files }, path) => titleIdOfSwitch(files, path),
    toValues: (id) => ({ id: baseOf(id) }),
  },
  xbox360: {
    form: /^[0-9a-f]{8}$/i,
    read: ({ files }, path) => titleIdOfXbox360(files, path),
    toValues: (id) => ({ id: id.toUpperCase() }),
  },
  dreamcast: {
    form: /^[A-Z0-9 -]{3,10}$/i,
    read: dreamcastProduct,
    // Flycast cuts what no file system takes, and blanks.
    toValues: (id) => ({ id: id.replace(/[^A-Za-z0-9-]/g, "_") }),
  },
  scummvm: { form: /^[a-z0-9_-]{1,60}$/i, read: scummvmTarget, toValues: plain },
};

/** PCSX2 puts the letters of a card's region before the serial (SLUS is BA, SLES is BE, SLPM is BI). */
function cardRegion(id: string): string {
  if (/^.{2}U/.test(id)) return "BA";
  return /^.{2}E/.test(id) ? "BE" : "BI";
}

export function createGameIds(reading: ImageReading): GameIds {
  return {
    async valuesFor(system, wanted) {
      if (system === "gamecube" || system === "wii") return await discValues(reading, system, wanted);
      const reader = readers[system];
      if (!reader) return null;
      const id = await idBy(reading, reader, wanted);
      return id === null ? null : reader.toValues(id);
    },
  };
}

/** What the command says goes first, then what the rom says itself, then RomM. */
async function idBy(
  reading: ImageReading,
  { form, read }: IdReader,
  { launch, rom }: Wanted,
): Promise<string | null> {
  const given = launch.rom.kind === "id" ? launch.rom.id : null;
  const named = launch.rom.kind === "file" ? launch.rom.titleId : null;
  const own = launch.rom.kind === "file" ? await read(reading, launch.rom.path) : null;
  const told = [given, own, named, ...(rom?.ids ?? [])];
  for (const id of told) {
    const spelled = id === null ? null : spelling(id, form);
    if (spelled !== null) return spelled;
  }
  return null;
}

/** `BLUS-30464` and `BLUS30464` are one id, which each system spells its own way. */
function spelling(id: string, form: RegExp): string | null {
  const bare = id.replace(/^0x/i, "");
  const other = bare.includes("-") ? bare.replace("-", "") : bare.replace(/^([A-Za-z]{4})(\d{5})$/, "$1-$2");
  return [bare, other, bare.toUpperCase(), other.toUpperCase()].find((one) => form.test(one)) ?? null;
}

async function discValues(
  reading: ImageReading,
  system: "gamecube" | "wii",
  { launch, rom }: Wanted,
): Promise<Values> {
  if (launch.rom.kind !== "file") return null;
  const { path } = launch.rom;
  const disc = await nintendoDisc(reading, path);
  if (disc !== null) {
    if (disc.system !== system) return "other-system";
    return system === "wii" ? wiiValues("00010000", disc.code) : cardValues(disc);
  }
  if (/\.wad$/i.test(path)) {
    if (system === "gamecube") return "other-system";
    const id = await titleIdOfWad(reading.files, path);
    return id === null ? null : lowerHalves(id);
  }
  return toldValues(system, rom, launch.rom);
}

/** By RomM's word, where the disc cannot be read: six letters, or the sixteen digits of a title. */
function toldValues(system: "gamecube" | "wii", rom: Wanted["rom"], { path }: RomFile): Values {
  const slug = rom?.platformSlug ?? null;
  const isOther = slug !== null && (/^wii/.test(slug) ? system === "gamecube" : system === "wii");
  if (isOther || (slug === null && /\/wii\//i.test(path) && system === "gamecube")) return "other-system";
  const title = rom?.ids.find((id) => /^0001000[0-9a-f]{9}$/i.test(id));
  if (system === "wii" && title) return lowerHalves(title);
  const id = rom?.ids.find((one) => /^[A-Z0-9]{6}$/.test(one));
  if (id === undefined) return null;
  const [code, maker] = [id.slice(0, 4), id.slice(4)];
  return system === "wii"
    ? wiiValues("00010000", code)
    : cardValues({ code, maker, region: regionOf(id.charAt(3)) });
}

function wiiValues(hi: string, code: string): TemplateValues {
  const lo = [...code].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return { id: code, hi, lo };
}

/** Dolphin calls a save's file after the maker, the game's code and what the game says. */
function cardValues({ code, maker, region }: Omit<NintendoDisc, "system">): TemplateValues | null {
  return region === null ? null : { id: code, maker, region };
}

/** A `.psvita` file names the installed game that it stands for. */
async function vitaTitleId({ files }: ImageReading, path: string): Promise<string | null> {
  if (/\.psvita$/i.test(path)) return await firstWord(files, path);
  return await systemFolderTitleId(files, path);
}

/** A shortcut that shadPS4 made says what it starts. */
async function ps4TitleId({ files }: ImageReading, path: string): Promise<string | null> {
  if (!/\.desktop$/i.test(path)) return await systemFolderTitleId(files, path);
  const text = await files.text(path);
  return text.kind === "text" ? (/\b(CUSA\d{5})\b/.exec(text.text)?.[1] ?? null) : null;
}

/** A `.scummvm` file names its target; a game's folder tells nothing. */
async function scummvmTarget({ files }: ImageReading, path: string): Promise<string | null> {
  return /^\.(?:scummvm|svm)$/i.test(extensionOf(path)) ? await firstWord(files, path) : null;
}

async function firstWord(files: ImageReading["files"], path: string): Promise<string | null> {
  const text = await files.text(path);
  return text.kind === "text" ? (/\S+/.exec(text.text.slice(0, 1_000))?.[0] ?? null) : null;
}

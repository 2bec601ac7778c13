import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SaveLocation } from "../../../backend/core/vocabulary.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";

const emulator = "ppsspp";

/** Where each kind of emulator keeps one game, below a Deck's folder; `b`: what is called otherwise on the second Deck. */
export const shapes = {
  "a folder set by disc id, as of PPSSPP": (folder: string): SaveLocation => {
    return { kind: "folders", parent: join(folder, "PSP/SAVEDATA"), prefix: "ULUS10041", emulator };
  },
  "a deep folder with its file beside it, as of Azahar": (folder: string): SaveLocation => {
    const path = join(folder, "sdmc/title/00040000/00055d00/data/00000001");
    return { kind: "folder", path, beside: "00000001.metadata", emulator, travelsAs: "0004000000055d00" };
  },
  "a data folder, as of Dolphin's Wii": (folder: string): SaveLocation => {
    return { kind: "folder", path: join(folder, "Wii/title/00010000/52535045/data"), emulator };
  },
  "a numbered folder, as of Ryujinx": (folder: string): SaveLocation => {
    const number = folder.endsWith("B") ? "000000000000000b" : "0000000000000005";
    const path = join(folder, "bis/user/save", number);
    return { kind: "folder", path, emulator, travelsAs: "0100f2c0115b6000" };
  },
  "a folder with a user's number in it, as of Cemu": (folder: string): SaveLocation => {
    const deviceParts = [folder.endsWith("B") ? "80000007" : "80000001"];
    return { kind: "folder", path: join(folder, "usr/save/user"), emulator, deviceParts };
  },
  "files by a pattern, as of Dolphin's GameCube": (folder: string): SaveLocation => {
    const match = { glob: "01-GALE-*.gci" };
    return { kind: "files", folder: join(folder, "GC/USA/Card A"), match, emulator };
  },
  "many files of one game, as of ScummVM": (folder: string): SaveLocation => {
    return { kind: "files", folder: join(folder, "scummvm"), match: { glob: "monkey2.*" }, emulator };
  },
} satisfies Record<string, (folder: string) => SaveLocation>;

export type ShapeName = keyof typeof shapes;

/** What such a game writes, by paths below the Deck's folder. */
export const firstSave: Record<ShapeName, (own: string) => Record<string, string>> = {
  "a folder set by disc id, as of PPSSPP": () => ({
    "PSP/SAVEDATA/ULUS10041S0/DATA.BIN": "session 1\n",
    "PSP/SAVEDATA/ULUS10041S0/PARAM.SFO": "\0PSF name",
    "PSP/SAVEDATA/ULUS10041S1/Größe é.bin": "\0\0\0",
    "PSP/SAVEDATA/ULUS10041S1/empty/": "",
  }),
  "a deep folder with its file beside it, as of Azahar": () => ({
    "sdmc/title/00040000/00055d00/data/00000001/main": "session 1\n",
    "sdmc/title/00040000/00055d00/data/00000001/a/b/c/deep": "deep",
    "sdmc/title/00040000/00055d00/data/00000001.metadata": "format",
  }),
  "a data folder, as of Dolphin's Wii": () => ({
    "Wii/title/00010000/52535045/data/banner.bin": "banner",
    "Wii/title/00010000/52535045/data/RPSports.dat": "session 1\n",
    "Wii/title/00010000/52535045/data/nocopy/": "",
  }),
  "a numbered folder, as of Ryujinx": (own) => {
    const number = own === "B" ? "000000000000000b" : "0000000000000005";
    return {
      [`bis/user/save/${number}/0/savedata`]: "session 1\n",
      [`bis/user/save/${number}/1/savedata`]: "old",
    };
  },
  "a folder with a user's number in it, as of Cemu": (own) => ({
    [`usr/save/user/${own === "B" ? "80000007" : "80000001"}/game.dat`]: "session 1\n",
    "usr/save/user/common/shared.dat": "common",
  }),
  "files by a pattern, as of Dolphin's GameCube": () => ({
    "GC/USA/Card A/01-GALE-SuperSmashBros.gci": "session 1\n",
    "GC/USA/Card A/01-GALE-Trophies.gci": "trophies",
  }),
  "many files of one game, as of ScummVM": () => ({
    "scummvm/monkey2.s00": "session 1\n",
    ...Object.fromEntries(
      Array.from({ length: 98 }, (_, at) => [`scummvm/monkey2.s${at + 1}`, `slot ${at}`]),
    ),
  }),
};

export const folderOf = (deck: EngineDeck): string => dirname(dirname(deck.savePath));

/** A name that ends in a slash is an empty folder. */
export async function writeAll(deck: EngineDeck, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folderOf(deck), name);
    await mkdir(name.endsWith("/") ? path : dirname(path), { recursive: true });
    if (!name.endsWith("/")) await writeFile(path, text, "latin1");
  }
}

export async function removeAll(deck: EngineDeck, ...names: string[]): Promise<void> {
  for (const name of names) await rm(join(folderOf(deck), name), { recursive: true });
}

/** Everything below some folders of the Deck, hidden files too; empty folders end in a slash. */
export async function readAll(deck: EngineDeck, ...roots: string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const root of roots) await readInto(folderOf(deck), root, found);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readInto(folder: string, below: string, found: Record<string, string>): Promise<void> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  if (entries.length === 0) found[`${below}/`] = "";
  for (const entry of entries) {
    const name = `${below}/${entry.name}`;
    if (entry.isDirectory()) await readInto(folder, name, found);
    else found[name] = await readFile(join(folder, name), "latin1");
  }
}

/** The folder of the Deck in which all of it stands. */
export const rootOf = (files: Record<string, string>): string => Object.keys(files)[0]?.split("/")[0] ?? "";

import { joinPath, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { textOf, uint32, zeroEnded } from "./bytes.ts";
import { type ImageReading, openImage } from "./image.ts";
import { readDiscFile } from "./iso-9660.ts";

/** `SLUS-20312`, of a PlayStation's or PlayStation 2's disc: its `SYSTEM.CNF` names the program. */
export async function playstationSerial(reading: ImageReading, path: string): Promise<string | null> {
  const disc = await openImage(reading, path);
  const system = disc && (await readDiscFile(disc, "SYSTEM.CNF"));
  const found = /BOOT2?\s*=\s*cdrom0?:\\*(?:[^\s;]*\\)?([A-Z]{4})[_-](\d{3})\.?(\d{2})/i.exec(
    system ? textOf(system, 0, 2048) : "",
  );
  return found ? `${found[1]?.toUpperCase()}-${found[2]}${found[3]}` : null;
}

/** `ULUS10336`, of a PSP's disc or an `EBOOT.PBP`. */
export async function pspDiscId(reading: ImageReading, path: string): Promise<string | null> {
  const head = await reading.files.bytes(path, 0, 40);
  if (head !== null && textOf(head, 0, 4) === "\0PBP") {
    const at = uint32(head, 8);
    const sfo = await reading.files.bytes(path, at, Math.min(uint32(head, 12) - at, 65_536));
    return sfo === null ? null : sfoValue(sfo, "DISC_ID");
  }
  const disc = await openImage(reading, path);
  if (disc === null) return null;
  const sfo = await readDiscFile(disc, "PSP_GAME/PARAM.SFO");
  const id = sfo && sfoValue(sfo, "DISC_ID");
  if (id) return id;
  const umd = await readDiscFile(disc, "UMD_DATA.BIN");
  return /^[A-Z]{4}-?\d{5}/.exec(umd ? textOf(umd, 0, 10) : "")?.[0].replace("-", "") ?? null;
}

/** `BLUS30464`: beside or above the program in a folder, or on the disc. */
export async function ps3TitleId(reading: ImageReading, path: string): Promise<string | null> {
  for (const folder of [path, parentOf(path), parentOf(parentOf(path))])
    for (const sfo of ["PARAM.SFO", "PS3_GAME/PARAM.SFO"]) {
      const id = await sfoFile(reading.files, joinPath(folder, sfo), "TITLE_ID");
      if (id !== null) return id;
    }
  const disc = /\.iso$/i.test(path) ? await openImage(reading, path) : null;
  const sfo = disc && (await readDiscFile(disc, "PS3_GAME/PARAM.SFO"));
  return sfo ? sfoValue(sfo, "TITLE_ID") : null;
}

/** `CUSA00900`, beside a PlayStation 4's `eboot.bin`; a Vita's stands likewise. */
export async function systemFolderTitleId(files: DeckFiles, path: string): Promise<string | null> {
  for (const folder of [path, parentOf(path)]) {
    const id = await sfoFile(files, joinPath(folder, "sce_sys/param.sfo"), "TITLE_ID");
    if (id !== null) return id;
  }
  return null;
}

async function sfoFile(files: DeckFiles, path: string, key: string): Promise<string | null> {
  const bytes = await files.bytes(path, 0, 65_536);
  return bytes === null ? null : sfoValue(bytes, key);
}

/** A text of Sony's `PARAM.SFO`: a table of keys and one of values. */
function sfoValue(bytes: Uint8Array, wanted: string): string | null {
  if (textOf(bytes, 0, 4) !== "\0PSF") return null;
  const [keys, values, count] = [uint32(bytes, 8), uint32(bytes, 12), uint32(bytes, 16)];
  for (let index = 0; index < Math.min(count, 500); index += 1) {
    const at = 20 + index * 16;
    const key = zeroEnded(bytes, keys + (uint32(bytes, at) & 0xffff), 64);
    if (key !== wanted) continue;
    const value = zeroEnded(bytes, values + uint32(bytes, at + 12), Math.min(uint32(bytes, at + 4), 64));
    return /^[A-Z]{4}-?\d{5}$/.test(value) ? value.replace("-", "") : null;
  }
  return null;
}

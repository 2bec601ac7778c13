import { joinPath, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { hexOf, textOf, uint32, uint32BE, zeroEnded } from "./bytes.ts";
import { type ImageReading, openImage } from "./image.ts";

export interface NintendoDisc {
  system: "gamecube" | "wii";
  /** `GM8E`. */
  code: string;
  maker: string;
  /** As Dolphin names the folders of its cards; null: it may be any. */
  region: "USA" | "EUR" | "JAP" | null;
}

/** The header of a GameCube's or Wii's disc. */
export async function nintendoDisc(reading: ImageReading, path: string): Promise<NintendoDisc | null> {
  const disc = await openImage(reading, path);
  const head = disc && (await disc(0, 0x20));
  if (head?.byteLength !== 0x20) return null;
  const id = textOf(head, 0, 6);
  if (!/^[A-Z0-9]{6}$/.test(id)) return null;
  const isWii = uint32BE(head, 0x18) === 0x5d1c9ea3;
  if (!isWii && uint32BE(head, 0x1c) !== 0xc2339f3d) return null;
  return {
    system: isWii ? "wii" : "gamecube",
    code: id.slice(0, 4),
    maker: id.slice(4),
    region: regionOf(id.charAt(3)),
  };
}

/** Dolphin DiscIO/Enums.cpp: Korea and Taiwan share Japan's folder. */
export function regionOf(letter: string): NintendoDisc["region"] {
  if (letter === "E" || letter === "N") return "USA";
  if ("JKQTW".includes(letter)) return "JAP";
  return "PDFHILMRSUVXYZ".includes(letter) ? "EUR" : null;
}

/** Sixteen hex digits of a 3DS game: in the header of its one program, or of an installable package. */
export async function titleIdOf3ds(files: DeckFiles, path: string): Promise<string | null> {
  const head = await files.bytes(path, 0, 0x200);
  if (head?.byteLength !== 0x200) return null;
  const magic = textOf(head, 0x100, 4);
  if (magic === "NCCH") return reversedId(head, 0x118);
  if (magic === "NCSD") {
    const program = await files.bytes(path, uint32(head, 0x120) * 0x200, 0x200);
    return program && textOf(program, 0x100, 4) === "NCCH" ? reversedId(program, 0x118) : null;
  }
  return uint32(head, 0) === 0x2020 ? await packageId(files, path, head) : null;
}

/** A package's certificates, ticket and title metadata follow each other, each at a multiple of 64. */
async function packageId(files: DeckFiles, path: string, head: Uint8Array): Promise<string | null> {
  const aligned = (length: number) => Math.ceil(length / 64) * 64;
  const metadata = aligned(uint32(head, 0)) + aligned(uint32(head, 8)) + aligned(uint32(head, 12));
  const bytes = await files.bytes(path, metadata + 0x18c, 8);
  return bytes?.byteLength === 8 ? hexOf(bytes, 0, 8) : null;
}

function reversedId(bytes: Uint8Array, at: number): string | null {
  const id = hexOf(bytes.slice(at, at + 8).reverse(), 0, 8);
  return /^0{16}$/.test(id) ? null : id;
}

/** Sixteen hex digits of a Wii's installed channel: as in a 3DS' package, with the highest byte first. */
export async function titleIdOfWad(files: DeckFiles, path: string): Promise<string | null> {
  const head = await files.bytes(path, 0, 0x20);
  if (head === null || uint32BE(head, 0) !== 0x20) return null;
  const aligned = (length: number) => Math.ceil(length / 64) * 64;
  const metadata = 0x40 + aligned(uint32BE(head, 8)) + aligned(uint32BE(head, 16));
  const bytes = await files.bytes(path, metadata + 0x18c, 8);
  return bytes?.byteLength === 8 ? hexOf(bytes, 0, 8) : null;
}

/** Of a Wii U game as a folder its `meta.xml`, of an archive (`.wua`) the names in it. */
export async function titleIdOfWiiU(files: DeckFiles, path: string): Promise<string | null> {
  for (const folder of [path, parentOf(path), parentOf(parentOf(path))]) {
    const text = await files.text(joinPath(folder, "meta/meta.xml"));
    const found = text.kind === "text" ? /<title_id[^>]*>([0-9A-Fa-f]{16})</.exec(text.text)?.[1] : undefined;
    if (found !== undefined) return found.toLowerCase();
  }
  return /\.wua$/i.test(path) ? await archiveId(files, path) : null;
}

/** ZArchive: the last 144 bytes tell, in eight bytes each, where its six sections lie; the third has the names. */
async function archiveId(files: DeckFiles, path: string): Promise<string | null> {
  const size = (await files.stat(path))?.sizeBytes ?? 0;
  const footer = size >= 144 ? await files.bytes(path, size - 144, 144) : null;
  if (footer === null || uint32BE(footer, 140) !== 0x169f52d6) return null;
  const [at, length] = [32, 40].map(
    (place) => uint32BE(footer, place) * 2 ** 32 + uint32BE(footer, place + 4),
  );
  const names = await files.bytes(path, at ?? 0, Math.min(length ?? 0, 1 << 20));
  const text = names === null ? "" : new TextDecoder("latin1").decode(names);
  const ids = [...text.matchAll(/([0-9a-f]{16})_v\d+/gi)].map(([, id = ""]) => id);
  return ids.find((id) => /^00050000/.test(id))?.toLowerCase() ?? null;
}

/**
 * Sixteen hex digits of a Switch game's package: its ticket is called after them. A card's image has none, and tells
 * nothing without keys.
 */
export async function titleIdOfSwitch(files: DeckFiles, path: string): Promise<string | null> {
  const head = await files.bytes(path, 0, 16);
  if (head === null || textOf(head, 0, 4) !== "PFS0") return null;
  const [count, length] = [Math.min(uint32(head, 4), 1_000), Math.min(uint32(head, 8), 65_536)];
  const names = await files.bytes(path, 16 + count * 24, length);
  const ticket = names && /([0-9a-f]{16})[0-9a-f]{16}\.tik/i.exec(textOf(names, 0, length))?.[1];
  return ticket ? baseOf(ticket) : null;
}

/** The game's own id, whichever of its updates is named: saves go by that. */
export function baseOf(titleId: string): string {
  return `${titleId.slice(0, 13)}000`.toUpperCase();
}

/** The product number of a Dreamcast's disc, as it stands in the first sector of its data. */
export async function dreamcastProduct(reading: ImageReading, path: string): Promise<string | null> {
  const disc = await openImage(reading, path);
  const head = disc && (await disc(0, 0x100));
  if (!head || textOf(head, 0, 15) !== "SEGA SEGAKATANA") return null;
  const product = zeroEnded(head, 0x40, 10).trim();
  return product === "" ? null : product;
}

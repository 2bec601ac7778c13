import { crc32 } from "node:zlib";
import { parentOf } from "../../../../backend/core/paths.ts";
import { folderOfPlace, pathsOf } from "../../../../backend/core/shapes/shapes.ts";
import type { SaveLocation } from "../../../../backend/core/vocabulary.ts";
import { directoryOf, headerOf } from "../../../../backend/files/zip/stored-zip.ts";
import type { Disk } from "../../../../backend/machine/disk.ts";
import type { SimGame } from "../server/sim-server.ts";

/** A battery save and its clock; both hold the same sessions, so that a mix of two saves tells itself. */
export const setExtensions = [".eep", ".srm"];

/** One folder for each slot of the game, and one of them has more inside; both hold the same sessions, too. */
const folderFiles = ["0/main", "1/deep/more"];

function filesOf(location: SaveLocation): string[] {
  const paths = pathsOf(location);
  return location.kind === "folders" ? folderFiles.map((file) => `${paths[0]}${file}`) : paths;
}

/** A save's bytes are its play sessions, one a line: they tell exactly what was lost, and whose bytes they are. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const texts = new WeakMap<Uint8Array, string>();

/** The sessions in a file; of a set's archive, those that all its files hold. */
export function textOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  const known = texts.get(bytes);
  if (known !== undefined) return known;
  const text = unpack(bytes) ?? decoder.decode(bytes);
  texts.set(bytes, text);
  return text;
}

export function sessionsOf(text: string | null): string[] {
  return (text ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("\0"));
}

/** What a first boot writes: no session, and not the absence of a save. */
export const blankSave = "\0\0\0\0\0\0\0\0";

/** What the save becomes by playing once; a blank one is begun anew. */
export function playOn(before: string | null, session: string): string {
  return `${before === null || before.startsWith("\0") ? "" : before}${session}\n`;
}

/** Null: no save. Throws where a set's members are not of one moment. */
export async function readSave(disk: Disk, location: SaveLocation): Promise<string | null> {
  const members = await Promise.all(filesOf(location).map((path) => disk.read(path)));
  return sameOf(members.map(textOf));
}

function sameOf([first = null, ...others]: (string | null)[]): string | null {
  if (others.every((text) => text === first)) return first;
  throw new Error(`A mix of two saves: ${JSON.stringify([first, ...others])}`);
}

/** What the save is called on the server. */
export function rowNameOf({ letter, location }: Pick<SimGame, "letter" | "location">): string {
  return `${letter}.${location === "file" || location === "memory-card" ? "srm" : "zip"}`;
}

/** The bytes that a save with these sessions travels as. */
export function bytesOf({ letter, location }: SimGame, text: string): Uint8Array {
  const bytes = encoder.encode(text);
  if (location === "file" || location === "memory-card") return bytes;
  const facts = { crc: crc32(bytes), sizeBytes: bytes.byteLength };
  const endings = location === "files" ? setExtensions : folderFiles.map((file) => `-${file}`);
  const entries = endings.map((ending) => ({ ...facts, name: `${letter}${ending}` }));
  const files = entries.flatMap((entry) => [headerOf(entry), bytes]);
  return Uint8Array.from(Buffer.concat([...files, directoryOf(entries)]));
}

/** Null: not a set's archive. The engine stores, and tells the sizes in the headers. */
function unpack(bytes: Uint8Array): string | null {
  const members: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 30 <= bytes.byteLength && view.getUint32(at, true) === 0x04034b50; ) {
    const from = at + 30 + view.getUint16(at + 26, true);
    at = from + view.getUint32(at + 18, true);
    members.push(decoder.decode(bytes.subarray(from, at)));
  }
  return members.length === setExtensions.length ? sameOf(members) : null;
}

/** As an emulator that cares: each file is the old one or the new one, whatever happens. */
export async function writeSave(disk: Disk, location: SaveLocation, text: string): Promise<void> {
  for (const path of filesOf(location)) {
    await makeFolders(disk, parentOf(path));
    const temporary = `${path}.emulator`;
    const file = await disk.create(temporary);
    await file.write(encoder.encode(text));
    await file.sync();
    await file.close();
    await disk.rename(temporary, path);
    await disk.syncFolder(parentOf(path));
  }
}

async function makeFolders(disk: Disk, folder: string): Promise<void> {
  if ((await disk.stat(folder)) !== null) return;
  await makeFolders(disk, parentOf(folder));
  await disk.makeFolder(folder);
  await disk.syncFolder(parentOf(folder));
}

export async function removeSave(disk: Disk, location: SaveLocation): Promise<void> {
  const tops =
    location.kind === "folders" ? folderFiles.map((file) => `${pathsOf(location)[0]}${file[0]}`) : null;
  for (const path of tops ?? pathsOf(location)) await disk.removeTree(path);
  await disk.syncFolder(folderOfPlace(location));
}

/** An archive with one stored file, written by a client that packs everything: for RomM a zip, for the emulator noise. */
export function archiveOf(name: string): Uint8Array {
  const bytes = new Uint8Array(30 + name.length + 46 + name.length + 22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(26, name.length, true);
  bytes.set(encoder.encode(name), 30);
  const directoryAt = 30 + name.length;
  view.setUint32(directoryAt, 0x02014b50, true);
  view.setUint16(directoryAt + 28, name.length, true);
  bytes.set(encoder.encode(name), directoryAt + 46);
  const endAt = directoryAt + 46 + name.length;
  view.setUint32(endAt, 0x06054b50, true);
  view.setUint16(endAt + 8, 1, true);
  view.setUint16(endAt + 10, 1, true);
  view.setUint32(endAt + 12, 46 + name.length, true);
  view.setUint32(endAt + 16, directoryAt, true);
  return bytes;
}

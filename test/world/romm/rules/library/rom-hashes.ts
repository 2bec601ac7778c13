import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { readZip } from "../../content-hash.ts";

export interface RomHashes {
  crc_hash: string;
  md5_hash: string;
  sha1_hash: string;
}

export interface ArchiveMember extends RomHashes {
  name: string;
  size: number;
}

/**
 * Checksums as RomM's scan makes them (handler/filesystem/roms_handler.py): of the content, so of an archive its members
 * one after the other (since 4.9; before, of the largest alone). Of nothing they are empty.
 */
export function hashRomFile(
  name: string,
  bytes: Uint8Array,
  listsMembers: boolean,
): { hashes: RomHashes; members: ArchiveMember[] | null } {
  const entries = /\.zip$/i.test(name) ? readZip(bytes) : null;
  if (entries === null || entries.length === 0) return { hashes: hash([bytes]), members: null };
  if (!listsMembers) {
    const largest = entries.reduce((a, b) => (b.content.length > a.content.length ? b : a));
    return { hashes: hash([largest.content]), members: null };
  }
  const members = entries.map(({ name, content }) => ({ name, size: content.length, ...hash([content]) }));
  return { hashes: hash(entries.map(({ content }) => content)), members };
}

/** Of a rom of several files: of all that lie at its top. */
export function hash(parts: Uint8Array[]): RomHashes {
  const bytes = Buffer.concat(parts);
  if (bytes.length === 0) return { crc_hash: "", md5_hash: "", sha1_hash: "" };
  const digest = (kind: string) => createHash(kind).update(bytes).digest("hex");
  return {
    crc_hash: crc32(bytes).toString(16).padStart(8, "0"),
    md5_hash: digest("md5"),
    sha1_hash: digest("sha1"),
  };
}

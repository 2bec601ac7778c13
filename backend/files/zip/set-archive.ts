import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Body } from "../../core/save-formats/body.ts";
import { set } from "../../core/shapes/set.ts";
import type { ContentHash, Sha256 } from "../../core/vocabulary.ts";
import type { Disk } from "../../machine/disk.ts";
import { FileError } from "../../machine/disk.ts";
import { createBodyPass } from "../body-pass.ts";
import { readChunks } from "../read-chunks.ts";
import { bodyOfSet, type Judged } from "../set-body.ts";
import { directoryOf, headerOf, type StoredEntry } from "./stored-zip.ts";

/** A member of a set: the file, and its name in the archive. */
export interface SetMember {
  name: string;
  path: string;
}

export interface SetHashes {
  /** The archive that a set travels as; its hash is the set's own. */
  archive: {
    sha256: Sha256;
    contentHash: ContentHash;
    isZip: true;
    sizeBytes: number;
    isBlank: boolean;
    body: Body;
  };
  /** Of each member by itself, by its path; of the same reading. */
  files: ReadonlyMap<string, Sha256>;
}

/** What goes up must come down elsewhere: unpacking has the same limit. */
export const longestSetBytes = 2 * 1024 ** 3;

/**
 * What the archive of these members is, without writing it. Null: a member vanished. A member that changes meanwhile
 * gives a hash that no archive will have, and whoever keeps the archive finds that out.
 */
export async function hashSet(
  disk: Disk,
  members: SetMember[],
  signal: AbortSignal,
): Promise<SetHashes | null> {
  const measured: (Measured & Judged & { md5: string; sha256: Sha256; isBlank: boolean })[] = [];
  for (const member of inOrder(members)) {
    const entry = await measure(disk, member, signal);
    if (entry === null) return null;
    measured.push(entry);
  }
  const sha256 = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of archiveOf(disk, measured, signal)) {
    sha256.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  const lines = measured.map(({ name, md5 }) => `${name}:${md5}`).join("\n");
  const archive = {
    sha256: sha256.digest("hex") as Sha256,
    contentHash: createHash("md5").update(lines).digest("hex") as ContentHash,
    isZip: true as const,
    sizeBytes,
    isBlank: set.isEmpty(measured),
    body: bodyOfSet(measured),
  };
  return { archive, files: new Map(measured.map((member) => [member.path, member.sha256])) };
}

/** The archive's bytes. A chunk is done with when the next one is asked for. */
export async function* readSet(
  disk: Disk,
  members: SetMember[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const entries: Measured[] = [];
  for (const member of inOrder(members)) {
    const entry = await measure(disk, member, signal);
    if (entry === null) throw new FileError("io", member.path, "It vanished while it was read.");
    entries.push(entry);
  }
  yield* archiveOf(disk, entries, signal);
}

interface Measured extends StoredEntry {
  path: string;
  /** Of a small member: an archive begins with what is known only at a member's end, and it is not read twice for that. */
  bytes: Uint8Array | null;
}

/** Of a member that is kept in memory from its measuring to its place in the archive. */
const smallBytes = 2 * 1024 ** 2;

async function* archiveOf(disk: Disk, entries: Measured[], signal: AbortSignal) {
  const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (totalBytes > longestSetBytes)
    throw new FileError("io", entries[0]?.path ?? "", "The set is larger than 2 GiB.");
  for (const entry of entries) {
    yield headerOf(entry);
    if (entry.bytes) yield entry.bytes;
    else yield* readChunks(disk, entry.path, signal);
  }
  yield directoryOf(entries);
}

async function measure(disk: Disk, { name, path }: SetMember, signal: AbortSignal) {
  const stat = await disk.stat(path);
  if (stat === null) return null;
  const kept: Uint8Array[] | null = stat.sizeBytes <= smallBytes ? [] : null;
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const bodyPass = createBodyPass(stat.sizeBytes);
  let [crc, sizeBytes] = [0, 0];
  for await (const chunk of readChunks(disk, path, signal)) {
    md5.update(chunk);
    sha256.update(chunk);
    crc = crc32(chunk, crc);
    sizeBytes += chunk.byteLength;
    if (sizeBytes <= smallBytes) kept?.push(chunk.slice());
    bodyPass.add(chunk);
  }
  const bytes = kept && sizeBytes <= smallBytes ? Buffer.concat(kept) : null;
  const hashes = { md5: md5.digest("hex"), sha256: sha256.digest("hex") as Sha256 };
  const body = bodyPass.end();
  return { name, path, crc, sizeBytes, ...hashes, body, isBlank: body.isEmpty === true, bytes };
}

/** By the names' code points, which is the order of their UTF-8 bytes: RomM hashes in this order. */
function inOrder(members: SetMember[]): SetMember[] {
  return members.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

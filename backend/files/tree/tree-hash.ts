import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { parentOf } from "../../core/paths.ts";
import { wholeTree } from "../../core/save-formats/body.ts";
import type { ContentHash, Sha256 } from "../../core/vocabulary.ts";
import type { Disk } from "../../machine/disk.ts";
import type { HashedFile, HashedSet, TreeMember, TreeRequest } from "../../ports/hashing.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import { readChunks } from "../read-chunks.ts";
import { directoryOf, headerOf, type StoredEntry, sizeOfArchive } from "../zip/stored-zip.ts";
import { createFactReader, type FileFacts, stampOf } from "./file-facts.ts";

/*
 * Law: a tree's hash is made of its files' hashes and its empty folders, by their keys, which are the same on every
 * device and whatever RomM calls the game. So a file that stays is not read again, and two trees of one hash are one.
 */

/** Files that are read at once. */
const readersAtOnce = 4;

export interface TreeHashing {
  /** Null: a member vanished, or was written while the tree was read. */
  hashTree(p: TreeRequest, signal: AbortSignal): Promise<HashedSet | null>;
  /** The archive of a tree of this hash. Throws `ChangedMeanwhile` once it turns out to be another. */
  readTree(
    p: { members: readonly TreeMember[]; expected: Sha256 },
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array>;
}

interface Measured extends TreeMember, FileFacts {
  stamp: string | null;
}

export function createTreeHashing(disk: Disk, clock: { now(): number } | null): TreeHashing {
  const reader = createFactReader(disk, clock);

  async function measure(members: readonly TreeMember[], signal: AbortSignal): Promise<Measured[] | null> {
    const found: (Measured | null)[] = new Array(members.length).fill(null);
    let [didRead, isLost] = [false, false];
    const waiting = members.entries();
    const work = async () => {
      for (const [at, member] of waiting) {
        if (isLost) return;
        signal.throwIfAborted();
        if (isFolder(member)) {
          found[at] = { ...member, ...noBytes, stamp: null };
          continue;
        }
        const known = await reader.read(member.path, signal);
        if (known === null) isLost = true;
        else found[at] = { ...member, ...known.facts, stamp: known.stamp };
        didRead ||= known?.wasRead === true;
      }
    };
    await Promise.all(Array.from({ length: readersAtOnce }, work));
    const measured = found.filter((one) => one !== null);
    if (isLost || (didRead && !(await isOfOneMoment(measured)))) return null;
    return measured.sort(byName);
  }

  /** Members of two moments are no save. */
  async function isOfOneMoment(measured: readonly Measured[]): Promise<boolean> {
    for (const { path, stamp } of measured) {
      if (stamp === null) continue;
      const stat = await disk.stat(path);
      if (stat === null || stampOf(stat) !== stamp) return false;
    }
    return true;
  }

  return {
    async hashTree({ members, tops }, signal) {
      const measured = await measure(members, signal);
      return measured && { archive: toHashes(measured), files: toTopHashes(measured, tops) };
    },
    async *readTree({ members, expected }, signal) {
      const measured = await measure(members, signal);
      if (measured === null || toHashes(measured).sha256 !== expected) throw changed(members);
      for (const entry of measured) {
        yield headerOf(entry);
        yield* readMember(disk, entry, signal);
      }
      yield directoryOf(measured);
    },
  };
}

const noBytes: FileFacts = { sizeBytes: 0, sha256: "", md5: "", crc: 0, isBlank: true };

const isFolder = ({ name }: { name: string }) => name.endsWith("/");

function changed(members: readonly TreeMember[]): ChangedMeanwhile {
  return new ChangedMeanwhile(`Written while it was read: ${members[0]?.path}`);
}

/** The directory of the archive tells what it holds before its bytes come: they must be those. */
async function* readMember(disk: Disk, member: Measured, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (isFolder(member)) return;
  let [crc, sizeBytes] = [0, 0];
  for await (const chunk of readChunks(disk, member.path, signal)) {
    crc = crc32(chunk, crc);
    sizeBytes += chunk.byteLength;
    if (sizeBytes > member.sizeBytes) break;
    yield chunk;
  }
  if (crc !== member.crc || sizeBytes !== member.sizeBytes) throw changed([member]);
}

function toHashes(measured: readonly Measured[]): HashedFile {
  const files = measured.filter((member) => !isFolder(member));
  const lines = files.map(({ name, md5 }) => `${name}:${md5}`).join("\n");
  const entries: StoredEntry[] = [...measured];
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return {
    sha256: manifestHash(measured, ({ key }) => key),
    contentHash: createHash("md5").update(lines).digest("hex") as ContentHash,
    isZip: true,
    sizeBytes: sizeOfArchive(entries),
    isBlank: files.every(({ isBlank }) => isBlank),
    body: { measure: { [wholeTree]: { sizeBytes, dataBytes: sizeBytes } } },
  };
}

/** Of a file its own; of a folder that of what is below it, by paths from there. */
function toTopHashes(measured: readonly Measured[], tops: readonly string[]): Map<string, Sha256> {
  const known = new Set(tops);
  const byTop = Map.groupBy(measured, ({ path }) => topAbove(path, known));
  return new Map([...byTop].map(([top, some]) => [top, topHash(top, some)]));
}

function topAbove(path: string, tops: ReadonlySet<string>): string {
  let above = path;
  while (!tops.has(above) && above !== "/") above = parentOf(above);
  return above;
}

function topHash(top: string, members: readonly Measured[]): Sha256 {
  const [only] = members;
  if (only?.path === top && !isFolder(only)) return only.sha256 as Sha256;
  return manifestHash(members, ({ path }) => path.slice(top.length + 1));
}

function manifestHash(measured: readonly Measured[], keyOf: (member: Measured) => string): Sha256 {
  const sha256 = createHash("sha256").update("savepoint tree 1\n");
  const keyed = measured.map((member) => ({ member, key: keyOf(member) }));
  keyed.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  for (const { key, member } of keyed) {
    const { sizeBytes, sha256: content } = member;
    sha256.update(isFolder(member) ? `${key}\0\n` : `${key}\0${sizeBytes}\0${content}\n`);
  }
  return sha256.digest("hex") as Sha256;
}

/** By the names' code points, which is the order of their UTF-8 bytes: RomM hashes in this order. */
function byName(a: Measured, b: Measured): number {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Disk, FileStat } from "../../machine/disk.ts";
import { isBlankChunk } from "../body-pass.ts";

/** What a manifest, an archive and RomM need to know of one file's bytes. */
export interface FileFacts {
  sizeBytes: number;
  sha256: string;
  md5: string;
  crc: number;
  /** Every byte 0x00 or 0xFF, or none at all. */
  isBlank: boolean;
}

export type Facts = { stamp: string; facts: FileFacts; wasRead: boolean };

export interface FactReader {
  /** Null: it is not there, or was written while it was read. */
  read(path: string, signal: AbortSignal): Promise<Facts | null>;
}

/** Nearer to now, stamps prove nothing: a second write inside the file system's grain leaves them. */
const grainMs = 2000;
/** Then all is read anew: a disk that rots does not tell. */
const longestAgeMs = 24 * 3600 * 1000;
const mostRemembered = 200_000;

interface Remembered extends Omit<Facts, "wasRead"> {
  readAtMs: number;
}

/**
 * Reads files whole, once: what was learnt is believed as long as the file's stamps stay, if these were older than the
 * grain when the bytes were read. Never on FAT, whose times have two seconds and whose inodes are made up, nor over a
 * network. Without a clock nothing is remembered.
 */
export function createFactReader(disk: Disk, clock: { now(): number } | null): FactReader {
  const remembered = new Map<string, Remembered>();

  function recall(path: string, stamp: string): FileFacts | null {
    const known = remembered.get(path);
    const isFresh = clock !== null && known !== undefined && clock.now() - known.readAtMs < longestAgeMs;
    return isFresh && known.stamp === stamp ? known.facts : null;
  }

  async function remember(path: string, stat: FileStat, facts: FileFacts): Promise<void> {
    if (clock === null) return;
    const readAtMs = clock.now();
    const isSettled = [stat.modifiedAtMs, stat.changedAtMs].every(
      (atMs) => Math.abs(readAtMs - atMs) > grainMs,
    );
    if (!isSettled || (await disk.fileSystem(path))?.kind !== "other") return;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(path, { stamp: stampOf(stat), facts, readAtMs });
  }

  return {
    async read(path, signal) {
      const stat = await disk.stat(path);
      if (stat?.kind !== "file") return null;
      const stamp = stampOf(stat);
      const known = recall(path, stamp);
      if (known) return { stamp, facts: known, wasRead: false };
      const facts = await digest(disk, path, signal);
      const after = await disk.stat(path);
      if (facts === null || after === null || stampOf(after) !== stamp) return null;
      await remember(path, stat, facts);
      return { stamp, facts, wasRead: true };
    },
  };
}

export function stampOf(stat: FileStat): string {
  return [stat.device, stat.inode, stat.sizeBytes, stat.modifiedAtMs, stat.changedAtMs].join(":");
}

const chunkBytes = 256 * 1024;

async function digest(disk: Disk, path: string, signal: AbortSignal): Promise<FileFacts | null> {
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    const { sizeBytes: announced } = await file.stat();
    const buffer = new Uint8Array(Math.min(chunkBytes, announced + 1));
    const [sha256, md5] = [createHash("sha256"), createHash("md5")];
    let [crc, sizeBytes, isBlank] = [0, 0, true];
    for (let count = await file.read(buffer); count > 0; count = await file.read(buffer)) {
      signal.throwIfAborted();
      const chunk = buffer.subarray(0, count);
      sha256.update(chunk);
      md5.update(chunk);
      crc = crc32(chunk, crc);
      sizeBytes += count;
      isBlank &&= isBlankChunk(chunk);
    }
    return { sizeBytes, sha256: sha256.digest("hex"), md5: md5.digest("hex"), crc, isBlank };
  } finally {
    await file.close();
  }
}

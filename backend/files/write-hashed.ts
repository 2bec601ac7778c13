import type { ContentHash } from "../core/vocabulary.ts";
import type { Disk, WriteHandle } from "../machine/disk.ts";
import { FileError } from "../machine/disk.ts";
import { type Digested, digestPass } from "./digest-pass.ts";
import { type FileHashes, hashFile, toHashes } from "./hash-file.ts";
import { findZipEnd } from "./zip/zip-directory.ts";

export interface HashedWrite {
  /** Nothing may stand there yet. */
  path: string;
  mode?: number;
  /** Read once; left early where the writing fails. A chunk is done with when the next one is asked for. */
  chunks: AsyncIterable<Uint8Array>;
  /** How many are announced; more or fewer are written all the same. */
  sizeBytes: number;
  /** Only for the content hash is MD5 needed; without it `contentHash` is null. */
  needsContentHash: boolean;
  signal: AbortSignal;
}

export interface WrittenHashes extends FileHashes {
  /** Of the bytes themselves, also where they are a zip; null: not asked for. */
  md5: ContentHash | null;
}

/**
 * Law: what is answered has been given to the disk and synced, and is the hash of those very bytes. They are not read
 * again, but for the end of the file (is it a zip?) and a zip's entries. The folder is the caller's to sync, and so is
 * the file that a failure leaves behind.
 */
export async function writeHashed(disk: Disk, p: HashedWrite): Promise<WrittenHashes> {
  const digested = await writeThrough(
    await disk.create(p.path, p.mode === undefined ? {} : { mode: p.mode }),
    p,
  );
  const hashes = await readBack(disk, p, digested);
  if (hashes?.sizeBytes !== digested.sizeBytes || hashes.sha256 !== digested.sha256) {
    throw new FileError("io", p.path, "The disk holds other bytes than were written.");
  }
  return hashes;
}

/** So many bytes are written before the disk is set to work on them: the last sync then has little left to do. */
const syncedBytes = 64 * 1024 * 1024;

async function writeThrough(file: WriteHandle, { chunks, sizeBytes, needsContentHash, signal }: HashedWrite) {
  const source = toFill(chunks, signal);
  const early = createEarlySync(file);
  try {
    const digested = await digestPass({
      fill: source.fill,
      async write(bytes) {
        await file.write(bytes);
        await early.wrote(bytes.byteLength);
      },
      ...{ needsMd5: needsContentHash, expectedBytes: sizeBytes, signal },
    });
    await early.ended();
    await file.sync();
    return digested;
  } finally {
    await early.ended().catch(() => {
      // Only waited for, so that nothing syncs a closed file.
    });
    await file.close();
    await source.close();
  }
}

/** Syncs beside the writing, one at a time; its failure is that of a later write or of the last sync. */
function createEarlySync(file: WriteHandle) {
  let unsyncedBytes = 0;
  let syncing: Promise<void> | null = null;
  let failure: { cause: unknown } | null = null;
  const throwFailure = () => {
    if (failure) throw failure.cause;
  };
  return {
    async wrote(count: number) {
      throwFailure();
      unsyncedBytes += count;
      if (unsyncedBytes < syncedBytes || syncing) return;
      unsyncedBytes = 0;
      syncing = file
        .sync()
        .catch((cause: unknown) => {
          failure = { cause };
        })
        .finally(() => {
          syncing = null;
        });
    },
    async ended() {
      await syncing;
      throwFailure();
    },
  };
}

/** Small chunks of the network become full buffers of the disk. */
function toFill(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    async fill(buffer: Uint8Array): Promise<number> {
      let count = 0;
      while (count < buffer.byteLength) {
        if (rest.byteLength === 0) {
          const next = await iterator.next();
          signal.throwIfAborted();
          if (next.done) break;
          rest = next.value;
        }
        const part = rest.subarray(0, buffer.byteLength - count);
        buffer.set(part, count);
        count += part.byteLength;
        rest = rest.subarray(part.byteLength);
      }
      return count;
    },
    async close(): Promise<void> {
      await iterator.return?.();
    },
  };
}

/** A zip's content hash is that of its entries; everything else was hashed on its way. */
async function readBack(
  disk: Disk,
  p: HashedWrite,
  { md5, ...bytes }: Digested,
): Promise<WrittenHashes | null> {
  if (md5 === "lost") return await hashAgain(disk, p);
  const isBlank = bytes.body.isEmpty === true;
  const file = await disk.openRead(p.path);
  if (file === null) return null;
  try {
    const { sizeBytes } = await file.stat();
    const end = await findZipEnd(file, sizeBytes);
    if (!p.needsContentHash)
      return { ...bytes, sizeBytes, isBlank, contentHash: null, md5, isZip: end.kind !== "raw" };
    const hashes = await toHashes(file, { ...bytes, sizeBytes, md5 }, { end, signal: p.signal });
    return { ...hashes, md5 };
  } finally {
    await file.close();
  }
}

async function hashAgain(disk: Disk, p: HashedWrite): Promise<WrittenHashes | null> {
  const hashes = await hashFile(disk, p.path, p.signal);
  return hashes && { ...hashes, md5: hashes.isZip ? null : hashes.contentHash };
}

import type { Body } from "../core/save-formats/body.ts";
import type { ContentHash, Sha256 } from "../core/vocabulary.ts";
import type { Disk, ReadHandle } from "../machine/disk.ts";
import { type Digested, digestPass } from "./digest-pass.ts";
import { hashZip } from "./zip/content-hash.ts";
import { findZipEnd, type ZipEnd } from "./zip/zip-directory.ts";

/** A file's bytes, as this device and as RomM tell contents apart. */
export interface FileHashes {
  sha256: Sha256;
  /** As RomM computes `content_hash` (4.9 and later); null: a zip that RomM, or we, cannot read. */
  contentHash: ContentHash | null;
  /** RomM reads these bytes as a zip, whatever they are. */
  isZip: boolean;
  sizeBytes: number;
  /** Nothing in it that a game would miss. */
  isBlank: boolean;
  body: Body;
}

/** One pass over the bytes (a zip's entries are read again). Null: no such file. Aborted: throws the signal's reason. */
export async function hashFile(disk: Disk, path: string, signal: AbortSignal): Promise<FileHashes | null> {
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    const { sizeBytes } = await file.stat();
    const end = await findZipEnd(file, sizeBytes);
    const needsMd5 = end.kind === "raw";
    const digested = await digestPass({ fill: file.read, needsMd5, expectedBytes: sizeBytes, signal });
    if (digested.md5 === "lost") return await hashFile(disk, path, signal);
    return await toHashes(file, { ...digested, md5: digested.md5 }, { end, signal });
  } finally {
    await file.close();
  }
}

/** Of the bytes, whatever they are. Null: no such file. */
export async function md5File(disk: Disk, path: string, signal: AbortSignal): Promise<ContentHash | null> {
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    const { sizeBytes } = await file.stat();
    const { md5 } = await digestPass({ fill: file.read, needsMd5: true, expectedBytes: sizeBytes, signal });
    return md5 === "lost" ? await md5File(disk, path, signal) : md5;
  } finally {
    await file.close();
  }
}

/** What RomM makes of the bytes: for a zip its entries count, which are read again. */
export async function toHashes(
  file: ReadHandle,
  { md5, ...digested }: Omit<Digested, "md5"> & { md5: ContentHash | null },
  { end, signal }: { end: ZipEnd; signal: AbortSignal },
): Promise<FileHashes> {
  const bytes = { ...digested, isBlank: digested.body.isEmpty === true };
  if (end.kind === "raw") return { ...bytes, contentHash: md5, isZip: false };
  return { ...bytes, contentHash: end.kind === "zip" ? await hashZip(file, end, signal) : null, isZip: true };
}

import type { Disk } from "../machine/disk.ts";
import { FileError } from "../machine/disk.ts";

const chunkBytes = 256 * 1024;

/** A file's bytes in order, through one buffer. Aborted: throws the signal's reason. */
export async function* readChunks(disk: Disk, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const file = await disk.openRead(path);
  if (file === null) throw new FileError("io", path, "It vanished before it was read.");
  try {
    const { sizeBytes } = await file.stat();
    const buffer = new Uint8Array(Math.min(chunkBytes, sizeBytes + 1));
    for (let count = await file.read(buffer); count > 0; count = await file.read(buffer)) {
      signal.throwIfAborted();
      yield buffer.subarray(0, count);
    }
  } finally {
    await file.close();
  }
}

import type { Disk } from "../../machine/disk.ts";
import { ChangedMeanwhile } from "../deps.ts";

const chunkBytes = 256 * 1024;

/** A file's bytes in order, each chunk a buffer of its own. */
export async function* readFileChunks(disk: Disk, path: string): AsyncGenerator<Uint8Array> {
  const file = await disk.openRead(path);
  if (file === null) throw new ChangedMeanwhile(`Vanished before it was read: ${path}`);
  try {
    for (;;) {
      const buffer = new Uint8Array(chunkBytes);
      const count = await file.read(buffer);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } finally {
    await file.close();
  }
}

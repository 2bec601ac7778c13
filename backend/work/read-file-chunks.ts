import type { Disk } from "../machine/disk.ts";
import { ChangedMeanwhile } from "./problems.ts";

const longestChunkBytes = 512 * 1024;

/**
 * A file's bytes in order. A chunk is done with when the next one is asked for: two buffers serve in turn, and one is
 * filled from the disk while the other is out.
 */
export async function* readFileChunks(disk: Disk, path: string): AsyncGenerator<Uint8Array> {
  const file = await disk.openRead(path);
  if (file === null) throw new ChangedMeanwhile(`Vanished before it was read: ${path}`);
  let reading = Promise.resolve(0);
  try {
    const chunkBytes = Math.min(longestChunkBytes, (await file.stat()).sizeBytes + 1);
    let [current, next] = [new Uint8Array(chunkBytes), new Uint8Array(chunkBytes)];
    reading = file.read(current);
    for (let count = await reading; count > 0; count = await reading) {
      reading = file.read(next);
      reading.catch(() => {
        // It is thrown when this chunk is done with; until then nobody waits for it.
      });
      yield current.subarray(0, count);
      [current, next] = [next, current];
    }
  } finally {
    await reading.catch(() => {
      // Only waited for, so that nothing reads from a closed file.
    });
    await file.close();
  }
}

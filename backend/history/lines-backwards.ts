import type { Disk } from "../machine/disk.ts";

/** A page of the panel is about 20 kB. */
const chunkBytes = 64 * 1024;

/** The lines of a text file from its end, reading no more of it than is asked for; an absent file has none. */
export async function* linesBackwards(disk: Disk, path: string): AsyncGenerator<string> {
  const file = await disk.openRead(path);
  if (file === null) return;
  try {
    let end = (await file.stat()).sizeBytes;
    let rest: Uint8Array = new Uint8Array(0);
    while (end > 0) {
      const start = Math.max(0, end - chunkBytes);
      const chunk = new Uint8Array(end - start);
      await file.readAt(chunk, start);
      const bytes = joined(chunk, rest);
      // What stands before the first line end began in the chunk before this one.
      const cut = start === 0 ? -1 : bytes.indexOf(lineEnd);
      const isWhole = start === 0 || cut >= 0;
      if (isWhole) yield* linesIn(bytes.subarray(cut + 1));
      rest = isWhole ? bytes.subarray(0, Math.max(0, cut)) : bytes;
      end = start;
    }
  } finally {
    await file.close();
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(before.byteLength + after.byteLength);
  bytes.set(before);
  bytes.set(after, before.byteLength);
  return bytes;
}

const lineEnd = 0x0a;

function linesIn(bytes: Uint8Array): string[] {
  return new TextDecoder()
    .decode(bytes)
    .split("\n")
    .filter((line) => line !== "")
    .reverse();
}

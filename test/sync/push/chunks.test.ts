import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Disk, ReadHandle } from "../../../backend/machine/disk.ts";
import { createRealDisk } from "../../../backend/machine/real-disk.ts";
import { readFileChunks } from "../../../backend/work/read-file-chunks.ts";

const chunkBytes = 512 * 1024;

test.each([0, 1, chunkBytes, chunkBytes + 1, 5 * chunkBytes + 3])(
  "a file of %i bytes comes whole and in order, and a chunk stands until the next is asked for",
  async (sizeBytes) => {
    const { disk, path, bytes, reads } = setupFile(sizeBytes);
    const seen: Buffer[] = [];
    for await (const chunk of readFileChunks(disk, path)) {
      await reads.settled(); // The read ahead has ended: it must not have touched this chunk.
      seen.push(Buffer.from(chunk));
    }
    expect(Buffer.concat(seen).equals(bytes)).toBe(true);
    expect(reads.log.at(-1)).toBe("close");
  },
);

test("a disk that fails on reading ahead is told after the chunks before it, and the file is closed", async () => {
  const { disk, path, reads } = setupFile(3 * chunkBytes, { failAt: 2 });
  const chunks = readFileChunks(disk, path);
  expect((await chunks.next()).value).toHaveLength(chunkBytes);
  await reads.settled();
  await expect(chunks.next()).rejects.toThrow("the disk failed");
  expect(reads.log.at(-1)).toBe("close");
});

test("a reader that leaves early closes the file once the read ahead has ended", async () => {
  const { disk, path, reads } = setupFile(3 * chunkBytes);
  for await (const _chunk of readFileChunks(disk, path)) break;
  expect(reads.log.filter((entry) => entry === "ended")).toHaveLength(2);
  expect(reads.log.indexOf("close")).toBeGreaterThan(reads.log.lastIndexOf("ended"));
});

/** A real file whose reads are written down, and can fail. */
function setupFile(sizeBytes: number, options: { failAt?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-chunks-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "save");
  const bytes = Buffer.from(
    Uint8Array.from({ length: sizeBytes }, (_, at) => Math.imul(at + 1, 2_654_435_761) >>> 24),
  );
  writeFileSync(path, bytes);
  const log: string[] = [];
  const settled = async () => {
    while (count(log, "read") > count(log, "ended")) await setImmediate();
  };
  return { disk: watch(createRealDisk(), log, options), path, bytes, reads: { log, settled } };
}

function count(log: string[], word: string): number {
  return log.filter((entry) => entry === word).length;
}

function watch(disk: Disk, log: string[], { failAt }: { failAt?: number }): Disk {
  const watchFile = (file: ReadHandle): ReadHandle => ({
    ...file,
    async read(buffer) {
      log.push("read");
      try {
        if (count(log, "read") === failAt) throw new Error("the disk failed");
        return await file.read(buffer);
      } finally {
        log.push("ended");
      }
    },
    close: async () => {
      log.push("close");
      await file.close();
    },
  });
  return {
    ...disk,
    async openRead(path) {
      const file = await disk.openRead(path);
      return file && watchFile(file);
    },
  };
}

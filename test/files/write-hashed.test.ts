import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hashFile } from "../../backend/files/hash-file.ts";
import { writeHashed } from "../../backend/files/write-hashed.ts";
import type { Disk, WriteHandle } from "../../backend/machine/disk.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { zipBytes } from "./zip-bytes.ts";

const mebibyte = 1024 * 1024;
const { signal } = new AbortController();

test.each([
  { sizeBytes: 0, chunkBytes: 1 },
  { sizeBytes: 1, chunkBytes: 1 },
  { sizeBytes: mebibyte - 1, chunkBytes: 65_536 },
  { sizeBytes: mebibyte + 1, chunkBytes: mebibyte },
  { sizeBytes: 5 * mebibyte + 7, chunkBytes: 65_537 },
  { sizeBytes: 5 * mebibyte, chunkBytes: 3 * mebibyte },
])("$sizeBytes bytes in chunks of $chunkBytes are written and hashed, each once and in order", async (p) => {
  const { disk, path } = setup();
  const bytes = bytesOf(p.sizeBytes);
  const source = chunksOf(bytes, p.chunkBytes);
  const hashes = await write(disk, path, source.chunks);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  const md5 = md5Of(bytes);
  const { body, ...told } = hashes;
  expect(body.measure).toEqual({ "": { sizeBytes: p.sizeBytes, dataBytes: expect.any(Number) } });
  expect(told).toEqual({
    sha256: createHash("sha256").update(bytes).digest("hex"),
    ...{ contentHash: md5, md5, isZip: false, sizeBytes: p.sizeBytes, isBlank: p.sizeBytes === 0 },
  });
});

function md5Of(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

test("an announced length that is wrong changes nothing of what is written", async () => {
  const { disk, path } = setup();
  const bytes = bytesOf(3 * mebibyte);
  const hashes = await write(disk, path, chunksOf(bytes, 50_000).chunks, { sizeBytes: 5 });
  expect(hashes.sizeBytes).toBe(bytes.byteLength);
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test("a zip is told by its entries, as when it is read from the disk, and by its bytes besides", async () => {
  const { disk, path } = setup();
  const content = bytesOf(70_000);
  const bytes = Buffer.from(zipBytes([{ name: "a", content, method: 8, isLong: false }], {}));
  const hashes = await write(disk, path, chunksOf(bytes, 1000).chunks);
  expect(hashes.isZip).toBe(true);
  expect(hashes.contentHash).not.toBe(md5Of(bytes));
  expect(hashes).toEqual({ ...(await hashFile(disk, path, signal)), md5: md5Of(bytes) });
});

test("bytes are synced while they come and once at the end, and then the file is closed", async () => {
  const { disk, path, log } = setup();
  const bytes = bytesOf(130 * mebibyte);
  const hashes = await write(disk, path, chunksOf(bytes, 700_000).chunks);
  expect(hashes).toEqual({ ...(await hashFile(createRealDisk(), path, signal)), md5: md5Of(bytes) });
  expect(hashes.contentHash).toBe(md5Of(bytes));
  expect(log.filter((entry) => entry === "sync").length).toBeGreaterThanOrEqual(2);
  expect(log.indexOf("sync")).toBeLessThan(log.lastIndexOf("write"));
  expect(log.slice(-2)).toEqual(["sync", "close"]);
});

test.each([
  { failure: "write", at: 3, sizeBytes: 8 * mebibyte },
  { failure: "sync", at: 1, sizeBytes: mebibyte },
  { failure: "sync", at: 1, sizeBytes: 70 * mebibyte },
])("a $failure that fails is thrown, with the file closed and the source left", async (p) => {
  const { disk, path, log } = setup(p);
  const source = chunksOf(bytesOf(p.sizeBytes), 65_536);
  await expect(write(disk, path, source.chunks)).rejects.toThrow(`${p.failure} failed`);
  expect(log.at(-1)).toBe("close");
  expect(source.isLeft()).toBe(true);
});

test("a disk that lost a part of what it was given is found out", async () => {
  const { disk, path } = setup({ failure: "short", at: 2 });
  await expect(write(disk, path, chunksOf(bytesOf(4 * mebibyte), 65_536).chunks)).rejects.toThrow(
    "other bytes than were written",
  );
});

test("an abort is honoured between two chunks, and throws what it says", async () => {
  const { disk, path, log } = setup();
  const controller = new AbortController();
  const source = chunksOf(bytesOf(4 * mebibyte), 65_536, (index) => {
    if (index === 5) controller.abort(new Error("let through"));
  });
  await expect(
    writeHashed(disk, { ...requestFor(path, source.chunks), signal: controller.signal }),
  ).rejects.toThrow("let through");
  expect(source.given()).toBe(6);
  expect(log.at(-1)).toBe("close");
});

function requestFor(path: string, chunks: AsyncIterable<Uint8Array>) {
  return { path, chunks, sizeBytes: 64 * mebibyte, needsContentHash: true, signal };
}

function write(
  disk: Disk,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  more: { sizeBytes?: number } = {},
) {
  return writeHashed(disk, { ...requestFor(path, chunks), ...more });
}

function bytesOf(sizeBytes: number): Buffer {
  const block = Buffer.from(
    Uint8Array.from(
      { length: Math.min(sizeBytes, mebibyte + 13) },
      (_, at) => Math.imul(at + 1, 40_503) >>> 8,
    ),
  );
  return Buffer.alloc(sizeBytes, block.byteLength > 0 ? block : 0);
}

/** Each chunk's memory is another's once the next is asked for. */
function chunksOf(bytes: Buffer, chunkBytes: number, onChunk: (index: number) => void = () => {}) {
  let [given, isLeft] = [0, false];
  async function* chunks() {
    const own = Buffer.alloc(chunkBytes);
    try {
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
        onChunk(given++);
        yield own.subarray(0, bytes.copy(own, 0, at, at + chunkBytes));
        own.fill(0xee);
      }
    } finally {
      isLeft = true;
    }
  }
  return { chunks: chunks(), given: () => given, isLeft: () => isLeft };
}

interface Trouble {
  failure: string;
  at: number;
}

/** A real disk that writes down what is done to a new file, and fails once where told. */
function setup(trouble: Trouble | null = null) {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-write-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log: string[] = [];
  const real = createRealDisk();
  const disk: Disk = {
    ...real,
    create: async (path, options) => watch(await real.create(path, options), log, trouble),
  };
  return { disk, path: join(folder, "save"), log };
}

function watch(file: WriteHandle, log: string[], trouble: Trouble | null): WriteHandle {
  const isDue = (entry: string, failure = entry) => {
    log.push(entry);
    return trouble?.failure === failure && log.filter((one) => one === entry).length === trouble.at;
  };
  return {
    async write(bytes) {
      if (isDue("write", trouble?.failure === "short" ? "short" : "write")) {
        if (trouble?.failure === "write") throw new Error("write failed");
        return await file.write(bytes.subarray(1));
      }
      return await file.write(bytes);
    },
    async sync() {
      if (isDue("sync")) throw new Error("sync failed");
      return await file.sync();
    },
    async close() {
      log.push("close");
      return await file.close();
    },
  };
}

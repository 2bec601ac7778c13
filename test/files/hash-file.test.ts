import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashFile } from "../../backend/files/hash-file.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { contentHash as hashOfStandIn } from "../world/romm/content-hash.ts";
import { setupHashing } from "./setup-hashing.ts";
import { zipBytes } from "./zip-bytes.ts";

const { hash, path } = setupHashing();
const chunkBytes = 1024 * 1024;

test.each([1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes + 7])(
  "every byte of a file of %i bytes is hashed, once and in order",
  async (sizeBytes) => {
    const bytes = Buffer.from(
      Uint8Array.from({ length: sizeBytes }, (_, at) => Math.imul(at + 1, 2_654_435_761) >>> 24),
    );
    expect(await hash(bytes)).toEqual({
      body: { measure: { "": { sizeBytes, dataBytes: endOf(bytes) } } },
      sha256: createHash("sha256").update(bytes).digest("hex"),
      contentHash: createHash("md5").update(bytes).digest("hex"),
      isZip: false,
      sizeBytes,
      isBlank: false,
    });
  },
);

test.each([
  { law: "no bytes", bytes: Buffer.alloc(0), isBlank: true },
  { law: "zeros over several chunks", bytes: Buffer.alloc(2 * chunkBytes + 5), isBlank: true },
  { law: "0xFF", bytes: Buffer.alloc(100, 0xff), isBlank: true },
  { law: "both mixed", bytes: Buffer.from([0, 0xff, 0xff, 0]), isBlank: true },
  { law: "one other byte at the very end", bytes: withLast(Buffer.alloc(2 * chunkBytes), 1), isBlank: false },
  {
    law: "one other byte at the very start of many",
    bytes: Buffer.concat([Buffer.of(0xfe), Buffer.alloc(2 * chunkBytes)]),
    isBlank: false,
  },
])("a save of $law is blank: $isBlank", async ({ bytes, isBlank }) => {
  expect(await hash(bytes)).toMatchObject({ isBlank });
});

/** Up to the last byte that is not zero. */
function endOf(bytes: Buffer): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

function withLast(bytes: Buffer, value: number): Buffer {
  bytes[bytes.length - 1] = value;
  return bytes;
}

test("an absent file has no hashes, and is no error", async () => {
  const { signal } = new AbortController();
  expect(await hashFile(createRealDisk(), `${path()}.not-there`, signal)).toBeNull();
});

test("an aborted hash throws what the abort says", async () => {
  await hash(Buffer.from("hello"));
  const controller = new AbortController();
  controller.abort(new Error("let through"));
  await expect(hashFile(createRealDisk(), path(), controller.signal)).rejects.toThrow("let through");
});

const part = fc.record({
  name: fc.oneof(
    fc.constantFrom("a", "a/", "b/c", "é", "😀", "～"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
  ),
  content: fc.uint8Array({ maxLength: 300 }),
  method: fc.constantFrom(0, 8),
  isLong: fc.boolean(),
});

test("any archive hashes as the stand-in of RomM hashes it, which reads zips by code of its own", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 6 }),
      fc.uint8Array({ maxLength: 40 }),
      async (parts, prefix) => {
        const bytes = zipBytes(parts, { prefix });
        const hashes = await hash(bytes);
        expect(hashes?.contentHash).toBe(hashOfStandIn(bytes));
        expect(hashes?.contentHash).not.toBeNull();
      },
    ),
    { numRuns: 200 },
  );
});

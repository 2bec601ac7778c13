import { expect, test } from "vitest";
import { setupHashing } from "./setup-hashing.ts";
import { type ZipPart, zipBytes } from "./zip-bytes.ts";

const { hash } = setupHashing();

const emptyHash = "d41d8cd98f00b204e9800998ecf8427e";
const helloHash = "5d41402abc4b2a76b9719d911017c592";
const folder: ZipPart[] = [
  { name: "top.bin", content: Buffer.from([0, 1, 2]) },
  { name: "inner/b.txt", content: "beta" },
  { name: "inner/a.txt", content: "alpha" },
];
const folderHash = "8cf6bb36a82a5ee4d7d15fc98599908d";
const one: ZipPart = { name: "save.bin", content: "hello" };
const oneHash = "cd3ca8d212d58ffe57f91b55dbfe6051";

/** The first two hashes are pinned by RomM's own tests; the others were made with python's zipfile. */
const readable: { law: string; bytes: Buffer; contentHash: string }[] = [
  {
    law: "one file, RomM's vector",
    bytes: zipBytes([{ name: "save.bin", content: Buffer.alloc(256, 0x42) }]),
    contentHash: "b3636b49ca5c3d807adee33e75d410ca",
  },
  { law: "a folder, RomM's vector", bytes: zipBytes(folder), contentHash: folderHash },
  {
    law: "the order of entries does not matter",
    bytes: zipBytes(folder.toReversed()),
    contentHash: folderHash,
  },
  {
    law: "the way of packing does not matter",
    bytes: zipBytes(folder.map((part) => ({ ...part, method: 0 }))),
    contentHash: folderHash,
  },
  {
    law: "folders do not count",
    bytes: zipBytes([...folder, { name: "inner/", content: "" }, { name: "empty/", content: "" }]),
    contentHash: folderHash,
  },
  {
    law: "what stands before and after the archive does not matter",
    bytes: Buffer.concat([zipBytes(folder, { prefix: Buffer.alloc(100, 1) }), Buffer.alloc(50, 2)]),
    contentHash: folderHash,
  },
  { law: "a comment does not matter", bytes: zipBytes(folder, { comment: "mine" }), contentHash: folderHash },
  {
    law: "64-bit numbers are read",
    bytes: zipBytes(folder.map((part) => ({ ...part, isLong: true }))),
    contentHash: folderHash,
  },
  {
    law: "names are ordered by code point, also beyond U+FFFF",
    bytes: zipBytes(["😀.bin", "～.bin", "a.bin", "\ue000"].map((name) => ({ name, content: name }))),
    contentHash: "a7dcc084b04d90a9bbb5d6632eea3492",
  },
  {
    law: "names without the UTF-8 flag are in code page 437",
    bytes: zipBytes([
      { name: Buffer.from([0x81, 0x62, 0x65, 0x72, 0xb0, 0x2e, 0x73, 0x61, 0x76]), content: "x" },
    ]),
    contentHash: "5e7c7a89482354bc056200ab2e9b7de7",
  },
  {
    law: "of equal names each counts, with the last one's bytes",
    bytes: zipBytes([
      { name: "x", content: "first" },
      { name: "y", content: "other" },
      { name: "x", content: "last" },
    ]),
    contentHash: "3b52f8cdfc4bb444d14fd417676047e1",
  },
  {
    law: "a name ends at its NUL",
    bytes: zipBytes([{ name: "save.bin\0.exe", content: "hello" }]),
    contentHash: oneHash,
  },
  { law: "an archive without entries is the hash of nothing", bytes: zipBytes([]), contentHash: emptyHash },
  {
    law: "zeros behind an end signature are an archive without entries",
    bytes: Buffer.concat([Buffer.alloc(500, 7), Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]),
    contentHash: emptyHash,
  },
];

test.each(readable)("zip: $law", async ({ bytes, contentHash }) => {
  expect(await hash(bytes)).toMatchObject({ contentHash, isZip: true });
});

/** RomM answers null for these, or other pythons disagree about them: they equal nothing. */
const unreadable: { law: string; bytes: Buffer }[] = [
  { law: "an encrypted entry", bytes: zipBytes([{ ...one, flags: 0x801 }]) },
  { law: "strong encryption", bytes: zipBytes([{ ...one, flags: 0x840 }]) },
  { law: "a wrong checksum", bytes: zipBytes([{ ...one, crc: 1 }]) },
  { law: "an unknown way of packing", bytes: zipBytes([{ ...one, method: 99 }]) },
  {
    law: "a name that is not UTF-8 but says so",
    bytes: zipBytes([{ ...one, name: Buffer.from([0xff]), flags: 0x800 }]),
  },
  { law: "another name in the entry's own header", bytes: zipBytes([{ ...one, headerName: "evil.bin" }]) },
  { law: "a name in an extra field", bytes: zipBytes([{ ...one, extra: Buffer.from([0x75, 0x70, 0, 0]) }]) },
  { law: "entries that overlap", bytes: zipBytes([{ ...one, method: 0, packedBytes: 20 }, ...folder]) },
  { law: "an extra field that is cut", bytes: zipBytes([{ ...one, extra: Buffer.from([9, 9, 9, 9]) }]) },
  { law: "deflated bytes that are none", bytes: damage(zipBytes([one]), 38, 0xff) },
  { law: "a directory that is none", bytes: damage(zipBytes([one]), zipBytes([one]).length - 22 - 54, 0) },
  {
    law: "a raw save with an end signature in its tail",
    bytes: Buffer.concat([Buffer.alloc(500, 7), Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(100, 7)]),
  },
  { law: "an archive whose front is cut off", bytes: zipBytes(folder).subarray(60) },
];

function damage(bytes: Buffer, at: number, value: number): Buffer {
  const damaged = Buffer.from(bytes);
  damaged[at] = value;
  return damaged;
}

test.each(unreadable)("zip: $law has no content hash", async ({ bytes }) => {
  expect(await hash(bytes)).toMatchObject({ contentHash: null, isZip: true });
});

test("the entry that the unreadable ones are made of is readable", async () => {
  expect(await hash(zipBytes([one]))).toMatchObject({ contentHash: oneHash, isZip: true });
});

const raw: { law: string; bytes: Buffer; contentHash: string }[] = [
  { law: "no bytes at all", bytes: Buffer.alloc(0), contentHash: emptyHash },
  { law: "plain bytes", bytes: Buffer.from("hello"), contentHash: helloHash },
  {
    law: "an end signature more than 64 KiB before the end",
    bytes: Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(65_555)]),
    contentHash: "9eb89b8aa43b08fbd95c24eea88cd286",
  },
  {
    law: "a signature too near the end to be a record",
    bytes: Buffer.concat([Buffer.alloc(100, 7), Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(10)]),
    contentHash: "3fc508a7c2cce6b6b9c42c5eaeba870b",
  },
];

test.each(raw)("raw: $law is hashed as it is", async ({ bytes, contentHash }) => {
  expect(await hash(bytes)).toMatchObject({ contentHash, isZip: false });
});

import { spawnSync } from "node:child_process";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { contentHash, plainHash } from "../world/romm/content-hash.ts";
import { storeZip, type ZipEntry } from "../world/romm/rules/ground/store-zip.ts";

const hashOfNothing = "d41d8cd98f00b204e9800998ecf8427e";
const title = "0100F2C0115B6000";

/** The vectors that RomM pins, by their contents. */
const pinned: [hash: string, entries: Record<string, string | Buffer>][] = [
  ["b3636b49ca5c3d807adee33e75d410ca", { "save.bin": Buffer.alloc(256, 0x42) }],
  [
    "8cf6bb36a82a5ee4d7d15fc98599908d",
    { "inner/a.txt": "alpha", "inner/b.txt": "beta", "top.bin": Buffer.from([0, 1, 2]) },
  ],
  [
    "c0c992d1f1f883f56065bb13b68dfdee",
    {
      [`${title}/NX6400000-SYSTEM/SYDAT.BIN`]: "system data v1",
      [`${title}/album/000_Photo.jpg`]: Buffer.from("ffd8ffe06a70656764617461".repeat(8), "hex"),
      [`${title}/album/000_Thumb.jpg`]: Buffer.from("ffd87468756d6264617461", "hex"),
      [`${title}/slot_01/caption.sav`]: "slot1 caption",
      [`${title}/slot_01/progress.sav`]: Buffer.alloc(64, 1),
      [`${title}/slot_02/caption.sav`]: "slot2 caption",
      [`${title}/slot_02/progress.sav`]: Buffer.alloc(64, 2),
      [`${title}/storage/CacheStorageKey.dat`]: "key=abcd1234",
      [`${title}/storage/empty.dat`]: "",
      [`${title}/Pokémon.dat`]: "unicode-name",
    },
  ],
];

test.for(pinned)("RomM's pinned vector %s comes out, in either order of entries.", ([hash, contents]) => {
  const entries = Object.entries(contents).map(([name, bytes]) => ({ name, bytes: Buffer.from(bytes) }));
  expect(contentHash(storeZip(entries))).toBe(hash);
  expect(contentHash(storeZip(entries.reverse()))).toBe(hash);
});

const plain = { name: "a", bytes: Buffer.from("alpha") };
const zip = storeZip([plain]);
const emptyZip = Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);
const longTail = (bytes: number) => Buffer.concat([zip, Buffer.alloc(bytes, 7)]);

/** What makes readers of zips disagree; `hash` where the contract names it. */
const awkward: { name: string; bytes: Uint8Array; hash?: string | null }[] = [
  { name: "no bytes", bytes: Buffer.alloc(0), hash: hashOfNothing },
  { name: "fewer bytes than an end record", bytes: Buffer.from("PK\x05\x06") },
  { name: "raw bytes", bytes: Buffer.from("raw"), hash: plainHash(Buffer.from("raw")) },
  {
    name: "a folder beside the file",
    bytes: storeZip([{ name: "f/", bytes: Buffer.alloc(0) }, plain]),
    hash: hashBy("a", "alpha"),
  },
  { name: "folders only", bytes: storeZip([{ name: "f/", bytes: Buffer.alloc(0) }]), hash: hashOfNothing },
  { name: "no entries", bytes: emptyZip, hash: hashOfNothing },
  {
    name: "raw bytes that end like an empty zip",
    bytes: Buffer.concat([Buffer.from("raw"), emptyZip]),
    hash: hashOfNothing,
  },
  { name: "a name beyond U+FFFF after one below", bytes: storeZip(named("\u{1F600}", "\uFF5E")) },
  {
    name: "names in CP437",
    bytes: storeZip([{ ...plain, rawName: Buffer.from([0x82, 0xe1, 0x61]), flags: 0 }]),
    hash: hashBy("éßa", "alpha"),
  },
  {
    name: "names that are no UTF-8",
    bytes: storeZip([{ ...plain, rawName: Buffer.from([0xff, 0xfe]) }]),
    hash: null,
  },
  { name: "one name twice", bytes: storeZip([plain, { name: "a", bytes: Buffer.from("other") }]) },
  { name: "an encrypted entry", bytes: storeZip([{ ...plain, flags: 0x801 }]), hash: null },
  { name: "a method that nobody knows", bytes: storeZip([{ ...plain, method: 77 }]), hash: null },
  { name: "a wrong checksum", bytes: changed(zip, 14 + 0, 1), hash: hashBy("a", "alpha") },
  {
    name: "a wrong checksum in the directory",
    bytes: changed(zip, zip.length - 22 - 47 + 16, 1),
    hash: null,
  },
  { name: "a damaged local header", bytes: changed(zip, 0, 1), hash: null },
  { name: "another name in the header", bytes: changed(zip, 30, 1), hash: null },
  { name: "a damaged directory", bytes: changed(zip, zip.length - 22 - 47, 1), hash: null },
  { name: "bytes before it", bytes: Buffer.concat([Buffer.from("header"), zip]), hash: hashBy("a", "alpha") },
  { name: "bytes after it", bytes: longTail(100), hash: hashBy("a", "alpha") },
  { name: "the most bytes after it", bytes: longTail(65_535), hash: hashBy("a", "alpha") },
  { name: "too many bytes after it", bytes: longTail(65_537) },
  { name: "a second signature too near the end", bytes: Buffer.concat([zip, Buffer.from("xxPK\x05\x06xx")]) },
  {
    name: "a raw save with the signature in its tail",
    bytes: Buffer.concat([Buffer.alloc(64, 9), Buffer.from("PK\x05\x06"), Buffer.alloc(40, 9)]),
    hash: null,
  },
  {
    name: "compressed entries",
    bytes: deflated("a", Buffer.from("alpha ".repeat(50))),
    hash: hashBy("a", "alpha ".repeat(50)),
  },
  {
    name: "broken compression",
    bytes: changed(deflated("a", Buffer.from("alpha ".repeat(50))), 33, 0x55),
    hash: null,
  },
  { name: "a name with a backslash", bytes: storeZip(named("a\\b")), hash: hashBy("a\\b", "bytes of a\\b") },
];

test.for(awkward.filter(({ hash }) => hash !== undefined))(
  "$name hashes as the contract says.",
  ({ bytes, hash }) => {
    expect(contentHash(bytes)).toBe(hash);
  },
);

/** RomM's rule in RomM's language: what python's own zip reader makes of the bytes. */
const oracle = `
import base64, hashlib, io, json, sys, zipfile
def md5(data): return hashlib.md5(data).hexdigest()
def compute(data):
    if not zipfile.is_zipfile(io.BytesIO(data)): return md5(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            names = sorted(n for n in z.namelist() if not n.endswith("/"))
            return md5("\\n".join(n + ":" + md5(z.read(n)) for n in names).encode())
    except Exception: return None
print(json.dumps([compute(base64.b64decode(text)) for text in json.load(sys.stdin)]))
`;

test("Python's reader, which RomM uses, comes to the same hashes.", () => {
  const input = JSON.stringify(awkward.map(({ bytes }) => Buffer.from(bytes).toString("base64")));
  const python = spawnSync("python3", ["-c", oracle], { input, encoding: "utf8" });
  expect(python.stderr).toBe("");
  const told: unknown = JSON.parse(python.stdout);
  const named = (hashes: unknown) =>
    Array.isArray(hashes) ? awkward.map(({ name }, index) => `${name}: ${hashes[index]}`) : hashes;
  expect(named(awkward.map(({ bytes }) => contentHash(bytes)))).toEqual(named(told));
});

function hashBy(name: string, content: string): string {
  return plainHash(Buffer.from(`${name}:${plainHash(Buffer.from(content))}`));
}

function named(...names: string[]): ZipEntry[] {
  return names.map((name) => ({ name, bytes: Buffer.from(`bytes of ${name}`) }));
}

function changed(bytes: Uint8Array, at: number, by: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
}

/** A zip of one compressed entry, made from a stored one by mending its sizes. */
function deflated(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const stored = storeZip([{ name, bytes: content, method: 8 }]);
  const head = 30 + name.length;
  const zip = Buffer.concat([stored.subarray(0, head), packed, stored.subarray(head + content.length)]);
  const directoryAt = head + packed.length;
  zip.writeUInt32LE(packed.length, 18);
  zip.writeUInt32LE(packed.length, directoryAt + 20);
  zip.writeUInt32LE(directoryAt, zip.length - 6);
  return zip;
}

import { deflateSync } from "node:zlib";

/** Saves as their formats are written down: what a first boot makes of them, and with one file in it. */
export interface Sample {
  name: string;
  empty: Uint8Array;
  /** The same with a game's file in it. */
  used: Uint8Array;
}

export const samples: readonly Sample[] = [
  {
    name: "memory that was never written",
    ...pair(Buffer.alloc(8192, 0xff), (bytes) => bytes.write("save", 99)),
  },
  { name: "PlayStation card", ...pair(ps1Card(), (bytes) => bytes.writeUInt8(0x51, 0x80)) },
  {
    name: "PlayStation card of a DexDrive",
    ...pair(dexDrive(), (bytes) => bytes.writeUInt8(0x51, 3904 + 0x80)),
  },
  { name: "PlayStation 2 card", ...pair(ps2Card(512), (bytes) => bytes.writeUInt32LE(3, 41 * 1024 + 4)) },
  {
    name: "PlayStation 2 card with ECC",
    ...pair(ps2Card(528), (bytes) => bytes.writeUInt32LE(3, 82 * 528 + 4)),
  },
  { name: "Nintendo 64 controller pak", ...pair(n64Pak(), useN64Pak) },
  {
    name: "Nintendo 64 memories of mupen64plus",
    ...pair(n64Memories(), (bytes) => useN64Pak(bytes.subarray(0x800 + 0x8000))),
  },
  { name: "Nintendo 64 memories with an EEPROM", ...pair(n64Memories(), (bytes) => bytes.write("save", 0)) },
  { name: "Dreamcast VMU", ...pair(vmu(), (bytes) => bytes.writeUInt8(0x33, 253 * 512)) },
  { name: "Saturn backup memory", ...pair(saturn(), (bytes) => bytes.writeUInt32BE(0x80000000, 2 * 64)) },
  {
    name: "Saturn backup memory on odd addresses",
    ...pair(spread(saturn()), (bytes) => bytes.writeUInt8(0x80, 2 * 128 + 1)),
  },
  { name: "Sega CD backup memory", ...pair(segaCd(), (bytes) => bytes.writeUInt16BE(1, 8192 - 64 + 0x18)) },
  { name: "PC Engine backup memory", ...pair(pcEngine(), (bytes) => bytes.writeUInt16LE(0x8030, 6)) },
  { name: "3DO memory", ...pair(threeDo(), (bytes) => bytes.writeUInt32BE(0xbe4f32a6, 0x98)) },
];

function pair(empty: Buffer, use: (bytes: Buffer) => unknown): Pick<Sample, "empty" | "used"> {
  const used = Buffer.from(empty);
  use(used);
  return { empty, used };
}

export function ps1Card(): Buffer {
  const card = Buffer.alloc(128 * 1024);
  card.write("MC", 0);
  for (let frame = 1; frame <= 15; frame++) card.writeUInt8(frame === 3 ? 0xa1 : 0xa0, 128 * frame);
  return card;
}

function dexDrive(): Buffer {
  const header = Buffer.alloc(3904);
  header.write("123-456-STD");
  return Buffer.concat([header, ps1Card()]);
}

/** 8 MiB; clusters of two pages, the first of files is the 41st, and its root directory has two entries. */
function ps2Card(pageBytes: number): Buffer {
  const card = Buffer.alloc(16_384 * pageBytes, 0xff);
  card.write("Sony PS2 Memory Card Format 1.2.0.0", 0);
  for (const [at, value] of [
    [0x28, 512],
    [0x2a, 2],
  ] as const)
    card.writeUInt16LE(value, at);
  for (const [at, value] of [
    [0x30, 8192],
    [0x34, 41],
    [0x38, 8135],
    [0x3c, 0],
  ] as const)
    card.writeUInt32LE(value, at);
  card.writeUInt32LE(2, 41 * 2 * pageBytes + 4);
  return card;
}

/** Serials at random, as a core writes them. */
function n64Pak(serial = 7): Buffer {
  const pak = Buffer.alloc(32 * 1024);
  for (const at of [0x20, 0x60, 0x80, 0xc0]) pak.fill(serial, at, at + 32);
  for (const index of [0x100, 0x200])
    for (let page = 5; page < 128; page++) pak.writeUInt16BE(3, index + 2 * page);
  return pak;
}

function useN64Pak(pak: Uint8Array): void {
  const bytes = Buffer.from(pak.buffer, pak.byteOffset, pak.byteLength);
  bytes.write("NSME01", 0x300);
  bytes.writeUInt16BE(5, 0x306);
  bytes.writeUInt16BE(1, 0x10a);
}

/** What mupen64plus writes at the first boot of any game. */
export function n64Memories(): Buffer {
  const paks = [1, 2, 3, 4].map((serial) => n64Pak(serial));
  return Buffer.concat([
    Buffer.alloc(0x800, 0xff),
    ...paks,
    Buffer.alloc(0x8000, 0xff),
    Buffer.alloc(0x20000, 0xff),
  ]);
}

function vmu(): Buffer {
  const card = Buffer.alloc(128 * 1024);
  const root = 255 * 512;
  card.fill(0x55, root, root + 16);
  for (const [at, value] of [
    [0x46, 254],
    [0x48, 1],
    [0x4a, 253],
    [0x4c, 13],
  ] as const)
    card.writeUInt16LE(value, root + at);
  for (let block = 0; block < 256; block++) card.writeUInt16LE(0xfffc, 254 * 512 + 2 * block);
  return card;
}

function saturn(): Buffer {
  const memory = Buffer.alloc(32 * 1024);
  for (let at = 0; at < 64; at += 16) memory.write("BackUpRam Format", at);
  return memory;
}

function spread(bytes: Buffer): Buffer {
  const wide = Buffer.alloc(2 * bytes.length, 0xff);
  for (const [at, byte] of bytes.entries()) wide[2 * at + 1] = byte;
  return wide;
}

function segaCd(): Buffer {
  const memory = Buffer.alloc(8192);
  const footer = 8192 - 64;
  memory.fill("_", footer, footer + 11);
  for (let at = 0x10; at < 0x18; at += 2) memory.writeUInt16BE(0x7d, footer + at);
  memory.write("SEGA_CD_ROM\0\x01\0\0\0RAM_CARTRIDGE___", footer + 0x20, "latin1");
  return memory;
}

function pcEngine(): Buffer {
  const memory = Buffer.alloc(2048);
  memory.write("HUBM\0\x88\x10\x80", "latin1");
  return memory;
}

function threeDo(): Buffer {
  const memory = Buffer.alloc(32 * 1024);
  memory.write("\x01ZZZZZ\x02", "latin1");
  memory.write("NVRAM", 0x28);
  memory.writeUInt32BE(0x855a02b6, 0x84);
  memory.writeUInt32BE(0x7aa565bd, 0x98);
  return memory;
}

/** As RetroArch compresses a save. */
export function rzip(bytes: Uint8Array, { level = 6, chunkBytes = 131_072 } = {}): Buffer {
  const header = Buffer.alloc(20);
  header.write("#RZIPv\x01#", "latin1");
  header.writeUInt32LE(chunkBytes, 8);
  header.writeBigUInt64LE(BigInt(bytes.byteLength), 12);
  const chunks: Buffer[] = [header];
  for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
    const packed = deflateSync(bytes.subarray(at, at + chunkBytes), { level });
    const length = Buffer.alloc(4);
    length.writeUInt32LE(packed.length);
    chunks.push(length, packed);
  }
  return Buffer.concat(chunks);
}

/** A save with something on every page of it. */
export function goodSave(sizeBytes: number, seed = 1): Buffer {
  return Buffer.from(
    Uint8Array.from({ length: sizeBytes }, (_, at) => 1 + (Math.imul(at + seed, 2_654_435_761) >>> 25)),
  );
}

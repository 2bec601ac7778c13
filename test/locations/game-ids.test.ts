import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { inflate } from "../../backend/assembly/inflate.ts";
import type { RomLaunch } from "../../backend/core/launch-target.ts";
import { createDeckFiles } from "../../backend/locations/find/deck/deck-files.ts";
import { createGameIds } from "../../backend/locations/find/game-id/read-ids.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { makeDisc } from "./homes/make-disc.ts";

const scratch = mkdtempSync(join(tmpdir(), "savepoint-ids-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const psp = makeDisc(["PSP_GAME/PARAM.SFO sfo DISC_ID=ULUS10336 TITLE=Daxter"]);
const ps2 = makeDisc(["SYSTEM.CNF text BOOT2 = cdrom0:\\SLUS_203.12;1\\nVER = 1.00"]);
const ps1 = makeDisc(["SYSTEM.CNF text BOOT = cdrom:\\SCES_005.94;1"]);

test.each<[what: string, system: string, name: string, content: Buffer, values: object | string | null]>([
  ["a PSP's disc", "psp", "a.iso", psp, { id: "ULUS10336" }],
  ["a PSP's disc in deflated blocks", "psp", "a.cso", asCso(psp), { id: "ULUS10336" }],
  ["a PlayStation 2's disc", "ps2", "a.iso", ps2, { id: "SLUS-20312", card: "BASLUS-20312" }],
  ["a European PlayStation's disc of raw sectors", "psx", "a.bin", asRaw(ps1), { id: "SCES-00594" }],
  ["a GameCube's disc", "gamecube", "a.iso", gameCube(), { id: "GM8E", maker: "01", region: "USA" }],
  ["a Wii's disc is none of a GameCube", "gamecube", "b.iso", wii(), "other-system"],
  ["a Wii's disc", "wii", "b.iso", wii(), { hi: "00010000", lo: "53423445" }],
  ["a GameCube's disc in GCZ", "gamecube", "a.gcz", asGcz(gameCube()), { id: "GM8E" }],
  ["a GameCube's disc in CISO", "gamecube", "a.ciso", asCiso(gameCube()), { id: "GM8E" }],
  ["a Wii's disc in WBFS", "wii", "a.wbfs", asWbfs(wii()), { id: "SB4E" }],
  ["a Wii's channel", "wii", "a.wad", wad("0001000157434b45"), { hi: "00010001", lo: "57434b45" }],
  ["a 3DS' package", "3ds", "a.cia", cia("0004000000055e00"), { hi: "00040000", lo: "00055e00" }],
  ["a Wii U's archive", "wiiu", "a.wua", wua("0005000010143600"), { hi: "00050000", lo: "10143600" }],
  ["an update of a Switch game", "switch", "a.nsp", nsp("01007ef00011e800"), { id: "01007EF00011E000" }],
  ["a Dreamcast's first data sector", "dreamcast", "a.bin", dreamcast("MK-51052"), { id: "MK-51052" }],
  ["an Xbox 360's disc", "xbox360", "a.iso", xboxDisc(0), { id: "4D5307E6" }],
  ["an Xbox 360's disc with its video", "xbox360", "b.iso", xboxDisc(0x02080000), { id: "4D5307E6" }],
  ["an Xbox 360's program", "xbox360", "default.xex", xex("4d5307e6"), { id: "4D5307E6" }],
  ["an Xbox 360's package", "xbox360", "noname", stfs("584108ff"), { id: "584108FF" }],
  ["an Xbox 360's disc whose directory names itself", "xbox360", "c.iso", xboxDisc(0, "loop"), null],
  ["a disc in a form that keeps nothing in plain", "ps2", "a.chd", Buffer.from("MComprHD"), null],
  ["an empty file", "psp", "empty.iso", Buffer.alloc(0), null],
  ["text", "3ds", "text.3ds", Buffer.from("no game at all"), null],
])("%s tells its id", async (_what, system, name, content, values) => {
  const told = await idsOf(system, name, content);
  if (values === null || typeof values === "string") expect(told).toBe(values);
  else expect(told).toMatchObject(values);
});

test("a playlist and a sheet lead to the first disc of theirs, and never out of their folder", async () => {
  const raw = asRaw(ps1);
  writeFileSync(join(scratch, "Game (Disc 1).bin"), raw);
  writeFileSync(
    join(scratch, "Game (Disc 1).cue"),
    'FILE "Game (Disc 1).bin" BINARY\n  TRACK 01 MODE2/2352\n',
  );
  const m3u = Buffer.from("# discs\nGame (Disc 1).cue\nGame (Disc 2).cue\n");
  expect(await idsOf("psx", "Game.m3u", m3u)).toMatchObject({ id: "SCES-00594" });
  expect(await idsOf("psx", "out.m3u", Buffer.from("../../etc/passwd\n"))).toBeNull();
  expect(await idsOf("psx", "self.m3u", Buffer.from("self.m3u\n"))).toBeNull();
});

test("whatever bytes a rom has, reading its id ends and throws nothing", async () => {
  const discs = [
    psp,
    asCso(psp),
    asGcz(gameCube()),
    asWbfs(wii()),
    wad("0001000157434b45"),
    nsp("01007ef00011e800"),
    wua("0005000010143600"),
    cia("0004000000055e00"),
  ];
  const systems = [
    "psp",
    "ps2",
    "psx",
    "gamecube",
    "wii",
    "3ds",
    "wiiu",
    "switch",
    "ps3",
    "ps4",
    "dreamcast",
  ];
  const holes = fc.array(fc.tuple(fc.nat(60_000), fc.integer({ min: 0, max: 255 })), { maxLength: 30 });
  const names = fc.constantFrom("f.iso", "f.cso", "f.m3u", "f.cue", "f.wua", "f.wad", "f.nsp", "f.pbp");
  const inputs = [
    fc.constantFrom(...systems),
    fc.constantFrom(...discs),
    names,
    holes,
    fc.nat(70_000),
  ] as const;
  await fc.assert(
    fc.asyncProperty(...inputs, async (system, disc, name, wounds, length) => {
      const broken = Buffer.from(disc.subarray(0, length));
      for (const [at, byte] of wounds) if (at < broken.length) broken[at] = byte;
      const told = await idsOf(system, name, broken);
      for (const value of Object.values(typeof told === "object" ? (told ?? {}) : {}))
        expect(value).toMatch(/^[A-Za-z0-9 _-]{1,32}$/);
    }),
    { numRuns: 400 },
  );
});

async function idsOf(system: string, name: string, content: Buffer) {
  const path = join(scratch, name);
  writeFileSync(path, content);
  const files = createDeckFiles(createRealDisk(), scratch);
  const rom = { kind: "file" as const, path, archiveEntry: null, names: [name], titleId: null };
  const launch: RomLaunch = {
    ...{ kind: "rom", rom, emulator: "any", core: null, install: "native", wrappers: [], system: null },
    ...{ dataFolder: null, user: null, program: null, flatpak: null, startFolder: "" },
    files: { settings: null, appended: [], save: null },
  };
  return await createGameIds({ files, inflate }).valuesFor(system, { launch, rom: null });
}

function asRaw(disc: Buffer): Buffer {
  const sectors: Buffer[] = [];
  for (let at = 0; at < disc.length; at += 2048) {
    const sector = Buffer.alloc(2352);
    sector.fill(0xff, 1, 11);
    sector[15] = 2;
    disc.copy(sector, 24, at, at + 2048);
    sectors.push(sector);
  }
  return Buffer.concat(sectors);
}

function asCso(disc: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < disc.length; at += 2048) blocks.push(deflateRawSync(disc.subarray(at, at + 2048)));
  const head = Buffer.alloc(24 + (blocks.length + 1) * 4);
  head.write("CISO");
  head.writeUInt32LE(24, 4);
  head.writeBigUInt64LE(BigInt(disc.length), 8);
  head.writeUInt32LE(2048, 16);
  let at = head.length;
  blocks.forEach((block, index) => {
    head.writeUInt32LE(at, 24 + index * 4);
    at += block.length;
  });
  head.writeUInt32LE(at, 24 + blocks.length * 4);
  return Buffer.concat([head, ...blocks]);
}

function asGcz(disc: Buffer): Buffer {
  const block = deflateSync(disc.subarray(0, 0x4000));
  const head = Buffer.alloc(32 + 12);
  head.writeUInt32LE(0xb10bc001, 0);
  head.writeBigUInt64LE(BigInt(block.length), 8);
  head.writeBigUInt64LE(BigInt(disc.length), 16);
  head.writeUInt32LE(0x4000, 24);
  head.writeUInt32LE(1, 28);
  return Buffer.concat([head, block]);
}

function asCiso(disc: Buffer): Buffer {
  const head = Buffer.alloc(0x8000);
  head.write("CISO");
  head.writeUInt32LE(0x200000, 4);
  head[8] = 1;
  return Buffer.concat([head, disc]);
}

function asWbfs(disc: Buffer): Buffer {
  const head = Buffer.alloc(512);
  head.write("WBFS");
  head[8] = 9;
  return Buffer.concat([head, disc]);
}

function gameCube(): Buffer {
  const disc = Buffer.alloc(0x4000);
  disc.write("GM8E01");
  disc.writeUInt32BE(0xc2339f3d, 0x1c);
  return disc;
}

function wii(): Buffer {
  const disc = Buffer.alloc(0x4000);
  disc.write("SB4E01");
  disc.writeUInt32BE(0x5d1c9ea3, 0x18);
  return disc;
}

/** Certificates of 100 bytes and a ticket of 64 before the metadata. */
function wad(id: string): Buffer {
  const file = Buffer.alloc(2048);
  file.writeUInt32BE(0x20, 0);
  file.writeUInt32BE(100, 8);
  file.writeUInt32BE(64, 16);
  Buffer.from(id, "hex").copy(file, 0x40 + 128 + 64 + 0x18c);
  return file;
}

function cia(id: string): Buffer {
  const file = Buffer.alloc(0x4000);
  file.writeUInt32LE(0x2020, 0);
  file.writeUInt32LE(100, 8);
  file.writeUInt32LE(64, 12);
  Buffer.from(id, "hex").copy(file, 0x2040 + 128 + 64 + 0x18c);
  return file;
}

function nsp(id: string): Buffer {
  const name = `${id}${"0".repeat(16)}.tik\0`;
  const file = Buffer.alloc(16 + 24 + name.length);
  file.write("PFS0");
  file.writeUInt32LE(1, 4);
  file.writeUInt32LE(name.length, 8);
  file.write(name, 40);
  return file;
}

function wua(id: string): Buffer {
  const names = Buffer.from(`\x14${id}_v0\x04code\x04meta`);
  const footer = Buffer.alloc(144);
  footer.writeBigUInt64BE(64n, 32);
  footer.writeBigUInt64BE(BigInt(names.length), 40);
  footer.writeUInt32BE(0x169f52d6, 140);
  return Buffer.concat([Buffer.alloc(64), names, footer]);
}

function dreamcast(product: string): Buffer {
  const track = Buffer.alloc(4096, " ");
  track.write("SEGA SEGAKATANA SEGA ENTERPRISES");
  track.write(product.padEnd(10), 0x40);
  return asRaw(track);
}

function xex(titleId: string): Buffer {
  const program = Buffer.alloc(0x400);
  program.write("XEX2");
  program.writeUInt32BE(2, 0x14);
  program.writeUInt32BE(0x000002ff, 0x18);
  program.writeUInt32BE(0x00040006, 0x20);
  program.writeUInt32BE(0x200, 0x24);
  program.write(titleId, 0x200 + 12, "hex");
  return program;
}

/** `loop`: its first entry names itself, and nothing else. */
function xboxDisc(start: number, kind: "whole" | "loop" = "whole"): Buffer {
  const disc = Buffer.alloc(start + 40 * 2048);
  const volume = start + 32 * 2048;
  disc.write("MICROSOFT*XBOX*MEDIA", volume);
  disc.writeUInt32LE(33, volume + 20);
  disc.writeUInt32LE(2048, volume + 24);
  const entry = (at: number, name: string, [left, right, sector]: [number, number, number]) => {
    const from = start + 33 * 2048 + at * 4;
    disc.writeUInt16LE(left, from);
    disc.writeUInt16LE(right, from + 2);
    disc.writeUInt32LE(sector, from + 4);
    disc[from + 13] = name.length;
    disc.write(name, from + 14);
  };
  if (kind === "loop") entry(0, "media", [0, 0, 35]);
  else {
    entry(0, "media", [8, 0xffff, 35]);
    entry(8, "Default.xex", [0xffff, 0xffff, 36]);
  }
  xex("4d5307e6").copy(disc, start + 36 * 2048);
  return disc;
}

function stfs(titleId: string): Buffer {
  const head = Buffer.alloc(0x400);
  head.write("LIVE");
  head.write(titleId, 0x360, "hex");
  return head;
}

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashFile } from "../../backend/files/hash-file.ts";
import { hashSet, readSet } from "../../backend/files/zip/set-archive.ts";
import { unpackSet } from "../../backend/files/zip/unpack-set.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";

const disk = createRealDisk();
const { signal } = new AbortController();
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "savepoint-set-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function setupMembers(contents: Record<string, string | Uint8Array>) {
  const members = Object.keys(contents).map((name, index) => ({
    name,
    path: join(folder, `member-${index}`),
  }));
  for (const { name, path } of members) await writeFile(path, contents[name] ?? "");
  return members;
}

async function writeArchive(members: { name: string; path: string }[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readSet(disk, members, signal)) chunks.push(Uint8Array.from(chunk));
  const path = join(folder, "set.zip");
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

const contents = { "Game.srm": "battery", "Game.rtc": "clock", "Gäme.mcr": new Uint8Array(300_000).fill(7) };

test("the archive is what its hash said without writing it, by the reader that reads RomM's", async () => {
  const members = await setupMembers(contents);
  const { archive, files } = (await hashSet(disk, members, signal)) ?? expect.fail("vanished");
  const { isBlank, body: _judged, ...told } = archive;
  const read = await hashFile(disk, await writeArchive(members), signal);
  expect(read).toMatchObject(told);
  expect(isBlank).toBe(false);
  for (const { path } of members)
    expect(files.get(path)).toBe((await hashFile(disk, path, signal))?.sha256 ?? "vanished");
});

test.each<[string, Record<string, string>, boolean]>([
  ["nothing but blank files", { "Game.srm": "\0\0", "Game.rtc": "\xff" }, true],
  ["a blank save beside a clock that runs", { "Game.srm": "\0\0", "Game.RTC": "clock" }, true],
  ["a save beside a blank clock", { "Game.srm": "battery", "Game.rtc": "\0" }, false],
  ["a clock alone", { "Game.rtc": "clock" }, false],
])("%s: is it blank?", async (_name, files, isBlank) => {
  const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text, "latin1")]);
  const members = await setupMembers(Object.fromEntries(bytes));
  expect(await hashSet(disk, members, signal)).toMatchObject({ archive: { isBlank } });
});

test("the same files give the same bytes: whenever they were written, in whatever order, in every version", async () => {
  const members = await setupMembers(contents);
  await utimes(members[0]?.path ?? "", 1, 1);
  const hashed = await hashSet(disk, members.toReversed(), signal);
  expect(hashed?.archive.sha256).toBe("9df4ddf787749a5db03d008347f661914c6781da6d7cfe0ee0eb12c85fdb6eec");
});

test("python, which RomM reads archives with, finds no fault in it", async () => {
  const path = await writeArchive(await setupMembers(contents));
  const script =
    "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),[i.filename for i in z.infolist()])";
  const said = execFileSync("python3", ["-c", script, path], {
    encoding: "utf8",
    env: { PYTHONUTF8: "1", PATH: process.env.PATH ?? "" },
  });
  expect(said.trim()).toBe("None ['Game.rtc', 'Game.srm', 'Gäme.mcr']");
});

test("what was packed is what is unpacked", async () => {
  const archive = await writeArchive(await setupMembers(contents));
  const placeFor = (names: string[]) => new Map(names.map((name) => [name, join(folder, `out-${name}`)]));
  await unpackSet(disk, archive, placeFor, signal);
  expect(await readFile(join(folder, "out-Game.srm"), "utf8")).toBe("battery");
  expect(await readFile(join(folder, "out-Gäme.mcr"))).toEqual(Buffer.alloc(300_000, 7));
});

test("a set of blank files is blank, and a missing file is told", async () => {
  const members = await setupMembers({ "a.srm": "\0\0", "b.rtc": new Uint8Array([255, 0]) });
  expect(await hashSet(disk, members, signal)).toMatchObject({ archive: { isBlank: true } });
  expect(await hashSet(disk, [...members, { name: "c", path: join(folder, "none") }], signal)).toBeNull();
});

import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DamagedVdf } from "../../backend/files/binary-vdf.ts";
import { decodeShortcuts, readSteamShortcuts } from "../../backend/files/steam-shortcuts.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { encodeShortcuts, encodeVdf, steamEntry } from "./vdf-bytes.ts";

const appId = 3_000_000_001;
const entry = steamEntry({ appId, name: "Mother 3 – 母", options: 'run RetroArch "/roms/gba/Mother 3.gba"' });

test("a shortcut comes with its unsigned id, its name and its launch command", () => {
  expect(decodeShortcuts(encodeShortcuts([entry]))).toEqual([
    {
      appId,
      name: "Mother 3 – 母",
      launch: {
        exe: '"/usr/bin/flatpak"',
        startDir: '"/usr/bin/"',
        options: 'run RetroArch "/roms/gba/Mother 3.gba"',
      },
    },
  ]);
});

test("the case of the keys does not matter, since Steam has written them in more than one", () => {
  const other = Object.entries(entry).map(([key, value]) => [key.toUpperCase(), value]);
  const bytes = encodeVdf({ Shortcuts: { "0": Object.fromEntries(other) } });
  expect(decodeShortcuts(bytes)).toEqual(decodeShortcuts(encodeShortcuts([entry])));
});

test("a file that is cut anywhere, or goes on, is damaged and never a shorter list", () => {
  const bytes = encodeShortcuts([entry, steamEntry({ appId: 7, name: "B", options: "b" })]);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeShortcuts(bytes.subarray(0, length)), `${length} bytes`).toThrow(DamagedVdf);
  }
  expect(() => decodeShortcuts(Buffer.concat([bytes, Buffer.from([0])]))).toThrow(DamagedVdf);
});

test("values of unknown types, and known ones of the wrong type, are damage", () => {
  expect(() => decodeShortcuts(Buffer.from([0x0b, 0x61, 0, 0x08]))).toThrow(DamagedVdf);
  expect(() => decodeShortcuts(encodeVdf({ shortcuts: "none" }))).toThrow(DamagedVdf);
  expect(() => decodeShortcuts(encodeVdf({ shortcuts: { "0": "one" } }))).toThrow(DamagedVdf);
  expect(() => decodeShortcuts(encodeShortcuts([{ ...entry, Exe: 5 }]))).toThrow(DamagedVdf);
  expect(() => decodeShortcuts(encodeVdf({}))).toThrow(DamagedVdf);
});

test("a shortcut that Steam has not given an id cannot be tied to anything and is left out", () => {
  const { appid: _none, ...without } = entry;
  expect(decodeShortcuts(encodeShortcuts([without, { ...entry, appid: 0 }]))).toEqual([]);
  expect(decodeShortcuts(encodeShortcuts([]))).toEqual([]);
});

test("the shortcuts of all Steam users are found once, though Steam's folder has two names", async () => {
  const home = await setupHome();
  await home.put("12", encodeShortcuts([entry]));
  await home.put("34", encodeShortcuts([steamEntry({ appId: 8, name: "Other", options: "" })]));
  await mkdir(join(home.userdata, "56"));
  await writeFile(join(home.userdata, "note.txt"), "");
  await mkdir(join(home.folder, ".steam"));
  await symlink(join(home.folder, ".local/share/Steam"), join(home.folder, ".steam/steam"));
  const found = await readSteamShortcuts(createRealDisk(), home.folder);
  expect(found.kind === "found" && found.shortcuts.map((shortcut) => shortcut.appId).sort()).toEqual([
    appId,
    8,
  ]);
});

test("the same shortcut of two Steam users comes once, and each comes with its user", async () => {
  const home = await setupHome();
  const own = steamEntry({ appId: 8, name: "Own", options: "own" });
  await home.put("12", encodeShortcuts([entry]));
  await home.put("34", encodeShortcuts([entry, own]));
  const found = await readSteamShortcuts(createRealDisk(), home.folder);
  expect(found.kind === "found" && found.shortcuts.map(({ appId, steamUser }) => [appId, steamUser])).toEqual(
    [
      [appId, "12"],
      [8, "34"],
    ],
  );
});

test("one id that means two games at two users stays two shortcuts", async () => {
  const home = await setupHome();
  for (const user of ["12", "34"])
    await home.put(user, encodeShortcuts([steamEntry({ appId: 8, name: user, options: user })]));
  const found = await readSteamShortcuts(createRealDisk(), home.folder);
  expect(found.kind === "found" && found.shortcuts.map(({ name }) => name)).toEqual(["12", "34"]);
});

test("a Flatpak's Steam is read beside the usual one", async () => {
  const home = await setupHome();
  await home.put("12", encodeShortcuts([entry]));
  const other = join(home.folder, ".var/app/com.valvesoftware.Steam/.local/share/Steam/userdata/7/config");
  await mkdir(other, { recursive: true });
  await writeFile(
    join(other, "shortcuts.vdf"),
    encodeShortcuts([steamEntry({ appId: 8, name: "B", options: "" })]),
  );
  const found = await readSteamShortcuts(createRealDisk(), home.folder);
  expect(found.kind === "found" && found.shortcuts.map((shortcut) => shortcut.appId)).toEqual([appId, 8]);
});

test("a damaged file of one user, and a folder in its place, are told and hide no other user's shortcuts", async () => {
  const home = await setupHome();
  const disk = createRealDisk();
  expect(await readSteamShortcuts(disk, home.folder)).toEqual({
    kind: "found",
    shortcuts: [],
    unreadable: [],
  });
  const path = await home.put("12", encodeShortcuts([entry]).subarray(0, 40));
  await home.put("34", encodeShortcuts([entry]));
  const damaged = await readSteamShortcuts(disk, home.folder);
  expect(damaged).toMatchObject({ shortcuts: [{ appId, steamUser: "34" }], unreadable: [{ path }] });
  await rm(path);
  await mkdir(path);
  const folder = await readSteamShortcuts(disk, home.folder);
  expect(folder).toMatchObject({ shortcuts: [{ appId }], unreadable: [{ path }] });
});

test("a home without Steam is no empty list", async () => {
  const home = await setupHome();
  expect(await readSteamShortcuts(createRealDisk(), join(home.folder, "elsewhere"))).toMatchObject({
    kind: "no-steam",
  });
});

async function setupHome() {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-home-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const userdata = join(folder, ".local/share/Steam/userdata");
  await mkdir(userdata, { recursive: true });
  return {
    folder,
    userdata,
    async put(user: string, bytes: Uint8Array): Promise<string> {
      const path = join(userdata, user, "config/shortcuts.vdf");
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
      return path;
    },
  };
}

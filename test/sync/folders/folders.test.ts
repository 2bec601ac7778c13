import { mkdir, readdir, rename, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AppId, RomId } from "../../../backend/core/vocabulary.ts";
import { zipBytes } from "../../files/zip-bytes.ts";
import { uploadRow } from "../../world/engine/caller.ts";
import { expectOk } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import {
  firstSave,
  folderOf,
  readAll,
  removeAll,
  rootOf,
  type ShapeName,
  shapes,
  writeAll,
} from "./folder-decks.ts";

const names = Object.keys(shapes) as ShapeName[];

async function setupTwo(name: ShapeName) {
  const world = await setupWorld();
  const [a, b] = [
    await world.deck("A", { save: shapes[name] }),
    await world.deck("B", { save: shapes[name] }),
  ];
  const [onA, onB] = [firstSave[name]("A"), firstSave[name]("B")];
  const root = rootOf(onA);
  return { world, a, b, onA, onB, root };
}

/** One more session in the file that holds them. */
function played(files: Record<string, string>, session: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text.startsWith("session") ? `${text}${session}\n` : text,
    ]),
  );
}

const byName = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));

describe.each(names)("%s", (name) => {
  test("goes from Deck A to Deck B and back, byte for byte, with its names and empty folders", async () => {
    const { a, b, onA, onB, root } = await setupTwo(name);
    await writeAll(a, onA);
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readAll(b, root)).toEqual(byName(onB));
    await writeAll(b, played(onB, "session 2"));
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readAll(a, root)).toEqual(byName(played(onA, "session 2")));
    for (const deck of [a, b, a]) expect(await deck.sync()).toMatchObject({ decision: "keep" });
  });

  test("that is the same on both sides is agreed on without moving it", async () => {
    const { world, a, b, onA, onB } = await setupTwo(name);
    await writeAll(a, onA);
    await writeAll(b, onB);
    await a.sync();
    expect(await b.sync()).toMatchObject({ decision: "adopt", outcome: "done" });
    expect(world.rows()).toHaveLength(1);
  });

  test("that both have played on asks, and what is taken from RomM replaces it whole", async () => {
    const { a, b, onA, onB, root } = await setupTwo(name);
    await writeAll(a, onA);
    await a.sync();
    await b.sync();
    await writeAll(a, played(onA, "session A"));
    await writeAll(b, played(onB, "session B"));
    await a.sync();
    expect(await b.sync()).toMatchObject({ decision: "conflict", outcome: "asks" });
    const [conflict] = await b.api.listConflicts({});
    const choices = [{ conflictId: conflict?.conflictId ?? ("" as never), choice: "take-remote" as const }];
    expectOk(await b.api.resolveConflicts({ choices }));
    expect(await readAll(b, root)).toEqual(byName(played(onB, "session A")));
  });
});

const psp = "a folder set by disc id, as of PPSSPP";
const wii = "a data folder, as of Dolphin's Wii";
const gamecube = "files by a pattern, as of Dolphin's GameCube";

async function setupAgreed(name: ShapeName) {
  const two = await setupTwo(name);
  await writeAll(two.a, two.onA);
  await two.a.sync();
  await two.b.sync();
  return two;
}

describe("what a game does away with inside of its save", () => {
  test.each<[ShapeName, string]>([
    [psp, "PSP/SAVEDATA/ULUS10041S1"],
    [wii, "Wii/title/00010000/52535045/data/banner.bin"],
    [gamecube, "GC/USA/Card A/01-GALE-Trophies.gci"],
  ])("of %s follows to the other Deck, and is in its kept copies", async (name, gone) => {
    const { a, b, root, onB } = await setupAgreed(name);
    await removeAll(a, gone);
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    const left = Object.entries(onB).filter(([path]) => !path.startsWith(gone));
    expect(await readAll(b, root)).toEqual(byName(Object.fromEntries(left)));
    expect((await b.keptCopies()).length).toBeGreaterThan(0);
  });

  test("a whole save that is gone comes back from RomM", async () => {
    const { b, root, onB } = await setupAgreed(psp);
    await removeAll(b, "PSP/SAVEDATA/ULUS10041S0", "PSP/SAVEDATA/ULUS10041S1");
    expect(await b.sync()).toMatchObject({ decision: "download", reason: "restored" });
    expect(await readAll(b, root)).toEqual(byName(onB));
  });

  test("an empty folder that comes or goes travels too", async () => {
    const { a, b } = await setupAgreed(wii);
    await writeAll(a, { "Wii/title/00010000/52535045/data/slots/": "" });
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readAll(b, "Wii")).toMatchObject({ "Wii/title/00010000/52535045/data/slots/": "" });
  });

  test("a folder with nothing left in it is asked about before it goes anywhere", async () => {
    const { b, world } = await setupAgreed(wii);
    const data = "Wii/title/00010000/52535045/data";
    await removeAll(b, `${data}/banner.bin`, `${data}/RPSports.dat`, `${data}/nocopy`);
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toHaveLength(1);
  });
});

describe("what else stands there", () => {
  test("other games' folders and files are not touched", async () => {
    const { a, b } = await setupTwo(psp);
    const others = {
      "PSP/SAVEDATA/ULES00001S0/DATA.BIN": "another game",
      "PSP/SAVEDATA/ULUS10041.txt": "no folder",
    };
    await writeAll(b, others);
    await writeAll(a, firstSave[psp]("A"));
    await a.sync();
    await b.sync();
    expect(await readAll(b, "PSP")).toEqual(byName({ ...firstSave[psp]("B"), ...others }));
  });

  test("two games of one emulator's folder are two saves, and one whose id begins another's is refused", async () => {
    const { world, a } = await setupTwo(psp);
    const { id } = world.romm.addRom({ platform: "psp", fsName: "Other.iso" });
    const parent = join(folderOf(a), "PSP/SAVEDATA");
    const bind = (prefix: string, number: number) =>
      a.api.registerShortcuts({
        bindings: [
          {
            ...{ appId: number as AppId, romId: id as RomId, name: prefix },
            save: { kind: "folders", parent, prefix, emulator: "ppsspp" },
          },
        ],
      });
    expectOk(await bind("ULES00001", 3_000_000_100));
    expect(await bind("ULUS1004", 3_000_000_101)).toMatchObject({ error: { kind: "location-taken" } });
    expect(await bind("ULUS10041S0", 3_000_000_101)).toMatchObject({ error: { kind: "location-taken" } });
  });
});

describe("what is no save makes the place unavailable, and nothing is followed out of it", () => {
  test("a link inside", async () => {
    const { b, world } = await setupAgreed(wii);
    const data = join(folderOf(b), "Wii/title/00010000/52535045/data");
    await mkdir(join(folderOf(b), "elsewhere"));
    await writeFile(join(folderOf(b), "elsewhere/secret"), "not for RomM");
    await symlink(join(folderOf(b), "elsewhere"), join(data, "link"));
    expect(await b.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    expect(world.rows()).toHaveLength(1);
  });

  test("a link in place of one of its folders", async () => {
    const { b } = await setupAgreed(psp);
    const parent = join(folderOf(b), "PSP/SAVEDATA");
    await rename(join(parent, "ULUS10041S1"), join(folderOf(b), "moved"));
    await symlink(join(folderOf(b), "moved"), join(parent, "ULUS10041S1"));
    expect(await b.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
  });

  test("a socket", async () => {
    const { b } = await setupAgreed(wii);
    const server = createServer().listen(join(folderOf(b), "Wii/title/00010000/52535045/data/s"));
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      expect(await b.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    } finally {
      server.close();
    }
  });

  test("but a place that is reached through a link is where the link leads", async () => {
    const { a, b, onB } = await setupTwo(wii);
    await writeAll(a, firstSave[wii]("A"));
    await a.sync();
    await mkdir(join(folderOf(b), "store"));
    await symlink(join(folderOf(b), "store"), join(folderOf(b), "Wii"));
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    const stored = Object.fromEntries(
      Object.entries(onB).map(([path, text]) => [path.replace(/^Wii/, "store"), text]),
    );
    expect(await readAll(b, "store")).toEqual(byName(stored));
  });
});

describe("where the emulator has not made its folders yet", () => {
  test("a first save is put there all the same, and it is asked nothing at the first exit", async () => {
    const { a, b, onB } = await setupTwo(wii);
    await writeAll(a, firstSave[wii]("A"));
    await a.sync();
    expect(await readdir(folderOf(b))).not.toContain("Wii");
    await b.sync();
    await writeAll(b, played(onB, "session 2"));
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  });

  test("a folder that was there and is gone with all above it is a card that is out, and not an empty save", async () => {
    const { b, world } = await setupAgreed(wii);
    await rename(join(folderOf(b), "Wii"), join(folderOf(b), "out"));
    expect(await b.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    expect(world.rows()).toHaveLength(1);
    await rename(join(folderOf(b), "out"), join(folderOf(b), "Wii"));
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });
});

describe("another client's archive of a folder", () => {
  async function setupArchive(parts: Parameters<typeof zipBytes>[0]) {
    const two = await setupAgreed(wii);
    uploadRow(two.world, "Game.zip", zipBytes(parts));
    return two;
  }
  const data = "Wii/title/00010000/52535045/data";

  test("under its own name on top, with entries for folders, is this save", async () => {
    const { b } = await setupArchive([
      { name: "SPORTS/", content: "" },
      { name: "SPORTS/banner.bin", content: "banner" },
      { name: "SPORTS/sub/", content: "" },
      { name: "SPORTS/sub/RPSports.dat", content: "session 1\nX2\n" },
      { name: "SPORTS/none/", content: "" },
    ]);
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readAll(b, data)).toEqual({
      [`${data}/banner.bin`]: "banner",
      [`${data}/sub/RPSports.dat`]: "session 1\nX2\n",
      [`${data}/none/`]: "",
    });
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });

  test("that would not fit once it is unpacked is not begun, and leaves nothing beside the save", async () => {
    const large = { name: "data/large", content: "0".repeat(4 * 1024 ** 2), method: 8 };
    const { b, onB, root } = await setupArchive([
      { name: "data/RPSports.dat", content: "session 1\n" },
      large,
    ]);
    const { fileSystem } = b.disk;
    b.disk.fileSystem = async (path) => {
      const found = await fileSystem(path);
      return found && { ...found, freeBytes: 3 * 1024 ** 2 };
    };
    expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "no-space" } });
    expect(await readAll(b, root)).toEqual(byName(onB));
  });

  const refused: Record<string, Parameters<typeof zipBytes>[0]> = {
    "a file beside the folder": [
      { name: "data/a", content: "1" },
      { name: "b", content: "2" },
    ],
    "two folders on top": [
      { name: "data/a", content: "1" },
      { name: "data2/a", content: "2" },
    ],
    "a path out of the folder": [{ name: "data/../../a", content: "EVIL" }],
    "a folder without a name": [{ name: "data//00000001.metadata", content: "EVIL" }],
    "a link": [{ name: "data/a", content: "/etc/passwd", unixMode: 0o120777 }],
    "a file and a folder of one name": [
      { name: "data/a", content: "1" },
      { name: "data/A/b", content: "2" },
      { name: "data/A/", content: "" },
    ],
    "a damaged file": [{ name: "data/a", content: "1", crc: 1, method: 0 }],
    nothing: [],
  };

  test.each(Object.entries(refused))("with %s is a question, and changes nothing", async (_what, parts) => {
    const { b, onB } = await setupArchive(parts);
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "foreign-shape" });
    expect(await readAll(b, "Wii")).toEqual(byName(onB));
  });
});

test("without the file beside it, what comes from another client leaves ours where it is", async () => {
  const azahar = "a deep folder with its file beside it, as of Azahar";
  const { world, b } = await setupAgreed(azahar);
  uploadRow(world, "Game.zip", zipBytes([{ name: "x/main", content: "session 1\nX2\n" }]));
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  const data = "sdmc/title/00040000/00055d00/data";
  expect(await readAll(b, data)).toEqual({
    [`${data}/00000001.metadata`]: "format",
    [`${data}/00000001/main`]: "session 1\nX2\n",
  });
});

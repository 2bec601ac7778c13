import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { nameOfPlace, placeAt } from "../../../backend/core/shapes/shapes.ts";
import type { AppId, RomId, SaveLocation, SetMatch } from "../../../backend/core/vocabulary.ts";
import { zipBytes } from "../../files/zip-bytes.ts";
import { uploadRow } from "../../world/engine/caller.ts";
import { answer } from "../../world/engine/conflict.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { extensions, playSet, readSet, removeMember, writeMember } from "./set-deck.ts";

async function setupPair(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  return { world, a: await world.deck("A", { extensions }), b: await world.deck("B", { extensions }) };
}

describe("a save of several files", () => {
  test("goes up as one archive and stands whole on the other Deck", async () => {
    const { world, a, b } = await setupPair();
    await playSet(a, "A1");
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readSet(b)).toEqual({ ".eep": "A1\n", ".srm": "A1\n" });
    await playSet(b, "B2");
    await b.sync();
    await a.sync();
    expect(await readSet(a)).toEqual({ ".eep": "A1\nB2\n", ".srm": "A1\nB2\n" });
    expect(world.rows()).toHaveLength(2);
    expect(await a.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
  });

  test("with one file there travels as that file, and lands under its own name", async () => {
    const { world, a, b } = await setupPair();
    await playSet(a, "A1", [".srm"]);
    await a.sync();
    expect(world.rows()).toEqual(["A1\n"]);
    await b.sync();
    expect(await readSet(b)).toEqual({ ".srm": "A1\n" });
    await playSet(b, "B2");
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    await a.sync();
    expect(await readSet(a)).toEqual({ ".eep": "B2\n", ".srm": "A1\nB2\n" });
  });

  test("that lost a file is asked about, not sent", async () => {
    const { world, a } = await setupPair();
    await playSet(a, "A1");
    await a.sync();
    await removeMember(a, ".srm");
    await writeMember(a, ".eep", "A1\n".repeat(200));
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toHaveLength(1);
  });

  test("is asked about before it loses a file that the newer save does not have; taken, the file is kept", async () => {
    const { world, a, b } = await setupPair();
    await playSet(a, "A1");
    await a.sync();
    await b.sync();
    uploadRow(world, "Game.srm", Buffer.from("WEB\n"));
    expect(await b.sync()).toMatchObject({ decision: "ask", reason: "newer-looks-lost" });
    expect(await answer(b, "take-remote")).toMatchObject([{ decision: "download", outcome: "done" }]);
    expect(await readSet(b)).toEqual({ ".srm": "WEB\n" });
    expect((await b.keptCopies()).join("")).toContain("A1\n");
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });

  test("that is only blank counts as none on a first meeting", async () => {
    const { a, b } = await setupPair();
    await playSet(a, "A1");
    await a.sync();
    await writeMember(b, ".srm", "\0\0\0\0");
    await writeMember(b, ".eep", "\xff\xff\0\0");
    expect(await b.sync()).toMatchObject({ decision: "download", reason: "first-download" });
    expect(await readSet(b)).toEqual({ ".eep": "A1\n", ".srm": "A1\n" });
  });

  test("with a link among its files is left alone", async () => {
    const { world, a } = await setupPair();
    await playSet(a, "A1", [".srm"]);
    await symlink("/etc/hostname", join(dirname(a.savePath), "Game.eep"));
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    expect(world.rows()).toEqual([]);
  });
});

describe("names", () => {
  test("of which one ends like another keep each file its own", async () => {
    const world = await setupWorld();
    const both = [".0.srm", ".srm"];
    const [a, b] = [await world.deck("A", { extensions: both }), await world.deck("B", { extensions: both })];
    await playSet(a, "A1", [".0.srm"]);
    await a.sync();
    await b.sync();
    expect(await readSet(b)).toEqual({ ".0.srm": "A1\n" });
    await playSet(b, "B2", both);
    await b.sync();
    await a.sync();
    expect(await readSet(a)).toEqual({ ".0.srm": "A1\nB2\n", ".srm": "B2\n" });
  });

  test("as long as a file system takes them can be brought here", async () => {
    const world = await setupWorld();
    const many = Array.from({ length: 20 }, (_, index) => `.${"m".repeat(200)}${index}`);
    const [a, b] = [await world.deck("A", { extensions: many }), await world.deck("B", { extensions: many })];
    await playSet(a, "A1", many);
    await a.sync();
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(Object.keys(await readSet(b))).toHaveLength(20);
  });

  test("in another spelling than the one looked for are found where the card folds them", async () => {
    const { a, b } = await setupPair();
    await playSet(a, "A1");
    await a.sync();
    const folder = dirname(b.savePath);
    await writeFile(join(folder, "Game.SRM"), "B-ONLY\n");
    foldNames(b, folder);
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "first-meeting" });
    expect(await readFile(join(folder, "Game.SRM"), "utf8")).toBe("B-ONLY\n");
  });
});

/** A disk that answers to every spelling of the names in one folder. */
function foldNames({ disk }: EngineDeck, folder: string): void {
  const { stat, openRead, realPath } = disk;
  const find = async (path: string) => {
    const names = dirname(path) === folder ? await readdir(folder) : [];
    const name = names.find((one) => one.toLowerCase() === basename(path).toLowerCase());
    return name === undefined ? path : join(folder, name);
  };
  disk.stat = async (path) => stat(await find(path));
  disk.openRead = async (path) => openRead(await find(path));
  disk.realPath = async (path) => realPath(await find(path));
}

describe("an archive that another client made", () => {
  async function setupArchive(parts: Parameters<typeof zipBytes>[0]): Promise<{ b: EngineDeck }> {
    const { world, a, b } = await setupPair();
    await playSet(a, "A1");
    await a.sync();
    await b.sync();
    uploadRow(world, "Game.zip", zipBytes(parts));
    return { b };
  }

  test("is unpacked, packed and named as that client likes", async () => {
    const { b } = await setupArchive([
      { name: "Zelda/", content: "", method: 0 },
      { name: "Zelda/Zelda (USA).SRM", content: "A1\nC2\n" },
      { name: "Zelda/Zelda (USA).eep", content: "A1\nC2\n" },
    ]);
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readSet(b)).toEqual({ ".eep": "A1\nC2\n", ".srm": "A1\nC2\n" });
    expect(await b.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
  });

  const refused: Record<string, Parameters<typeof zipBytes>[0]> = {
    "a path out of the folder": [
      { name: "../Game.srm", content: "EVIL" },
      { name: "../Game.eep", content: "EVIL" },
    ],
    "an absolute path": [{ name: "/Game.srm", content: "EVIL" }],
    "a link": [{ name: "Game.srm", content: "/etc/passwd", unixMode: 0o120777 }],
    "two names that differ by case only": [
      { name: "Game.srm", content: "1" },
      { name: "game.SRM", content: "2" },
    ],
    "a file of another kind": [
      { name: "Game.srm", content: "1" },
      { name: "Game.state", content: "2" },
    ],
    "files of two games": [
      { name: "Game.srm", content: "1" },
      { name: "Other.eep", content: "2" },
    ],
    "a damaged file": [{ name: "Game.srm", content: "1", crc: 1, method: 0 }],
    nothing: [],
  };

  test.each(Object.entries(refused))("with %s is a question, and changes nothing", async (_what, parts) => {
    const { b } = await setupArchive(parts);
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "foreign-shape" });
    expect(await readSet(b)).toEqual({ ".eep": "A1\n", ".srm": "A1\n" });
  });
});

describe("a place for a set", () => {
  const other = { appId: 5 as AppId, name: "Other" };

  async function register(save: SaveLocation) {
    const { world, a } = await setupPair();
    const romId = world.romId as RomId;
    const placed = placeAt(save, join(dirname(a.savePath), basename(nameOfPlace(save))));
    return await a.api.registerShortcuts({ bindings: [{ ...other, romId, save: placed }] });
  }

  test("is refused to a second shortcut that would share one of its files", async () => {
    expect(await register({ kind: "file", path: "Game.eep", emulator: "retroarch" })).toMatchObject({
      ok: false,
      error: { kind: "location-taken" },
    });
  });

  test("is refused where it differs by upper and lower case only: on a card they are one file", async () => {
    const game = { kind: "file", path: "GAME.SRM", emulator: "retroarch" } as const;
    expect(await register(game)).toMatchObject({ ok: false, error: { kind: "location-taken" } });
  });

  const set = (match: SetMatch): SaveLocation => ({
    kind: "files",
    folder: "",
    match,
    emulator: "retroarch",
  });
  const unusable: Record<string, SaveLocation> = {
    "without extensions": set({ stem: "Other", extensions: [] }),
    "with an extension that leaves the folder": set({ stem: "Other", extensions: ["/../x"] }),
    "with an extension without its dot": set({ stem: "Other", extensions: ["srm"] }),
    "with one extension twice": set({ stem: "Other", extensions: [".srm", ".SRM"] }),
    "with an archive among its files": set({ stem: "Other", extensions: [".srm", ".zip"] }),
    "with a folder in its stem": set({ stem: "a/b", extensions: [".srm"] }),
    "found by a pattern that says nothing of the game": set({ glob: "*.gci" }),
    "found by a pattern without a star": set({ glob: "01-GALE-a.gci" }),
  };

  test.each(Object.entries(unusable))("%s is refused, with a reason", async (_what, save) => {
    const outcome = await register(save);
    expect(outcome).toMatchObject({ ok: false, error: { kind: "location-unusable" } });
  });
});

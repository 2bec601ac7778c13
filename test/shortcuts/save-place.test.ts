import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AppId, RomId, SaveLocation } from "../../backend/core/vocabulary.ts";
import { appId, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

async function setupPlayed() {
  const world = await setupWorld();
  const deck = await world.deck("A");
  await deck.play("A1");
  await deck.sync();
  world.requests();
  const at = (name: string): Extract<SaveLocation, { kind: "file" }> => ({
    kind: "file",
    path: join(dirname(deck.savePath), name),
    emulator: "retroarch",
  });
  return { world, deck, at };
}

const setTo = (deck: Awaited<ReturnType<typeof setupPlayed>>["deck"], save: SaveLocation) =>
  deck.api.setSaveLocation({ appId, save });

describe("another place for a game's save", () => {
  test("moves no byte by itself, and what stands there is compared with RomM's first", async () => {
    const { deck, at, world } = await setupPlayed();
    await writeFile(at("Moved.srm").path, "A1\nunseen\n");
    expect(expectOk(await setTo(deck, at("Moved.srm")))).toMatchObject({ appId, save: at("Moved.srm") });
    expect(await deck.sync()).toMatchObject({
      decision: "conflict",
      reason: "first-meeting",
      outcome: "asks",
    });
    expect(world.rows()).toEqual(["A1\n"]);
    expect(await readFile(at("Moved.srm").path, "utf8")).toBe("A1\nunseen\n");
    expect(await deck.save()).toBe("A1\n");
  });

  test("with the same bytes goes on without a question, and nothing is moved", async () => {
    const { deck, at, world } = await setupPlayed();
    await writeFile(at("Moved.srm").path, "A1\n");
    expectOk(await setTo(deck, at("Moved.srm")));
    expect(await deck.sync()).toMatchObject({ decision: "adopt", outcome: "done", sizeBytes: 0 });
    await writeFile(at("Moved.srm").path, "A1\nA2\n");
    expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("where nothing is yet gets RomM's save, and the old file stays", async () => {
    const { deck, at } = await setupPlayed();
    expectOk(await setTo(deck, at("Moved.srm")));
    expect(await deck.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readFile(at("Moved.srm").path, "utf8")).toBe("A1\n");
    expect(await deck.save()).toBe("A1\n");
  });

  test("is kept over a restart, and needs no RomM", async () => {
    const { deck, at, world } = await setupPlayed();
    await world.romm.stop();
    expectOk(await setTo(deck, at("Moved.srm")));
    const [shortcut] = await (await deck.restart()).api.listShortcuts({});
    expect(shortcut).toMatchObject({ appId, save: at("Moved.srm") });
  });

  test("is refused while the game runs, where another game's save is, and for a shortcut that is not registered", async () => {
    const { deck, at, world } = await setupPlayed();
    const { id } = world.romm.addRom({ platform: "gba", fsName: "Other.gba" });
    const other = { appId: 77 as AppId, romId: id as RomId, name: "Other", save: at("Other.srm") };
    expectOk(await deck.api.registerShortcuts({ bindings: [other] }));
    expect(await setTo(deck, at("Other.srm"))).toMatchObject({
      error: { kind: "location-taken", by: "Other" },
    });
    expect(await setTo(deck, { ...at("x"), path: "relative" })).toMatchObject({
      error: { kind: "location-unusable" },
    });
    expect(await deck.api.setSaveLocation({ appId: 78 as AppId, save: at("Free.srm") })).toMatchObject({
      error: { kind: "unknown-shortcut" },
    });
    deck.processes.push({ pid: 7, argv: ["retroarch", "/roms/Game.gba"] });
    expect(await setTo(deck, at("Moved.srm"))).toMatchObject({ error: { kind: "running" } });
    const shortcuts = await deck.api.listShortcuts({});
    expect(shortcuts.map(({ save }) => save)).toContainEqual({ ...at("Game.srm") });
  });
});

test("a shortcut that shares its save leaves it alone: the other one keeps its place and what was agreed", async () => {
  const { deck, at, world } = await setupPlayed();
  const second = { appId: 88 as AppId, romId: world.romId as RomId, name: "Twin", save: at("Game.srm") };
  expectOk(await deck.api.registerShortcuts({ bindings: [second] }));
  expectOk(await deck.api.setSaveLocation({ appId: second.appId, save: at("Twin.srm") }));
  expect(await deck.sync()).toMatchObject({ decision: "keep" });
  const shortcuts = await deck.api.listShortcuts({});
  expect(shortcuts.map(({ name, save }) => [name, save])).toEqual([
    ["Game", at("Game.srm")],
    ["Twin", at("Twin.srm")],
  ]);
});

test("the same place again changes nothing of what was agreed", async () => {
  const { deck, at } = await setupPlayed();
  expectOk(await setTo(deck, { ...at("Game.srm"), emulator: "mgba" }));
  expect(await deck.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
});

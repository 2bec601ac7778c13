import { describe, expect, test } from "vitest";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { appId, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

test("two shortcuts of one rom and one save share a unit, and each keeps its Steam user", async () => {
  const { world, deck, save } = await setupDeck();
  const bindings = [
    { appId: 21 as AppId, romId: world.romId as RomId, name: "Mine", save, steamUser: "12" },
    { appId: 22 as AppId, romId: world.romId as RomId, name: "Hers", save, steamUser: "34" },
  ];
  expectOk(await deck.api.registerShortcuts({ bindings }));
  const [account] = Object.values((await deck.restart()).state.store.current().accounts);
  expect(Object.keys(account?.units ?? {})).toHaveLength(1);
  expect(account?.shortcut_registry).toMatchObject({
    21: { steamUser: "12", unitId: account?.shortcut_registry[appId]?.unitId },
    22: { steamUser: "34", unitId: account?.shortcut_registry[appId]?.unitId },
  });
});

test("one save for two roms is refused, and nothing is registered", async () => {
  const { world, deck, save } = await setupDeck();
  const other = world.romm.addRom({ platform: "gba", fsName: "Other.gba" });
  const bindings = [{ appId: 23 as AppId, romId: other.id as RomId, name: "Other", save }];
  expect(await deck.api.registerShortcuts({ bindings })).toMatchObject({ error: { kind: "location-taken" } });
  expect((await deck.api.listShortcuts({})).map((shortcut) => shortcut.appId)).toEqual([appId]);
});

describe("a rom that has another name in RomM by now, registered anew by the player", () => {
  async function registerAgain({ world, deck, save }: Awaited<ReturnType<typeof setupDeck>>, fsName: string) {
    world.romm.rules.admin.removeRom(world.romId);
    world.romm.rules.admin.addRom({ platform: "gba", fsName, id: world.romId });
    expect(await deck.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    const bindings = [{ appId, romId: world.romId as RomId, name: "Game", save }];
    expectOk(await deck.api.registerShortcuts({ bindings }));
  }

  test("is linked again, and its save goes up", async () => {
    const { world, deck, ...rest } = await setupDeck();
    await deck.play("A1");
    await registerAgain({ world, deck, ...rest }, "Game (Europe).gba");
    expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("may be another game that got the id: what was agreed before sends nothing by itself", async () => {
    const { world, deck, ...rest } = await setupDeck();
    await deck.play("A1");
    await deck.sync();
    await registerAgain({ world, deck, ...rest }, "Other.gba");
    await deck.play("A2");
    expect(await deck.sync()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual([]);
  });
});

async function setupDeck() {
  const world = await setupWorld();
  const deck = await world.deck("one");
  return { world, deck, save: { kind: "file" as const, path: deck.savePath, emulator: "retroarch" } };
}

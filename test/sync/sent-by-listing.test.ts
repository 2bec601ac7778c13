import { describe, expect, test } from "vitest";
import { createLibraryReader } from "../../backend/sync/runs/library.ts";
import { callerOf } from "../world/engine/caller.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { addRoms, countBy, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* A run sends what changed by its one listing of all saves, without asking again for each. What came into RomM since then
   it cannot see: RomM's lock must, and whatever else was there before stays reachable. */

const count = 10;

/** RomM holds `A1` of every game, and this Deck changed every one of them since. */
async function setupChanged() {
  const world = await setupWorld();
  const a = await world.deck("A");
  const games = await onlyTheseGames(a, addRoms(world, count));
  for (const game of games) await game.write("A1\n");
  await syncAll(a);
  await syncAll(a);
  world.time.advance(120_000);
  for (const game of games) await game.write("A1\nA2\n");
  world.requests();
  return { world, a, games };
}

/** Once, after the listing and before the first upload: a copy of what is sent is made. */
function onceListed({ disk }: EngineDeck, change: () => unknown): void {
  const { create } = disk;
  disk.create = async (path, options) => {
    if (path.includes("/history/")) {
      disk.create = create;
      await change();
    }
    return await create(path, options);
  };
}

const rowsOf = ({ romm }: World, romId: number) =>
  romm.rules.database.saves.filter((save) => save.rom_id === romId).sort((x, y) => x.id - y.id);

/** Of all rows of the game, oldest first. */
function textsOf(world: World, romId: number): string[] {
  return rowsOf(world, romId).map(({ id }) => {
    const content = world.romm.rules.saves.readContent(callerOf(world), id, {});
    return content.ok ? new TextDecoder().decode(content.value.bytes) : "(no content)";
  });
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

test("What changed goes up by one listing: one request for each save, and one for all of them", async () => {
  const { world, a } = await setupChanged();
  const lines = await syncAll(a);
  expect(countBy(lines, ({ decision, outcome }) => `${decision} ${outcome}`)).toEqual({
    "upload done": count,
  });
  expect(countBy(world.requests(), (line) => line)).toEqual({
    "GET /api/saves": 1,
    "POST /api/saves": count,
  });
});

describe("after the listing,", () => {
  test("another device's newer save is not sent over: both sides are asked about", async () => {
    const { world, a, games } = await setupChanged();
    onceListed(a, () => {
      for (const { romId } of games) {
        const save = { romId, slot: "autosave", fileName: "Other.srm", bytes: bytesOf("A1\nB2\n") };
        expect(world.romm.rules.saves.upload(callerOf(world), save).ok).toBe(true);
      }
    });
    const lines = await syncAll(a);
    expect(countBy(lines, ({ decision }) => decision)).toEqual({ conflict: count });
    for (const { romId } of games) expect(textsOf(world, romId)).toEqual(["A1\n", "A1\nB2\n"]);
  });

  test("a head that the web player replaced in place is not sent over either", async () => {
    const { world, a, games } = await setupChanged();
    onceListed(a, () => {
      for (const { romId } of games) {
        const [head] = rowsOf(world, romId).slice(-1);
        const put = { bytes: bytesOf("A1\nWEB\n") };
        expect(world.romm.rules.saves.update(callerOf(world), head?.id ?? 0, put).ok).toBe(true);
      }
    });
    const lines = await syncAll(a);
    expect(countBy(lines, ({ decision }) => decision)).toEqual({ conflict: count });
    for (const { romId } of games) expect(textsOf(world, romId)).toEqual(["A1\nWEB\n"]);
  });

  test("a head that was deleted takes nothing along: what stands here goes up", async () => {
    const { world, a, games } = await setupChanged();
    onceListed(a, () => {
      const saveIds = games.flatMap(({ romId }) => rowsOf(world, romId).map(({ id }) => id));
      expect(world.romm.rules.saves.remove(callerOf(world), saveIds).ok).toBe(true);
    });
    const lines = await syncAll(a);
    expect(countBy(lines, ({ outcome }) => outcome)).toEqual({ done: count });
    for (const { romId } of games) expect(textsOf(world, romId)).toEqual(["A1\nA2\n"]);
    expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count });
  });

  test("a minute later each save is asked about by itself again", async () => {
    const { world, a } = await setupChanged();
    const { openRead } = a.disk;
    a.disk.openRead = async (path) => {
      if (path.includes("/saves/")) world.time.advance(61_000);
      return await openRead(path);
    };
    await syncAll(a);
    expect(countBy(world.requests(), (line) => line)).toEqual({
      "GET /api/saves": 1 + count,
      "POST /api/saves": count,
    });
  });
});

test("A listing is sent by for a minute, and not after a sleep", async () => {
  const clock = { nowMs: 1_000_000, ranMs: 5000 };
  const silent = {
    error() {},
    warn() {},
    info() {},
    debug() {},
    during: (_: object, work: () => never) => work(),
  };
  const server = { listAllSaves: async () => [] } as never;
  const read = async () => {
    const reader = createLibraryReader({
      log: silent,
      clock: { now: () => clock.nowMs, monotonic: () => clock.ranMs, wait: async () => {} },
    });
    const session = { server, accountId: "http://romm#1" as never, deviceId: "deck" as never };
    const { signal } = new AbortController();
    return (await reader.read({ session, unitCount: 20, purpose: "run", signal })) ?? expect.fail("not read");
  };
  const pass = (ranMs: number, sleptMs = 0) => {
    clock.ranMs += ranMs;
    clock.nowMs += ranMs + sleptMs;
  };
  const library = await read();
  pass(59_000);
  expect(library.isFresh()).toBe(true);
  pass(1000);
  expect(library.isFresh()).toBe(false);
  const slept = await read();
  pass(1000, 60_000);
  expect(slept.isFresh()).toBe(false);
});

import { describe, expect, test } from "vitest";
import type { RomId } from "../../backend/core/vocabulary.ts";
import { callerOf } from "../world/engine/caller.ts";
import { addRoms, countBy, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { untilStored } from "../world/engine/until-stored.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* A run asks RomM for the ids of all saves, and for the saves themselves only where an id came or went. What ids cannot
   tell is named here, with what finds it instead. */

const count = 10;

async function setupKnown() {
  const world = await setupWorld();
  const a = await world.deck("A");
  const games = await onlyTheseGames(a, addRoms(world, count));
  for (const game of games) await game.write("A1\n");
  await syncAll(a);
  addElsewhere(world, 100);
  await syncAll(a);
  await untilStored(world, a);
  world.time.advance(120_000);
  world.requests();
  const [first] = games;
  if (!first) throw new Error("No game.");
  return { world, a, games, first };
}

/** Saves of a game that is not on this Deck: an account for which it is worth asking for the ids first. */
function addElsewhere(world: World, rows: number): void {
  const { id: romId } = world.romm.addRom({ platform: "gba", fsName: "Elsewhere.gba" });
  for (let index = 0; index < rows; index += 1) {
    const name = { slot: `slot ${index}`, fileName: `Elsewhere (${index}).srm` };
    world.romm.rules.saves.upload(callerOf(world), { romId, bytes: bytesOf(`elsewhere ${index}`), ...name });
  }
}

const headOf = ({ romm }: World, romId: RomId) => {
  const ids = romm.rules.database.saves.filter((save) => save.rom_id === romId).map(({ id }) => id);
  return Math.max(...ids);
};

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** As RomM's web player saves over the newest row. */
function playInBrowser(world: World, romId: RomId, text: string): void {
  const put = { bytes: bytesOf(text) };
  expect(world.romm.rules.saves.update(callerOf(world), headOf(world, romId), put).ok).toBe(true);
}

const asked = (world: World) => countBy(world.requests(), (line) => line.replace(/\d+/, "N"));

test("Nothing changed: one request, for ids", async () => {
  const { world, a } = await setupKnown();
  expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count });
  expect(asked(world)).toEqual({ "GET /api/saves/identifiers": 1 });
});

test("An id that came is a newer save, which comes down", async () => {
  const { world, a, first } = await setupKnown();
  const save = { romId: first.romId, slot: "autosave", fileName: "B.srm", bytes: bytesOf("A1\nB2\n") };
  expect(world.romm.rules.saves.upload(callerOf(world), save).ok).toBe(true);
  expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count - 1, download: 1 });
  expect(await first.read()).toBe("A1\nB2\n");
});

test("An id that went is told", async () => {
  const { world, a, first } = await setupKnown();
  expect(world.romm.rules.saves.remove(callerOf(world), [headOf(world, first.romId)]).ok).toBe(true);
  const lines = await syncAll(a);
  expect(countBy(lines, ({ reason }) => reason)).toEqual({ "nothing-new": count - 1, "gone-from-server": 1 });
});

describe("A save that was replaced in place", () => {
  test("comes down before its game starts", async () => {
    const { world, a, first } = await setupKnown();
    playInBrowser(world, first.romId, "A1\nWEB\n");
    expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count });
    expect(await a.api.beforeLaunch({ launchId: "one", appId: first.appId })).toMatchObject({ kind: "go" });
    expect(await first.read()).toBe("A1\nWEB\n");
  });

  test("is seen by a run within an hour", async () => {
    const { world, a, first } = await setupKnown();
    playInBrowser(world, first.romId, "A1\nWEB\n");
    world.time.advance(58 * 60_000);
    expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count - 1, download: 1 });
    expect(await first.read()).toBe("A1\nWEB\n");
  });

  test("is not sent over where this Deck played too", async () => {
    const { world, a, first } = await setupKnown();
    playInBrowser(world, first.romId, "A1\nWEB\n");
    await first.write("A1\nA2\n");
    expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count - 1, conflict: 1 });
    expect(await first.read()).toBe("A1\nA2\n");
  });

  test("is not sent over where so many changed that they go up by one listing", async () => {
    const { world, a, games } = await setupKnown();
    for (const { romId } of games) playInBrowser(world, romId, "A1\nWEB\n");
    for (const game of games) await game.write("A1\nA2\n");
    expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ conflict: count });
  });

  test("is what the player is shown, who asks what a run would do", async () => {
    const { world, a, first } = await setupKnown();
    playInBrowser(world, first.romId, "A1\nWEB\n");
    const shown = await a.api.syncAll({ dryRun: true });
    const lines = shown.ok ? shown.value.lines : [];
    expect(countBy(lines, ({ decision }) => decision)).toEqual({ keep: count - 1, download: 1 });
  });
});

test("Many changed saves are asked for once: the first few by themselves, and then all by one listing", async () => {
  const { world, a, games } = await setupKnown();
  for (const game of games) await game.write("A1\nA2\n");
  expect(countBy(await syncAll(a), ({ outcome }) => outcome)).toEqual({ done: count });
  expect(asked(world)).toEqual({
    "GET /api/saves/identifiers": 1,
    "GET /api/saves": 5 + 1,
    "POST /api/saves": count,
  });
});

test.each(["500", "proxy-404-html", "wrong-shape"] as const)(
  "A RomM that does not tell its ids (%s) is asked for the saves, and nothing is taken for empty",
  async (fault) => {
    const { world, a } = await setupKnown();
    await world.romm.faults.set(fault, { route: "GET /api/saves/identifiers" });
    expect(countBy(await syncAll(a), ({ decision }) => decision)).toEqual({ keep: count });
    expect(asked(world)).toEqual({ "GET /api/saves/identifiers": 1, "GET /api/saves": 1 });
  },
);

test("Another user's listing is none of ours", async () => {
  const { world, a } = await setupKnown();
  const { admin } = world.romm.rules;
  const token = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
  const { origin } = world.romm;
  expect(await a.api.connect({ origin, credentials: { kind: "token", token } })).toMatchObject({ ok: true });
  await onlyTheseGames(a, addRoms(world, count));
  world.requests();
  await syncAll(a);
  expect(asked(world)["GET /api/saves/identifiers"]).toBeUndefined();
});

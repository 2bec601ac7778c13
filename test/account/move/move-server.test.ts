import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { moveRefusal } from "../../../src/words/en/sign-in.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { addRoms, countBy, onlyTheseGames, syncAll } from "../../world/engine/many-games.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { createNetworkProxy } from "../../world/network/proxy.ts";
import { type Romm, startRomm } from "../../world/romm/server.ts";

/** A Deck with so many games, whose saves RomM has. */
async function setupSaves(count: number) {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const games = await onlyTheseGames(deck, addRoms(world, count));
  for (const [index, game] of games.entries()) await game.write(`save ${index}\n`);
  expect(countBy(await syncAll(deck), (line) => line.outcome)).toEqual({ done: count });
  world.time.advance(60_000);
  return { world, deck, games };
}

/** The same RomM by another address. */
async function moveHouse({ romm }: World): Promise<string> {
  const road = await createNetworkProxy(romm.origin);
  onTestFinished(road.stop);
  return road.origin;
}

async function anotherRomm(): Promise<Romm> {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-another-"));
  const romm = await startRomm({ folder });
  onTestFinished(async () => {
    await romm.stop();
    await rm(folder, { recursive: true });
  });
  return romm;
}

/** Bytes of saves that went to RomM or came from it. */
function moved({ romm }: World): string[] {
  const requests = romm.requests.all().map(({ method, path }) => `${method} ${path}`);
  return requests.filter((line) => line === "POST /api/saves" || line.endsWith("/content"));
}

/** Whose the kept copies are, by their labels. */
async function ownersOfCopies(deck: EngineDeck): Promise<string[]> {
  const folder = join(deck.savePath, "../../data/history");
  const labels = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const texts = await Promise.all(labels.map((name) => readFile(join(folder, name), "utf8")));
  return [...new Set(texts.map((text) => String(JSON.parse(text).accountId)))];
}

async function whoIsSignedIn(deck: EngineDeck) {
  const { connection } = await deck.api.getOverview({});
  return connection.kind === "connected" ? connection : expect.fail("Nobody is signed in.");
}

test("RomM with 60 known saves moves to another address: no byte of a save moves, and nothing is asked", async () => {
  const { world, deck, games } = await setupSaves(60);
  const before = await whoIsSignedIn(deck);
  const origin = await moveHouse(world);
  world.romm.requests.clear();
  expect(expectOk(await deck.api.moveServer({ origin }))).toMatchObject({
    origin,
    deviceId: before.deviceId,
  });
  expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 60 });
  expect(moved(world)).toEqual([]);
  expect(await deck.api.listConflicts({})).toEqual([]);
  expect(await deck.api.listShortcuts({})).toHaveLength(60);

  expect(await ownersOfCopies(deck)).toEqual([`${origin}#1`]);
  const restarted = await deck.restart();
  expect(await whoIsSignedIn(restarted)).toMatchObject({ origin, deviceId: before.deviceId });
  await games[0]?.write("save 0\nplayed\n");
  world.time.advance(60_000);
  expect(countBy(await syncAll(restarted), (line) => line.decision)).toEqual({ keep: 59, upload: 1 });
});

test("another RomM is refused with the count, and everything stays as it was", async () => {
  const { world, deck } = await setupSaves(12);
  const before = await whoIsSignedIn(deck);
  const other = await anotherRomm();
  const outcome = await deck.api.moveServer({ origin: other.origin });
  expect(outcome).toEqual({ ok: false, error: { kind: "another-server", knownSaves: 0, ofSaves: 12 } });
  expect(textOf(outcome)).toBe("This is another RomM: it knows 0 of your 12 saves. Sign in there instead.");
  expect(await whoIsSignedIn(deck)).toMatchObject({ origin: before.origin, deviceId: before.deviceId });
  expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 12 });
  expect(other.rules.database.saves).toEqual([]);
  expect(world.romm.rules.database.devices).toHaveLength(1);
});

type Moved = Awaited<ReturnType<EngineDeck["api"]["moveServer"]>>;

function textOf(outcome: Moved): string {
  if (outcome.ok || outcome.error.kind !== "another-server") return expect.fail("Not refused so.");
  return moveRefusal(outcome.error);
}

test("the same users and devices with most rows lost are refused with what is left; a few lost rows are not", async () => {
  const { world, deck } = await setupSaves(12);
  const origin = await moveHouse(world);
  const { database } = world.romm.rules;
  const all = [...database.saves];
  database.saves = all.slice(0, 5);
  expect(await deck.api.moveServer({ origin })).toMatchObject({
    error: { kind: "another-server", knownSaves: 5, ofSaves: 12 },
  });
  database.saves = all.slice(0, 10);
  expect(await deck.api.moveServer({ origin })).toMatchObject({ ok: true });
});

test("rows of equal ids that are of other games prove nothing", async () => {
  const { world, deck } = await setupSaves(12);
  for (const save of world.romm.rules.database.saves) save.rom_id += 1;
  expect(await deck.api.moveServer({ origin: await moveHouse(world) })).toMatchObject({
    error: { kind: "another-server", knownSaves: 0 },
  });
});

test("nothing answers at the new address: what is wrong is told, and everything stays as it was", async () => {
  const { deck } = await setupSaves(2);
  expect(await deck.api.moveServer({ origin: "http://127.0.0.1:1" })).toMatchObject({
    error: { kind: "romm", code: "offline" },
  });
  expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 2 });
});

test("signed out, there is nothing to move", async () => {
  const world = await setupWorld();
  const deck = await world.deck("A");
  await deck.api.disconnect({});
  expect(await deck.api.moveServer({ origin: world.romm.origin })).toEqual({
    ok: false,
    error: { kind: "signed-out" },
  });
});

test("signing in at RomM's new address, instead of moving, finds the account there with all its games", async () => {
  const { world, deck } = await setupSaves(6);
  const before = await whoIsSignedIn(deck);
  const origin = await moveHouse(world);
  const { token } = world.romm;
  world.romm.requests.clear();
  expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token } }));
  expect(await whoIsSignedIn(deck)).toMatchObject({ origin, deviceId: before.deviceId });
  expect(await deck.api.listShortcuts({})).toHaveLength(6);
  expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 6 });
  expect(moved(world)).toEqual([]);
  expect(world.romm.rules.database.devices).toHaveLength(1);
});

test("a login by password moves too, and goes on being renewed at the new address", async () => {
  const { world, deck } = await setupSaves(3);
  const credentials = { kind: "password", username: "player", password: "password" } as const;
  expectOk(await deck.api.connect({ origin: world.romm.origin, credentials }));
  world.time.advance(40 * 60_000);
  const origin = await moveHouse(world);
  expectOk(await deck.api.moveServer({ origin }));
  world.time.advance(40 * 60_000);
  expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 3 });
});

test("a login by password that was renewed by a move that was refused is still good where it was", async () => {
  const { world, deck } = await setupSaves(4);
  const credentials = { kind: "password", username: "player", password: "password" } as const;
  expectOk(await deck.api.connect({ origin: world.romm.origin, credentials }));
  const { database } = world.romm.rules;
  const all = [...database.saves];
  for (const rounds of [1, 2]) {
    world.time.advance(40 * 60_000);
    database.saves = all.slice(0, 1);
    expect(await deck.api.moveServer({ origin: await moveHouse(world) })).toMatchObject({
      error: { kind: "another-server", knownSaves: 1, ofSaves: 4 },
    });
    database.saves = all;
    world.time.advance(rounds * 40 * 60_000);
    expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 4 });
  }
});

test("another user's games sleep while one is signed in, and wake with all that was known of them", async () => {
  const { world, deck } = await setupSaves(4);
  const { admin } = world.romm.rules;
  const ben = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
  const { origin, token } = world.romm;
  expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token: ben } }));
  expect(await whoIsSignedIn(deck)).toMatchObject({ username: "ben" });
  expect(await deck.api.listShortcuts({})).toEqual([]);
  expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token } }));
  expect(await whoIsSignedIn(deck)).toMatchObject({ username: "player" });
  expect(countBy(await syncAll(deck), (line) => line.decision)).toEqual({ keep: 4 });
});

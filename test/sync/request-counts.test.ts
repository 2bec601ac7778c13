import { describe, expect, test } from "vitest";
import { callerOf } from "../world/engine/caller.ts";
import { appId, expectOk } from "../world/engine/deck.ts";
import { addRoms, countBy, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupWorld } from "../world/engine/world.ts";

/** Two Decks in sync, and nothing left to be told. */
async function setupAgreed() {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.sync();
  world.requests();
  return { world, a, b };
}

let launches = 0;
const launch = () => ({ launchId: `launch-${launches++}`, appId });

describe("one game", () => {
  test("a launch check with nothing new is one request", async () => {
    const { world, b } = await setupAgreed();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    expect(world.requests()).toEqual(["GET /api/saves"]);
  });

  test("a launch pull is three", async () => {
    const { world, a, b } = await setupAgreed();
    await a.play("A2");
    await a.sync();
    world.requests();
    await b.api.beforeLaunch(launch());
    expect(world.requests()).toEqual([
      "GET /api/saves",
      "GET /api/saves/2/content",
      "POST /api/saves/2/downloaded",
    ]);
  });

  test("an exit push is one", async () => {
    const { world, b } = await setupAgreed();
    await b.play("B1");
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.requests()).toEqual(["POST /api/saves"]);
  });

  test("what an exit pushed is asked for once, after its answer, as no device's, and never on a launch's way", async () => {
    const { world, b } = await setupAgreed();
    await b.play("B1");
    await b.exit();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    const asksForSaves = (line: string) => line.includes("/api/saves");
    expect(world.requests().filter(asksForSaves)).toEqual(["POST /api/saves", "GET /api/saves"]);
    world.time.elapse(11_000);
    const isStored = async () => (await b.api.listShortcuts({})).every((shortcut) => shortcut.isStored);
    await expect.poll(isStored, { timeout: 20_000 }).toBe(true);
    // The other Deck fetches it as well, and says who it is.
    const all = world.romm.requests.all().filter(({ path }) => path === "/api/saves/2/content");
    expect(all.filter(({ query }) => !query.includes("device_id"))).toMatchObject([{ query: "" }]);
  });

  test("an exit push right after another is two: the first one's slot is verified before it is built on", async () => {
    const { world, b } = await setupAgreed();
    await b.play("B1");
    await b.exit();
    await b.play("B2");
    world.requests();
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.requests()).toEqual(["GET /api/saves", "POST /api/saves"]);
  });

  test("an exit with nothing changed is none", async () => {
    const { world, b } = await setupAgreed();
    expect(await b.exit()).toMatchObject({ decision: "keep" });
    expect(world.requests()).toEqual([]);
  });
});

describe("all games", () => {
  /** Every tenth was played on the other Deck since. */
  async function setupMany(count: number) {
    const world = await setupWorld();
    const romIds = addRoms(world, count);
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    const [onA, onB] = [await onlyTheseGames(a, romIds), await onlyTheseGames(b, romIds)];
    for (const game of onA) await game.write("A1\n");
    await syncAll(a);
    await syncAll(b);
    for (const game of onA.filter((_, index) => index % 10 === 0)) await game.write("A1\nA2\n");
    await syncAll(a);
    world.requests();
    return { world, a, b, onA, onB };
  }

  const statusesOf = async (deck: { api: Awaited<ReturnType<typeof setupMany>>["b"]["api"] }) =>
    countBy(await deck.api.listShortcuts({}), ({ status }) => status.kind);

  test("the statuses of 20 shortcuts are one request, and then none", async () => {
    const { world, b } = await setupMany(20);
    const again = await b.restart();
    expectOk(await again.api.syncAll({ dryRun: true }));
    expect(world.requests()).toEqual(["GET /api/saves"]);
    expect(await statusesOf(again)).toEqual({ synced: 18, "will-download": 2 });
    expect(world.requests()).toEqual([]);
  });

  test("where the listing of all fails, each game is asked about by itself, and the statuses are the same", async () => {
    const { world, b } = await setupMany(20);
    await world.romm.faults.set("500", { route: "GET /api/saves", count: 1 });
    const { lines } = expectOk(await b.api.syncAll({ dryRun: true }));
    expect(world.requests()).toEqual(Array(21).fill("GET /api/saves"));
    expect(countBy(lines, ({ outcome }) => outcome)).toEqual({ planned: 20 });
    expect(await statusesOf(b)).toEqual({ synced: 18, "will-download": 2 });
  });

  test("a failed listing of all is not taken for an empty RomM by a Deck that has nothing yet", async () => {
    const { world, onB } = await setupMany(20);
    const c = await world.deck("C");
    await onlyTheseGames(
      c,
      onB.map(({ romId }) => romId),
    );
    await world.romm.faults.set("500", { route: "GET /api/saves", count: 1 });
    expectOk(await c.api.syncAll({ dryRun: true }));
    expect(await statusesOf(c)).toEqual({ "will-download": 20 });
  });

  test("a run over 20 games moves what is new after a look of its own, and keeps the others by one listing", async () => {
    const { world, b } = await setupMany(20);
    const lines = await syncAll(b);
    expect(countBy(lines, ({ decision }) => decision)).toEqual({ keep: 18, download: 2 });
    const requests = world.requests();
    expect(countBy(requests, (line) => line.replace(/\d+/, "N"))).toEqual({
      "GET /api/saves": 1 + 2,
      "GET /api/saves/N/content": 2,
      "POST /api/saves/N/downloaded": 2,
    });
  });

  test("what is known to be unfinished is looked at first, and by itself", async () => {
    const { world, b, onB } = await setupMany(20);
    await syncAll(b);
    const [last] = onB.slice(-1);
    await last?.write("A1\nB1\n");
    await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
    expect(await last?.sync()).toMatchObject({ outcome: "failed" });
    world.romm.faults.clear();
    world.requests();
    await syncAll(b);
    const asked = world.romm.requests.all().map(({ query }) => new URLSearchParams(query).get("rom_id"));
    expect(asked).toEqual([String(last?.romId), null]);
  });

  test("where the account has many more saves than this Deck has games, they are asked about one by one", async () => {
    const { world, b, onB } = await setupMany(9);
    const caller = callerOf(world);
    const { id: romId } = world.romm.addRom({ platform: "gba", fsName: "Elsewhere.gba" });
    for (let index = 0; index <= 9 * 50; index += 1) {
      const bytes = new TextEncoder().encode(`elsewhere ${index}`);
      const name = { slot: `slot ${index}`, fileName: `Elsewhere (${index}).srm` };
      world.romm.rules.saves.upload(caller, { romId, bytes, ...name });
    }
    await syncAll(b);
    world.requests();
    await syncAll(b);
    expect(world.requests()).toEqual(Array(onB.length).fill("GET /api/saves"));
  });

  test("a few games are asked about one by one: a listing of all would cost the server more", async () => {
    const { world, b } = await setupMany(3);
    await syncAll(b);
    world.requests();
    await syncAll(b);
    expect(world.requests()).toEqual(Array(3).fill("GET /api/saves"));
  });
});

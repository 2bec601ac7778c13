import { describe, expect, test } from "vitest";
import { unitOf } from "../../world/engine/account.ts";
import { callerOf, playInBrowser } from "../../world/engine/caller.ts";
import { answer, conflictIdOf } from "../../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { untilStored } from "../../world/engine/until-stored.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

/*
 * RomM's web player overwrites a row in place; before 4.9 it leaves the old hash on it. Law: a session that was played
 * there is fetched or asked about, never covered, and a date alone moves nothing.
 */

const old = { version: "4.8" };
const launch = { launchId: "launch-1", appId };

async function setupSynced(options = old): Promise<{ world: World; a: EngineDeck }> {
  const world = await setupWorld(options);
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  await a.sync();
  await untilStored(world, a);
  return { world, a };
}

describe.each(["4.8", "5.2"])("RomM %s: a session in the browser", (version) => {
  test("of the same size comes down", async () => {
    const { world, a } = await setupSynced({ version });
    playInBrowser(world, 1, "W1\n");
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await a.save()).toBe("W1\n");
    expect(await a.keptCopies()).toContain("A1\n");
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test.each(["W1\n", "A1\nW2\n"])("%j against one here is a question", async (text) => {
    const { world, a } = await setupSynced({ version });
    await a.play("A2");
    playInBrowser(world, 1, text);
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "both-changed" });
    expect(world.rows()).toEqual([text]);
  });

  test("against one here is a question at exit too", async () => {
    const { world, a } = await setupSynced({ version });
    await a.play("A2");
    playInBrowser(world, 1, "W1\n");
    expect(await a.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["W1\n"]);
  });

  test("saved while its predecessor comes down is found at the end of the game", async () => {
    const { world, a } = await setupSynced({ version });
    const b = await world.deck("B");
    const { rename } = b.disk;
    b.disk.rename = async (from, to) => {
      await rename(from, to);
      if (to === b.savePath) playInBrowser(world, 1, "W1\n");
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    b.disk.rename = rename;
    await b.play("B2");
    world.time.advance(3000);
    expect(await b.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["W1\n"]);
    expect(await a.save()).toBe("A1\n");
  });

  test("while a question is open makes the answer to it stale, and RomM's lock proves nothing until the next look", async () => {
    const { world, a } = await setupSynced({ version });
    await a.play("A2");
    playInBrowser(world, 1, "W1\n");
    await a.sync();
    const conflictId = await conflictIdOf(a);
    playInBrowser(world, 1, "W2\n");
    const choices = [{ conflictId, choice: "keep-local" as const }];
    expect(expectOk(await a.api.resolveConflicts({ choices })).lines).toMatchObject([
      { problem: { kind: "stale" } },
    ]);
    expect(world.rows()).toEqual(["W2\n"]);
  });

  test("that lands between the look and our word of it makes the answer stale, and is looked at again", async () => {
    const { world, a } = await setupSynced({ version });
    await a.play("A2");
    playInBrowser(world, 1, "W1\n");
    await a.sync();
    const conflictId = await conflictIdOf(a);
    let isArmed = true;
    // The fence looks at what is held open after the look, and before RomM is told.
    const { held } = a;
    const values = held.values.bind(held);
    held[Symbol.iterator] = () => {
      if (isArmed) playInBrowser(world, 1, "W2\n");
      isArmed = false;
      return values();
    };
    const choices = [{ conflictId, choice: "keep-local" as const }];
    const report = expectOk(await a.api.resolveConflicts({ choices }));
    expect(report.lines).toMatchObject([{ problem: { kind: "stale" } }]);
    expect(unitOf(a).owed.look).toBeDefined();
    expect(world.rows()).toEqual(["W2\n"]);
    expect(await a.sync()).toMatchObject({ decision: "conflict" });
  });
});

describe("RomM 4.8: what only looks like a session in the browser", () => {
  test("a screenshot that was added later re-dates the row, and costs one comparison, not a question", async () => {
    const { world, a } = await setupSynced();
    world.romm.rules.saves.update(callerOf(world), 1, {
      bytes: new TextEncoder().encode("A1\n"),
    });
    playInBrowser(world, 1, "A1\n");
    world.requests();
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    expect(world.requests()).toContain("GET /api/saves/1/content");
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    expect(world.requests()).toEqual(["GET /api/saves"]);
  });

  test("the session played here since goes up without a question", async () => {
    const { world, a } = await setupSynced();
    playInBrowser(world, 1, "A1\n");
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("an older content, whose hash stands on a row that was overwritten since, is really sent", async () => {
    const { world, a } = await setupSynced();
    playInBrowser(world, 1, "W1\n");
    await a.sync();
    await a.write("A1\n");
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["W1\n", "A1\n"]);
  });
});

test("RomM 4.8: a change in place of an older row comes down as well", async () => {
  const { world, a } = await setupSynced();
  await a.play("A2");
  world.time.advance(5000);
  await a.sync();
  await a.sync();
  playInBrowser(world, 1, "W1\n");
  expect(await a.sync()).toMatchObject({ decision: "download" });
  expect(await a.save()).toBe("W1\n");
  expect(world.rows()).toEqual(["W1\n", "A1\nA2\n", "W1\n"]);
});

describe("RomM was updated from 4.8 after a session in the browser", () => {
  async function setupUpdated() {
    const { world, a } = await setupSynced();
    playInBrowser(world, 1, "W1\n");
    world.romm.rules.admin.update("5.2");
    return { world, a };
  }

  test("it comes down, although its row has the hash of what it replaced", async () => {
    const { world, a } = await setupUpdated();
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await a.save()).toBe("W1\n");
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["W1\n", "W1\nA2\n"]);
  });

  test("against one here it is a question", async () => {
    const { world, a } = await setupUpdated();
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
    expect(world.rows()).toEqual(["W1\n"]);
  });

  test("a new Deck with the bytes that it replaced asks", async () => {
    const { world } = await setupUpdated();
    const b = await world.deck("B");
    await b.write("A1\n");
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "first-meeting" });
    expect(await answer(b, "keep-local")).toMatchObject([{ outcome: "done" }]);
    expect(world.rows()).toEqual(["W1\n", "A1\n"]);
  });

  test("its maintenance, which computes all hashes anew, brings nothing old back", async () => {
    const { world, a } = await setupUpdated();
    await a.sync();
    await a.play("A2");
    await a.exit();
    world.time.advance(60_000);
    world.romm.rules.admin.recomputeHashes();
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    expect(await a.save()).toBe("W1\nA2\n");
  });
});

test("RomM 4.8: what the player keeps goes up, although RomM finds its hash on a row that is longer now", async () => {
  const { world } = await setupSynced();
  playInBrowser(world, 1, "A1\nW2\n");
  const b = await world.deck("B");
  await b.write("A1\n");
  expect(await b.sync()).toMatchObject({ decision: "conflict" });
  expect(await answer(b, "keep-local")).toMatchObject([{ outcome: "done" }]);
  expect(world.rows()).toEqual(["A1\nW2\n", "A1\n"]);
});

test("a row that the web player wrote over is not called the Deck's that had made it", async () => {
  const { world } = await setupSynced({ version: "5.2" });
  const b = await world.deck("B");
  await b.sync();
  const lastFrom = async () => expectOk(await b.api.listActivity({ limit: 1 }))[0]?.deviceName;
  expect(await lastFrom()).toBe("Deck A");
  playInBrowser(world, 1, "W1\n");
  expect(await b.sync()).toMatchObject({ decision: "download" });
  expect(await lastFrom()).toBeNull();
});

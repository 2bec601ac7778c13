import { expect, test } from "vitest";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { comesTrue, launch, pass, reaper, setupPlayed } from "./setup-exits.ts";

/* Who leaves a game open, puts the Deck to sleep and goes on elsewhere, finds there what was played here. */

const status = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0]?.status;

async function setupOpen() {
  const { world, a } = await setupPlayed();
  const b = await world.deck("B");
  await b.sync();
  a.notices.length = 0;
  await a.api.beforeLaunch(launch);
  a.processes.push(reaper);
  await comesTrue(world, async () =>
    expect(await status(a)).toMatchObject({ kind: "playing", isUnsent: false }),
  );
  return { world, a, b };
}

test("What a game that is left open has written is sent once it rests for a minute, and once.", async () => {
  const { world, a, b } = await setupOpen();
  await a.play("A2");
  await comesTrue(world, async () => expect(await status(a)).toMatchObject({ isUnsent: true }), 20_000);
  expect(world.rows()).toEqual(["A1\n"]);
  await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]), 20_000);
  await comesTrue(world, async () => expect(await status(a)).toMatchObject({ isUnsent: false }), 20_000);
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(a.notices).not.toContain("saved-to-romm");
  for (let round = 0; round < 20; round++) await pass(world, 20_000);
  expect(world.rows()).toHaveLength(2);
});

test("A save that is written all the time is left to the exit.", async () => {
  const { world, a } = await setupOpen();
  for (let round = 0; round < 12; round++) {
    await a.play(`A${round + 2}`);
    await pass(world, 20_000);
  }
  expect(world.rows()).toEqual(["A1\n"]);
});

test("A player who pauses again and again makes no row for each pause.", async () => {
  const { world, a } = await setupOpen();
  for (let pause = 0; pause < 3; pause++) {
    await a.play(`A${pause + 2}`);
    for (let round = 0; round < 6; round++) await pass(world, 20_000);
  }
  expect(world.rows()).toHaveLength(2);
});

test("Nothing is fetched under a game, and nothing is asked before its end.", async () => {
  const { world, a, b } = await setupOpen();
  await b.play("B2");
  await b.sync();
  await a.play("A2");
  for (let round = 0; round < 8; round++) await pass(world, 20_000);
  expect(await a.save()).toBe("A1\nA2\n");
  expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]);
  expect(a.notices).not.toContain("conflict");
  a.processes.length = 0;
  expect(await a.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
});

test("Send now: what stands there goes up while the game runs, and its exit has nothing more to send.", async () => {
  const { world, a } = await setupOpen();
  await a.play("A2");
  const sent = a.api.syncShortcut({ appId, whilePlaying: true });
  await pass(world, 1000);
  expect(expectOk(await sent).lines).toMatchObject([{ decision: "upload", outcome: "done" }]);
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  expect(await status(a)).toMatchObject({ kind: "playing" });
  a.processes.length = 0;
  expect(await a.exit()).toMatchObject({ decision: "keep" });
  expect(world.rows()).toHaveLength(2);
});

test("Offline it stays unsent, says so, and is sent when RomM is back.", async () => {
  const { world, a } = await setupOpen();
  await world.romm.faults.set("refused");
  await a.play("A2");
  for (let round = 0; round < 8; round++) await pass(world, 20_000);
  expect(await status(a)).toMatchObject({ kind: "playing", isUnsent: true, sinceMs: expect.any(Number) });
  await world.romm.faults.clear();
  await comesTrue(world, () => expect(world.rows()).toHaveLength(2), 60_000);
});

test("Three hours later it still says since when it is open and that its save was not sent; Send now sends it.", async () => {
  const { world, a } = await setupOpen();
  const before = await status(a);
  const sinceMs = before?.kind === "playing" ? before.sinceMs : undefined;
  await world.romm.faults.set("refused");
  await a.play("A2");
  const startedAtMs = world.time.now();
  for (let step = 0; step < 18; step++) await pass(world, 600_000);
  expect(world.time.now() - startedAtMs).toBeGreaterThanOrEqual(3 * 3_600_000);
  expect(await status(a)).toEqual({ kind: "playing", isUnsent: true, sinceMs });
  await world.romm.faults.clear();
  const sent = a.api.syncShortcut({ appId, whilePlaying: true });
  await pass(world, 1000);
  expect(expectOk(await sent).lines).toMatchObject([{ decision: "upload", outcome: "done" }]);
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
});

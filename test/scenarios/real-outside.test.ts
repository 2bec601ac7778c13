import { expect, test } from "vitest";
import { appId as deckAppId } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { setupRealWorld } from "./real-world.ts";

/* A game that Steam did not start, and that begins in the middle of a pull. */

test.concurrent("An emulator started outside Steam while a pull is staged keeps its save; its exit asks and sends nothing.", async (context) => {
  const world = await setupRealWorld(context, { env: { SAVEPOINT_PROC_ROOT: "/proc" } });
  world.server.post("A1\nB2\n");
  const trap = world.traps.set("GET /api/saves/*/content", "before");
  const run = world.sync();
  await trap.reached;
  const game = await world.games.startHolder(world.savePath);
  const before = await world.fingerprint();
  trap.release();
  expect(await run).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
  expect(await world.fingerprint()).toBe(before);
  await world.play("A2");
  await game.end();
  expect(await world.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
  expect(world.server.rows()).toEqual(["A1\n", "A1\nB2\n"]);
  expect(await world.save()).toBe("A1\nA2\n");
});

test.each([
  ["before", "the last look at the process table and the rename"],
  ["after", "the rename and the next look at the process table"],
])("A process that appears right %s the rename (between %s) makes its exit a question.", async (when) => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await a.sync();
  const reaper = { pid: 1, argv: ["/steam/reaper", "SteamLaunch", `AppId=${deckAppId}`, "--", "retroarch"] };
  const { rename } = b.disk;
  b.disk.rename = async (from, to) => {
    if (to === b.savePath && when === "before") b.processes.push(reaper);
    await rename(from, to);
    if (to === b.savePath && when === "after") b.processes.push(reaper);
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
  b.processes.splice(0);
  await b.write("A1\nB2\n"); // From the memory of a game that had loaded A1.
  expect(await b.exit()).toMatchObject({ decision: "conflict", reason: "raced" });
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
});

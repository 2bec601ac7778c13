import { expect, test } from "vitest";
import { createRunning } from "../../backend/launch/running.ts";
import type { Disk } from "../../backend/machine/disk.ts";
import type { Processes, ProcessView } from "../../backend/machine/processes.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { accountOf, unitOf } from "../world/engine/account.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld } from "../world/engine/world.ts";

/** A registered unit, and the rule over a process table of one's own. */
async function setupRule(p: { processes?: Partial<Processes>; disk?: Partial<Disk> }) {
  const world = await setupWorld();
  const deck = await world.deck("A");
  await deck.play("A1");
  const [account, unit] = [accountOf(deck), unitOf(deck)];
  const warnings: string[] = [];
  const quiet = () => {};
  const running = createRunning({
    processes: { list: async () => [], isHeldOpen: async () => false, ...p.processes },
    disk: { ...createRealDisk(), ...p.disk },
    clock: world.time.clock(),
    log: { error: quiet, info: quiet, debug: quiet, warn: (message) => void warnings.push(message) },
  });
  return { world, deck, unit, account, running, warnings };
}

const refuse = async () => {
  throw new Error("EACCES");
};

test("Without a process and without a holder nothing runs.", async () => {
  const { unit, account, running, warnings } = await setupRule({});
  expect(await running.isRunning(unit, account)).toBe(false);
  expect(warnings).toEqual([]);
});

test("A process table that cannot be read is a game that runs, and is told.", async () => {
  const { unit, account, running, warnings } = await setupRule({ processes: { list: refuse } });
  expect(await running.isSeen(unit, account)).toBe(true);
  expect(await running.isRunning(unit, account)).toBe(true);
  expect(warnings).toHaveLength(2);
});

test("Holders that cannot be listed are a game that runs; the table alone does not ask for them.", async () => {
  const { unit, account, running } = await setupRule({ processes: { isHeldOpen: refuse } });
  expect(await running.isHeldOpen(unit)).toBe(true);
  expect(await running.isRunning(unit, account)).toBe(true);
  expect(await running.isSeen(unit, account)).toBe(false);
});

test("A work's begin believes what was seen within the last second; before a file is touched it is looked at anew.", async () => {
  const table: ProcessView[] = [];
  let reads = 0;
  const list = async () => {
    reads += 1;
    return [...table];
  };
  const { world, unit, account, running } = await setupRule({ processes: { list } });
  for (let asked = 0; asked < 200; asked += 1) expect(await running.wasRunning(unit, account)).toBe(false);
  expect(reads).toBe(1);
  table.push(startedBySteam("es-de"));
  expect(await running.wasRunning(unit, account)).toBe(false);
  expect(await running.isRunning(unit, account)).toBe(true);
  // What was seen since is believed at once.
  expect(await running.wasRunning(unit, account)).toBe(true);
  table.pop();
  world.time.advance(1000);
  expect(await running.wasRunning(unit, account)).toBe(false);
});

test("A game that came after the look of a run's begin keeps its save.", async () => {
  const { b } = await setupNewer();
  const { create } = b.disk;
  b.disk.create = async (path, options) => {
    if (path.includes("/saves/.")) b.processes.push(startedBySteam("es-de"));
    return await create(path, options);
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
  expect(await b.save()).toBe("A1\n");
});

test("So does one that only shows by the file that it holds open.", async () => {
  const { b } = await setupNewer();
  const { create } = b.disk;
  b.disk.create = async (path, options) => {
    if (path.includes("/saves/.")) b.held.add(b.savePath);
    return await create(path, options);
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
  expect(await b.save()).toBe("A1\n");
});

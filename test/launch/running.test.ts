import { expect, test } from "vitest";
import { createRunning } from "../../backend/launch/running.ts";
import type { Disk } from "../../backend/machine/disk.ts";
import type { Processes } from "../../backend/machine/processes.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { accountOf, unitOf } from "../world/engine/account.ts";
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
  return { unit, account, running, warnings };
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

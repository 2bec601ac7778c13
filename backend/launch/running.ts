import type { AccountState, Unit } from "../core/state.ts";
import { shortcutsOf } from "../core/units.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { Processes, ProcessView } from "../machine/processes.ts";
import { listUnitFiles } from "../work/unit-files.ts";
import { isGame, marksOf } from "./match-process.ts";

export interface RunningDeps {
  processes: Processes;
  disk: Disk;
  clock: Pick<Clock, "monotonic">;
  log: Log;
}

/** Polls of many games, and the units of a run, share one reading of the process table and one of the open files. */
const sharedForMs = 1000;

/** Whether a unit's game runs. What cannot be read counts as running. */
export interface Running {
  /** By the process table as it is now. */
  isSeen(unit: Unit, account: AccountState): Promise<boolean>;
  /** By the process table of the last second: cheap enough to be asked of many games while they run. */
  wasSeen(unit: Unit, account: AccountState): Promise<boolean>;
  /** By what any process holds open: finds a game that no command line gives away. */
  isHeldOpen(unit: Unit): Promise<boolean>;
  /** By either: asked before the unit's files are touched. */
  isRunning(unit: Unit, account: AccountState): Promise<boolean>;
  /** By either, as they were within the last second: at a work's begin, where `isRunning` comes before anything is touched. */
  wasRunning(unit: Unit, account: AccountState): Promise<boolean>;
}

export function createRunning(deps: RunningDeps): Running {
  async function orRunning(question: () => Promise<boolean>): Promise<boolean> {
    try {
      return await question();
    } catch (error) {
      const message = "The process table could not be read; the game counts as running.";
      deps.log.warn(message, { error: String(error) });
      return true;
    }
  }

  let last: { table: Promise<ProcessView[]>; atMs: number } | null = null;
  function readNow(): Promise<ProcessView[]> {
    last = { table: deps.processes.list(), atMs: deps.clock.monotonic() };
    return last.table;
  }

  function readShared(): Promise<ProcessView[]> {
    const isYoung = last !== null && deps.clock.monotonic() - last.atMs < sharedForMs;
    return isYoung && last !== null ? last.table : readNow();
  }

  async function isIn(table: Promise<ProcessView[]>, unit: Unit, account: AccountState): Promise<boolean> {
    const marks = marksOf(unit, shortcutsOf(account, unit.unitId));
    return (await table).some((process) => isGame(process, marks));
  }

  const isSeen = (unit: Unit, account: AccountState) => isIn(readNow(), unit, account);

  async function isHeldOpen({ location }: Unit, notOlderThanMs = 0): Promise<boolean> {
    const stats = await Promise.all((await listUnitFiles(deps.disk, location)).map(deps.disk.stat));
    // Asked at once, so that all of them share one look at what processes hold.
    const held = stats.map((file) => file !== null && deps.processes.isHeldOpen(file, notOlderThanMs));
    return (await Promise.all(held)).includes(true);
  }

  return {
    isSeen: (unit, account) => orRunning(() => isSeen(unit, account)),
    wasSeen: (unit, account) => orRunning(() => isIn(readShared(), unit, account)),
    isHeldOpen: (unit) => orRunning(() => isHeldOpen(unit)),
    isRunning: (unit, account) =>
      orRunning(async () => (await isSeen(unit, account)) || (await isHeldOpen(unit))),
    wasRunning: (unit, account) =>
      orRunning(
        async () => (await isIn(readShared(), unit, account)) || (await isHeldOpen(unit, sharedForMs)),
      ),
  };
}

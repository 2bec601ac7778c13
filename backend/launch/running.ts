import { pathsOf } from "../core/places.ts";
import type { AccountState, Unit } from "../core/state.ts";
import { shortcutsOf } from "../core/units.ts";
import type { Disk } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { Processes } from "../machine/processes.ts";
import { isGame, marksOf } from "./match-process.ts";

export interface RunningDeps {
  processes: Processes;
  disk: Disk;
  log: Log;
}

/** Whether a unit's game runs. What cannot be read counts as running. */
export interface Running {
  /** By the process table: cheap enough to be asked while a game runs. */
  isSeen(unit: Unit, account: AccountState): Promise<boolean>;
  /** By what any process holds open: finds a game that no command line gives away. */
  isHeldOpen(unit: Unit): Promise<boolean>;
  /** By either: asked before the unit's files are touched. */
  isRunning(unit: Unit, account: AccountState): Promise<boolean>;
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

  async function isSeen(unit: Unit, account: AccountState): Promise<boolean> {
    const marks = marksOf(unit, shortcutsOf(account, unit.unitId));
    return (await deps.processes.list()).some((process) => isGame(process, marks));
  }

  async function isHeldOpen({ location }: Unit): Promise<boolean> {
    for (const path of pathsOf(location)) {
      const file = await deps.disk.stat(path);
      if (file !== null && (await deps.processes.isHeldOpen(file))) return true;
    }
    return false;
  }

  return {
    isSeen: (unit, account) => orRunning(() => isSeen(unit, account)),
    isHeldOpen: (unit) => orRunning(() => isHeldOpen(unit)),
    isRunning: (unit, account) =>
      orRunning(async () => (await isSeen(unit, account)) || (await isHeldOpen(unit))),
  };
}

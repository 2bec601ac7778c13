import type { AccountState, Unit } from "../core/state.ts";
import { shortcutsOf } from "../core/units.ts";
import type { AppId } from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { Processes, ProcessView } from "../machine/processes.ts";

export interface RunningDeps {
  processes: Processes;
  disk: Disk;
  log: Log;
}

/**
 * Whether a unit's game runs (engine.md 6): Steam's reaper with one of its shortcuts, or any process that holds its
 * save file open. What cannot be read counts as running.
 */
export async function isUnitRunning(deps: RunningDeps, unit: Unit, account: AccountState): Promise<boolean> {
  try {
    const appIds = shortcutsOf(account, unit.unitId).map((shortcut) => shortcut.appId);
    const processes = await deps.processes.list();
    if (processes.some((process) => appIds.some((appId) => isReaperOf(process, appId)))) return true;
    const file = await deps.disk.stat(unit.location.path);
    return file !== null && (await deps.processes.isHeldOpen(file));
  } catch (error) {
    deps.log.warn("The process table could not be read; the game counts as running.", {
      error: String(error),
    });
    return true;
  }
}

/** `…/reaper SteamLaunch AppId=<id> -- …`, word by word: an installer's reaper has `Install=1` in between. */
function isReaperOf({ argv }: ProcessView, appId: AppId): boolean {
  const [program, verb, app, end] = argv;
  const isReaper = program?.endsWith("/reaper") === true && verb === "SteamLaunch";
  return isReaper && app === `AppId=${appId}` && end === "--";
}

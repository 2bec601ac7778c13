import { nameOf } from "../core/paths.ts";
import { shortcutsOf } from "../core/units.ts";
import type { AppId, UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import type { Processes, ProcessView } from "../machine/processes.ts";
import type { ActiveUnits } from "../work/active-units.ts";
import { createSchedule } from "../work/schedule.ts";
import { appOfReaper } from "./match-process.ts";

/** How often the process table is read for games that nobody launched through us. */
const everyMs = 30_000;

export interface LookoutDeps {
  processes: Processes;
  clock: Clock;
  log: Log;
  active: () => ActiveUnits | null;
  found: (unitId: UnitId) => void;
}

/**
 * Finds games that were started from elsewhere (Desktop Mode, another frontend, before this process lived) by their
 * rom's file name or Steam's reaper, so that their exit is not missed. An emulator alone may play anything: no finding.
 */
export function watchForGames(deps: LookoutDeps): void {
  let known = new Set<string>();

  async function lookAround(): Promise<void> {
    const table = await readTable(deps);
    if (table === null) return;
    const news = table.filter((process) => !known.has(toKey(process)));
    known = new Set(table.map(toKey));
    const active = deps.active();
    if (!active || news.length === 0) return;
    const named = namesIn(news);
    for (const { unitId, rom } of active.listUnits()) {
      const isStarted = shortcutsOf(active.account, unitId).some(({ appId }) => named.apps.has(appId));
      if (isStarted || named.files.has(rom.fsName.toLowerCase())) deps.found(unitId);
    }
  }

  const looks = createSchedule(deps, {
    name: "Looking for games that were started elsewhere",
    async work() {
      await lookAround();
      return everyMs;
    },
    afterDefect: () => everyMs,
  });
  looks.runIn(0); // Of a game that runs over an update or a crash, the end may be near.
}

/** Null: it cannot be read now. */
async function readTable({ processes, log }: LookoutDeps): Promise<ProcessView[] | null> {
  try {
    return await processes.list();
  } catch (error) {
    log.warn("The process table could not be read for games.", { error: String(error) });
    return null;
  }
}

/** A process may become another program under the same number. */
const toKey = ({ pid, argv }: ProcessView) => [pid, ...argv].join("\0");

function namesIn(processes: ProcessView[]): { apps: Set<AppId>; files: Set<string> } {
  const apps = processes.map(({ argv }) => appOfReaper(argv)).filter((appId) => appId !== null);
  const files = processes.flatMap(({ argv }) => argv.map((word) => nameOf(word).toLowerCase()));
  return { apps: new Set(apps), files: new Set(files) };
}

import type { SyncStatus } from "../contract/saves/shortcut.ts";
import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createSchedule } from "../work/schedule.ts";
import { createWatchedFolders, type WatchedFoldersDeps } from "./watched-folders.ts";

export interface FolderDeps extends Omit<WatchedFoldersDeps, "heard"> {
  clock: Clock;
  log: Log;
  /** What was played last comes first; empty: nobody is signed in. */
  listUnits: () => Unit[];
  /** Another text, and somebody has written. */
  readStamps: (unit: Unit) => Promise<string>;
  /** A launch or a game that is followed has it: its end is seen without us. */
  isLeased: (unitId: UnitId) => boolean;
  /** Its emulator is open, and may hold newer bytes than it has written. */
  isOpen: (unit: Unit) => Promise<boolean>;
  /** By the file as it stands, and what was last seen of RomM: asks no network. */
  readStatus: (unitId: UnitId) => Promise<SyncStatus>;
  /** The open question that is told already; null: there is none. */
  questionOf: (unitId: UnitId) => string | null;
  /** Sends what an open game has written until now; false: it did not get through. */
  sendOpen: (unit: Unit) => Promise<boolean>;
  hasChanged: (unitIds: UnitId[]) => void;
}

/** After the last change that was heard. */
const quietMs = 2000;
const openQuietMs = 60_000;
/** So often folders are looked for anew, and those of which nothing is heard are looked at: so many saves at most. */
const roundMs = 60_000;
const mostUnheard = 64;
const firstRoundMs = 10_000;

interface Change {
  stamp: string;
  sinceMs: number;
}

/**
 * Another program may write a save: a game from Desktop Mode, a file that was copied in. Law: what does not change the
 * content brings nothing about, and our own writes are of that kind; nor does what is not there any more.
 */
export function watchUnitFolders(deps: FolderDeps): void {
  const { clock } = deps;
  const changes = new Map<UnitId, Change | null>();
  /** Who is heard from now on was not heard until now: he is looked at once more. */
  const unheardStamps = new Map<UnitId, string>();
  const folders = createWatchedFolders({ ...deps, heard });

  const rounds = createSchedule(deps, {
    name: "Watching the saves' folders",
    async work() {
      const units = deps.listUnits();
      const unheard = (await folders.follow(units)).slice(0, mostUnheard);
      await lookAtUnheard(units.filter((unit) => unheard.includes(unit) || unheardStamps.has(unit.unitId)));
      for (const unitId of unheardStamps.keys())
        if (!unheard.some((unit) => unit.unitId === unitId)) unheardStamps.delete(unitId);
      return roundMs;
    },
    afterDefect: () => roundMs,
  });
  const looks = createSchedule(deps, {
    name: "Looking at what changed in a folder",
    work: lookAtChanges,
    afterDefect: () => null,
  });

  function heard(unitIds: UnitId[]): void {
    for (const unitId of unitIds) if (!changes.has(unitId)) changes.set(unitId, null);
    looks.runIn(quietMs);
  }

  async function lookAtUnheard(units: Unit[]): Promise<void> {
    const news: UnitId[] = [];
    for (const unit of units) {
      const stamp = await deps.readStamps(unit);
      const before = unheardStamps.get(unit.unitId);
      unheardStamps.set(unit.unitId, stamp);
      if (before !== undefined && before !== stamp) news.push(unit.unitId);
    }
    if (news.length > 0) heard(news);
  }

  async function lookAtChanges(): Promise<number | null> {
    const units = new Map(deps.listUnits().map((unit) => [unit.unitId, unit]));
    const news: UnitId[] = [];
    for (const unitId of [...changes.keys()]) {
      const unit = units.get(unitId);
      if (!unit || deps.isLeased(unitId)) changes.delete(unitId);
      else if ((await isAtRest(unit)) && (await isNews(unitId))) news.push(unitId);
    }
    if (news.length > 0) deps.hasChanged(news);
    return changes.size > 0 ? quietMs : null;
  }

  /** True once: nobody has written for a while, and no emulator is about to. */
  async function isAtRest(unit: Unit): Promise<boolean> {
    const stamp = await deps.readStamps(unit);
    const before = changes.get(unit.unitId);
    const nowMs = clock.monotonic();
    const sinceMs = before?.stamp === stamp ? before.sinceMs : nowMs;
    changes.set(unit.unitId, { stamp, sinceMs });
    if (nowMs - sinceMs < quietMs) return false;
    if (!(await deps.isOpen(unit))) return changes.delete(unit.unitId);
    if (nowMs - sinceMs < openQuietMs) return false;
    if (await deps.sendOpen(unit)) changes.delete(unit.unitId);
    else changes.set(unit.unitId, { stamp, sinceMs: nowMs });
    return false;
  }

  async function isNews(unitId: UnitId): Promise<boolean> {
    const status = await deps.readStatus(unitId);
    if (status.kind === "conflict") return status.conflictId !== deps.questionOf(unitId);
    return worthALook.has(status.kind);
  }

  rounds.runIn(firstRoundMs);
}

/** A save that is gone is nobody's progress, and may be about to come back: the next look at all sees it. */
const worthALook: ReadonlySet<SyncStatus["kind"]> = new Set([
  "will-upload",
  "not-looked",
  "waiting-for-network",
]);

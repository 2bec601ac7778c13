import type { SyncLine, SyncRun } from "../../contract/saves/sync.ts";
import { hasMarks } from "../../core/marks/survival.ts";
import type { AccountState, Unit } from "../../core/state.ts";
import { checksumOf } from "../../core/text-checksum.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { activeUnits } from "../../work/active-units.ts";
import { type Gate, orStopped } from "../../work/gate.ts";
import { forEachLimited } from "../../work/queues.ts";
import type { Restraint } from "../../work/restraint.ts";
import { createRunAlarms } from "../brake/brake.ts";
import type { UnitSync } from "../unit/act.ts";
import type { RunAlarms, WaitingAlarm } from "../unit/brake-context.ts";
import { nameUnit } from "../unit/report.ts";
import type { Library, LibraryReader } from "./library.ts";

/** Twice as many as RomM has connections for: while some wait for it, the others hash and sync to the disk. */
const unitsAtOnce = 8;

/** One unit of a run, or the end of its wait. */
export interface UnitRuns {
  sync(
    unitId: UnitId,
    how: Omit<UnitSync, "unitId"> & { library?: Library | null },
  ): Promise<SyncLine | null>;
  isHalting(alarms: RunAlarms): boolean;
  hold(unitId: UnitId, waiting: WaitingAlarm, run: Pick<Run, "purpose" | "gate">): Promise<SyncLine | null>;
}

/** Who asked tells of the run as a whole, unless somebody shares it who hears each save by itself: then `isBroken`. */
export interface Quiet {
  isBroken: boolean;
}

export interface Run {
  gate: Gate;
  purpose: "run" | "dry-run";
  progress: SyncRun;
  /** Over all units; only such a run is the last report. */
  isWhole: boolean;
  quiet: Quiet | undefined;
  restraint: Restraint | undefined;
  /** Of this pass: what is looked at, and listed, after now. */
  ahead: Set<UnitId>;
  /** Of the next pass: who joined came after they were looked at, or listed. */
  again: Set<UnitId>;
}

export interface PassParts {
  deps: SyncDeps;
  libraries: LibraryReader;
  units: UnitRuns;
}

/** Looks once at everything that is to be looked at by now. */
export async function passOnce(
  { deps, libraries, units }: PassParts,
  run: Run,
  lines: Map<UnitId, SyncLine>,
): Promise<void> {
  const { purpose, gate, progress, again } = run;
  const active = activeUnits(deps);
  const wanted = (active?.listUnits() ?? []).filter(({ unitId }) => again.has(unitId));
  run.ahead = new Set(wanted.map(({ unitId }) => unitId));
  run.again = new Set();
  if (!active) return;
  const { session, account } = active;
  const alarms = createRunAlarms();
  const isStopped = () => gate.signal.aborted;
  const how = () => ({ purpose, gate, isQuiet: run.quiet !== undefined, restraint: run.restraint });

  async function one(unitId: UnitId, work: Promise<SyncLine | null>): Promise<void> {
    const line = await orStopped(work);
    if (line) lines.set(unitId, whatMoved(lines.get(unitId), line));
    else lines.delete(unitId);
  }
  const show = (change: Partial<SyncRun>) => deps.progressed({ ...Object.assign(progress, change) });
  progress.unitsTotal = progress.unitsDone + wanted.length;

  async function lookAt(some: Unit[], library: Library | null): Promise<void> {
    await forEachLimited(some, { limit: unitsAtOnce, isStopped }, async ({ unitId }) => {
      run.ahead.delete(unitId);
      show({ name: nameUnit(account, unitId).name });
      await one(unitId, units.sync(unitId, { ...how(), alarms, library }));
      show({ unitsDone: progress.unitsDone + 1 });
    });
  }

  const { pending, settled } = byPending(inPlayedOrder(wanted, deps, session));
  await lookAt(pending, null);
  const unitCount = isStopped() ? 0 : settled.length;
  run.ahead.clear(); // What the listing tells is of before whoever comes from now on.
  const romIds = settled.map(({ rom }) => rom.romId);
  await lookAt(settled, await libraries.read({ session, unitCount, romIds, purpose, signal: gate.signal }));
  const isHalting = units.isHalting(alarms);
  const end = (unitId: UnitId, waiting: WaitingAlarm) =>
    isHalting ? units.hold(unitId, waiting, run) : units.sync(unitId, { ...how(), isCounted: true });
  const waiting = purpose === "dry-run" && !isHalting ? [] : [...alarms.waiting];
  await forEachLimited(waiting, { limit: unitsAtOnce, isStopped }, ([unitId, alarm]) =>
    one(unitId, end(unitId, alarm)),
  );
  if (isStopped()) for (const [unitId] of waiting) dropIfWaiting(lines, unitId);
  else if (isHalting && purpose === "run") tellHeld(deps, waiting, account);
}

function tellHeld(
  deps: Pick<SyncDeps, "notice">,
  waiting: [UnitId, WaitingAlarm][],
  account: AccountState,
): void {
  const [first] = waiting;
  if (!first) return;
  deps.notice({ kind: "held", name: nameUnit(account, first[0]).name, count: waiting.length });
}

/** A second look that finds all well does not hide what the first one moved. */
function whatMoved(before: SyncLine | undefined, line: SyncLine): SyncLine {
  const hasMoved = before?.outcome === "done" && before.direction !== null;
  if (hasMoved && line.decision === "keep") return before;
  return before?.newerElsewhere ? { newerElsewhere: before.newerElsewhere, ...line } : line;
}

/** What was played last is wanted first; of equals each device has an order of its own. */
function inPlayedOrder(
  units: Unit[],
  { plays }: Pick<SyncDeps, "plays">,
  { deviceId }: Pick<ServerSession, "deviceId">,
): Unit[] {
  const ranked = units.map((unit) => ({
    unit,
    playedAtMs: plays?.recent(unit.unitId, 1)[0]?.atMs ?? 0,
    // Decks that come back together do not send the same game in the same second. The device comes last: what comes last
    // is mixed least, and roms that differ in their last digit would lie alike on every Deck.
    lot: checksumOf(`${unit.rom.romId} ${deviceId}`),
  }));
  ranked.sort((a, b) => b.playedAtMs - a.playedAtMs || (a.lot < b.lot ? -1 : 1));
  return ranked.map(({ unit }) => unit);
}

/** What is known to be unfinished comes first: a run may be cancelled, the network go, a listing of all take long. */
function byPending(units: Unit[]): { pending: Unit[]; settled: Unit[] } {
  const { pending = [], settled = [] } = Object.groupBy(units, (unit) =>
    hasMarks(unit) ? "pending" : "settled",
  );
  return { pending, settled };
}

/** Cancelled before it was told what becomes of it: nothing was done, and nothing is held. */
function dropIfWaiting(lines: Map<UnitId, SyncLine>, unitId: UnitId): void {
  if (lines.get(unitId)?.reason === "held") lines.delete(unitId);
}

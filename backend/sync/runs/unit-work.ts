import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import type { Unit } from "../../core/state.ts";
import type { RomId, UnitId } from "../../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { describeDefect } from "../../work/defects.ts";
import { Aborted, createGate, type Gate, throwIfAborted } from "../../work/gate.ts";
import { createKeyedQueue } from "../../work/queues.ts";
import { createStop, type Stop } from "../../work/stop.ts";
import { alarmIn, hold } from "../brake/state.ts";
import type { Purpose } from "../look/record.ts";
import { act, type UnitSync, type UnitSyncParts } from "../unit/act.ts";
import { tellDecision } from "../unit/decision-line.ts";
import { withElsewhere } from "../unit/elsewhere.ts";
import type { InTurn, UnitTask } from "../unit/in-turn.ts";
import { mirrorTracking } from "../unit/mirror.ts";
import { newWork } from "../unit/new-work.ts";
import { unseenLine } from "../unit/report.ts";
import { isSettled, syncUnit } from "../unit/sync-unit.ts";
import { listedLook } from "./library.ts";
import type { UnitRuns } from "./pass.ts";
export interface UnitWork extends Omit<UnitRuns, "isHalting"> {
  stop: Stop;
  /** Gives up whatever is under way; it ends soon, and what is being put in place ends whole. */
  giveUp(): void;
  inTurn: InTurn;
  /** Tells RomM whether the unit is followed, if it was not told yet. */
  mirror(unit: Unit): Promise<void>;
}

/** The one door to work on a unit: whatever is done to it waits for what is being done to its rom. */
export function createUnitWork(parts: UnitSyncParts): UnitWork {
  const { deps } = parts;
  const inRomOrder = createKeyedQueue<RomId>();
  const stop = createStop();

  const toWork = ({ session }: ActiveUnits, unitId: UnitId, purpose: Purpose) =>
    newWork(parts, session, { unitId, purpose });

  /** Of the work that has passed the stop. */
  const underWay = new Set<Gate>();

  const inTurn: InTurn = async ({ unitId, accountId, gate, purpose }, work) =>
    await stop.pass(async () => {
      const active = activeUnits(deps);
      const unit = active?.account.units[unitId];
      const isAsked = active !== null && (accountId ?? active.session.accountId) === active.session.accountId;
      if (!isAsked || !unit) return null;
      underWay.add(gate);
      try {
        return await inRomOrder(unit.rom.romId, () =>
          tellDecision(parts, { active, unit, purpose }, () => orDefect(active, unit, work)),
        );
      } finally {
        underWay.delete(gate);
      }
    });

  /** Units do not hurt each other: a run, a catch-up and the overview go on without this one. */
  async function orDefect(active: ActiveUnits, unit: Unit, work: UnitTask): Promise<SyncLine | null> {
    try {
      return await work(active);
    } catch (error) {
      if (error instanceof Aborted) throw error;
      const { unitId } = unit;
      deps.log.error("A defect at one save.", { error: describeDefect(error) });
      const problem: SyncError = { kind: "internal" };
      const known = parts.knowledge.get(unitId);
      const unknown = { rows: null, observed: null, verdict: null };
      parts.knowledge.remember(unitId, { ...unknown, ...known, problem, atMs: deps.clock.now() });
      parts.knowledge.settle(unitId, false);
      return unseenLine(active.account, unit, problem);
    }
  }

  /** From the listing of all saves, where that is enough; null: the unit needs a look of its own. */
  async function syncByLibrary(active: ActiveUnits, p: UnitSync, library: UnitLibrary) {
    const { unitId, purpose, gate } = p;
    const isNewer = (parts.knowledge.get(unitId)?.atMs ?? 0) > (library?.atMs ?? 0);
    if (!library || isNewer) return null;
    const seen = await listedLook(deps, active.session, { unitId, library, signal: gate.signal });
    const isEnough = seen?.verdict.decision === "keep" && alarmIn(seen) === null;
    if (seen?.verdict.decision === "upload" && purpose === "run") {
      const fresh = library.isFresh() ? library : await library.renew();
      const listed = fresh?.isFresh() ? fresh.rowsOf(seen.observed.unit.rom.romId) : null;
      return await syncUnit(parts, active.session, { ...p, ...(listed && { listed }) });
    }
    if (!seen || !(isEnough || purpose === "dry-run")) return null;
    parts.knowledge.remember(unitId, { ...seen, problem: null, atMs: deps.clock.now() });
    const work = toWork(active, unitId, purpose);
    const line = await act(parts, work, seen, p);
    parts.knowledge.settle(unitId, isSettled(line));
    const told = await withElsewhere(work, parts.knowledge.get(unitId), line, p);
    deps.changed("saves");
    return told;
  }

  return {
    stop,
    giveUp() {
      for (const gate of underWay) gate.abort();
    },
    inTurn,
    sync: (unitId, { library, ...how }) =>
      inTurn({ unitId, ...how }, async (active) => {
        const p = { unitId, ...how };
        throwIfAborted(p.gate.signal);
        return (await syncByLibrary(active, p, library)) ?? (await syncUnit(parts, active.session, p));
      }),
    hold: (unitId, { seen, reason }, { purpose, gate }) =>
      inTurn({ unitId, gate, purpose }, async (active) => {
        throwIfAborted(gate.signal);
        return await hold(toWork(active, unitId, purpose), seen, reason);
      }),
    async mirror({ unitId }) {
      const gate = createGate();
      await inTurn({ unitId, gate, purpose: "run" }, async (active) => {
        await mirrorTracking(toWork(active, unitId, "run"), gate.signal);
        return null;
      });
    },
  };
}

type UnitLibrary = Parameters<UnitRuns["sync"]>[1]["library"];

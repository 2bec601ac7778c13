import type { HeldChoice, HeldUnit } from "../../contract/saves/held.ts";
import type { SyncError, SyncLine, SyncReport } from "../../contract/saves/sync.ts";
import { toConflictId } from "../../core/decide/conflict-id.ts";
import type { BrakeState, Unit } from "../../core/state.ts";
import type { Outcome, UnitId } from "../../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { orElse } from "../../work/defects.ts";
import { createGate, orStopped } from "../../work/gate.ts";
import { forEachLimited } from "../../work/queues.ts";
import { startReport } from "../../work/reports.ts";
import type { UnitSync, UnitSyncParts } from "../unit/act.ts";
import type { InTurn } from "../unit/in-turn.ts";
import { nameUnit, unseenLine } from "../unit/report.ts";
import { beginBatch } from "./batch.ts";
import { answerConflict, conflictOf } from "./conflicts.ts";

/** RomM is asked by at most this many units at a time. */
const connections = 4;

/** What was pressed once; null: for one save. */
interface Press {
  choice: HeldChoice;
  batchId: string | null;
}

type HeldNow = Unit & { brake: BrakeState };

export interface HeldParts extends UnitSyncParts {
  sync: (unitId: UnitId, how: Omit<UnitSync, "unitId">) => Promise<SyncLine | null>;
  inTurn: InTurn;
}

/** What the brake holds, and the player's answers to it. */
export function createHeld(parts: HeldParts) {
  const { deps } = parts;

  /** The sides must still be those that were shown: the mark names them. */
  async function release(unit: HeldNow, { choice, batchId }: Press, active: ActiveUnits) {
    const { unitId } = unit;
    const { accountId } = active.session;
    const batch = batchId === null ? {} : { batchId };
    const how = { purpose: "answer" as const, gate: createGate(), accountId, ...batch };
    if (choice === "go-on") return await parts.sync(unitId, { ...how, answer: "go-on" });
    if (isMissing(unit.brake, choice)) return nothingThere(unit, active);
    const answer = { unitId, conflictId: toConflictId(unitId, unit.brake.sides), choice };
    const line = await parts.inTurn({ unitId, ...how }, ({ session }) =>
      answerConflict(parts, session, answer, { ...how, unitId, answer: "held" }),
    );
    // The mark still names the sides of before: the next answer must be to those that stand now.
    if (line?.problem?.kind === "stale") await parts.sync(unitId, how);
    return line;
  }

  /** Null: it is about one save, whose own line is enough. */
  async function batchFor(units: HeldNow[], active: ActiveUnits): Promise<string | null> {
    if (units.length < 2) return null;
    return await beginBatch(deps, active, { unitIds: units.map(({ unitId }) => unitId), act: "held" });
  }

  return {
    list(): HeldUnit[] {
      const active = activeUnits(deps);
      const units = active?.listUnits().filter(isHeld) ?? [];
      return units.flatMap((unit) => orElse(deps, [], () => (active ? [describe(parts, unit, active)] : [])));
    },

    /** As many as `list` tells. */
    count: () => (activeUnits(deps)?.listUnits() ?? []).filter(isHeld).length,

    async release(unitIds: UnitId[], choice: HeldChoice): Promise<Outcome<SyncReport, SyncError>> {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const report = startReport(deps, false);
      const chosen = new Set(unitIds);
      const units = active.listUnits().filter((unit) => chosen.has(unit.unitId));
      const unitsHeld = units.filter(isHeld);
      const press = { choice, batchId: await batchFor(unitsHeld, active) };
      const lines: SyncLine[] = [];
      let isCancelled = false;
      await forEachLimited(unitsHeld, { limit: connections, isStopped: () => false }, async (unit) => {
        const line = await orStopped(release(unit, press, active));
        if (line) lines.push(line);
        else isCancelled = true;
      });
      deps.changed("saves");
      const isStillIn = activeUnits(deps)?.session.accountId === active.session.accountId;
      if (!isStillIn && lines.length === 0) return { ok: false, error: { kind: "signed-out" } };
      return { ok: true, value: report.end(lines, { isCancelled }) };
    },
  };
}

/** Waits for an answer. One that is not followed waits for none, though its mark stays for when it is again. */
export function isHeld(unit: Unit): unit is HeldNow {
  return unit.isTracked && unit.brake?.kind === "held";
}

function describe({ deps, knowledge }: UnitSyncParts, unit: HeldNow, active: ActiveUnits): HeldUnit {
  const { account, session } = active;
  const known = knowledge.get(unit.unitId);
  const { reason, decision } = unit.brake;
  // Shown like a question, whatever the decision is that waits.
  const asked = known?.verdict ? { ...known, verdict: { ...known.verdict, decision: "ask" as const } } : null;
  const sides = conflictOf(deps, asked, { account, ownDeviceId: session.deviceId });
  return {
    unitId: unit.unitId,
    ...nameUnit(account, unit.unitId),
    romId: unit.rom.romId,
    slot: unit.slot,
    reason,
    decision,
    sides: sides && { local: sides.local, remote: sides.remote },
  };
}

function isMissing({ sides }: BrakeState, choice: "keep-local" | "take-remote"): boolean {
  return (choice === "keep-local" ? sides.local : sides.remote) === null;
}

function nothingThere(unit: HeldNow, { account }: ActiveUnits): SyncLine {
  return { ...unseenLine(account, unit, { kind: "nothing-there" }), reason: "held" };
}

import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import type { AccountId, Outcome, Sha256, UnitId } from "../../core/vocabulary.ts";
import type { ContentRef } from "../../ports/activity-log.ts";
import type { RowsKnown } from "../../ports/rows-known.ts";
import { activeUnits } from "../../work/active-units.ts";
import { createGate, type Gate, orStopped } from "../../work/gate.ts";
import { toProblem, toSyncError } from "../../work/problems.ts";
import { type Rows, splitRows } from "../look/observe.ts";
import { observeToShow } from "../look/observe-local.ts";
import type { Work } from "../look/record.ts";
import type { UnitSyncParts } from "../unit/act.ts";
import type { InTurn } from "../unit/in-turn.ts";
import { newWork } from "../unit/new-work.ts";
import { keepContent, keepLive } from "./keep-content.ts";
import { type PlayRequest, playContent } from "./play-content.ts";

/** Rows that were read so shortly ago are shown without asking again. */
const freshMs = 60_000;

/** What was played once, to be seen and played again. */
export interface SaveVersions {
  rowsOf(unitId: UnitId): Promise<RowsKnown>;
  /** As they were read last; null: not since the start. Asks nothing. */
  knownRows(unitId: UnitId): { rows: Rows; asOfMs: number } | null;
  liveContent(unitId: UnitId): Promise<Sha256 | null>;
  /** In the unit's turn; null: unregistered, or stopped, before it began. */
  play(p: Omit<PlayRequest, "gate"> & { gate?: Gate }): Promise<SyncLine | null>;
  /** What stands in the save's place, if anything does. */
  keepLive(p: { accountId: AccountId; unitId: UnitId }): Promise<void>;
  keepRow(p: {
    accountId: AccountId;
    unitId: UnitId;
    content: ContentRef;
  }): Promise<Outcome<Sha256, SyncError>>;
}

export function createSaveVersions(parts: UnitSyncParts, inTurn: InTurn): SaveVersions {
  const { deps, knowledge } = parts;

  async function list(unitId: UnitId): Promise<RowsKnown["problem"]> {
    const active = activeUnits(deps);
    const unit = active?.account.units[unitId];
    if (!active || !unit) return { kind: "signed-out" };
    const { session } = active;
    try {
      const p = { romId: unit.rom.romId, deviceId: session.deviceId };
      const rows = await session.server.listSaves(p, createGate().signal);
      knowledge.noteRows(unitId, splitRows(unit, rows), deps.clock.now());
      return null;
    } catch (error) {
      const problem = toProblem(error);
      if (problem?.kind !== "romm") throw error;
      return problem;
    }
  }

  /** In the unit's turn. */
  async function keep(
    p: { accountId: AccountId; unitId: UnitId },
    work: (work: Work, gate: Gate) => Promise<Outcome<Sha256, SyncError>>,
  ): Promise<Outcome<Sha256, SyncError>> {
    const { accountId, unitId } = p;
    const gate = createGate();
    let kept: Outcome<Sha256, SyncError> = { ok: false, error: { kind: "unknown-version" } };
    await orStopped(
      inTurn({ accountId, unitId, gate, purpose: "answer" }, async ({ session }) => {
        const unitWork = newWork(parts, session, { unitId, purpose: "answer" });
        unitWork.beginRound();
        kept = await orProblem(() => work(unitWork, gate));
        return null;
      }),
    );
    return kept;
  }

  return {
    async rowsOf(unitId) {
      const before = knowledge.rowsOf(unitId);
      const isFresh = before !== null && Math.abs(deps.clock.now() - before.atMs) < freshMs;
      const problem = isFresh ? null : await list(unitId);
      const unit = activeUnits(deps)?.account.units[unitId];
      const known = knowledge.rowsOf(unitId);
      // By the slot that is played now: it may have been another one when they were read.
      const rows = known && unit ? splitRows(unit, known.rows) : null;
      return { rows, asOfMs: rows && known ? known.atMs : null, problem };
    },

    knownRows(unitId) {
      const unit = activeUnits(deps)?.account.units[unitId];
      const known = knowledge.rowsOf(unitId);
      return known && unit ? { rows: splitRows(unit, known.rows), asOfMs: known.atMs } : null;
    },

    async liveContent(unitId) {
      const unit = activeUnits(deps)?.account.units[unitId];
      if (!unit) return null;
      const { local } = await observeToShow(deps, unit, createGate().signal);
      return local.kind === "present" ? local.sha256 : null;
    },

    async play(request) {
      const { accountId, unitId } = request;
      const gate = request.gate ?? createGate();
      const line = inTurn({ accountId, unitId, gate, purpose: "answer" }, ({ session }) =>
        playContent(parts, session, { ...request, gate }),
      );
      return await orStopped(line);
    },

    async keepLive(p) {
      await keep(p, keepLive);
    },

    keepRow: (p) => keep(p, (work, gate) => keepContent(parts, work, p.content, gate)),
  };
}

async function orProblem(
  work: () => Promise<Outcome<Sha256, SyncError>>,
): Promise<Outcome<Sha256, SyncError>> {
  try {
    return await work();
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    return { ok: false, error: problem };
  }
}

import type { PlaythroughList } from "../../contract/saves/playthrough.ts";
import type { SyncError, SyncLine, SyncReport } from "../../contract/saves/sync.ts";
import { lastPlayed, leftSlotOf } from "../../core/marks/switch-slot.ts";
import { unitOfApp } from "../../core/units.ts";
import type { AccountId, AppId, Outcome, Slot, UnitId } from "../../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { createGate, orStopped } from "../../work/gate.ts";
import { startReport } from "../../work/reports.ts";
import type { UnitSyncParts } from "../unit/act.ts";
import type { InTurn } from "../unit/in-turn.ts";
import type { SaveVersions } from "../versions/versions.ts";
import type { SlotWish } from "./choose-target.ts";
import { listPlaythroughs } from "./list-slots.ts";
import { switchSlot } from "./switch-slot.ts";

export interface Slots {
  list(p: { appId: AppId }): Promise<Outcome<PlaythroughList, SyncError>>;
  select(p: SlotWish & { appId: AppId }): Promise<Outcome<SyncReport, SyncError>>;
  /** Back to a slot that was left. Null: unregistered meanwhile. */
  back(p: {
    accountId: AccountId;
    unitId: UnitId;
    to: Slot;
    undoes: string;
    batchId: string | null;
  }): Promise<SyncLine | null>;
}

/** A game's playthroughs. */
export function createSlots(parts: UnitSyncParts, inTurn: InTurn, versions: SaveVersions): Slots {
  const { deps } = parts;

  async function list(active: ActiveUnits, unitId: UnitId): Promise<PlaythroughList> {
    const known = await versions.rowsOf(unitId);
    const unit = active.account.units[unitId];
    const here = new Set<Slot>();
    for (const left of unit?.left ?? []) {
      const sha256 = lastPlayed(left);
      if (sha256 && (await deps.keptCopies.find(sha256))) here.add(left.slot);
    }
    const rows = known.rows ? [...known.rows.slotRows, ...known.rows.otherRows] : [];
    const { deviceId } = active.session;
    const isHere = (slot: Slot) => {
      const left = unit && leftSlotOf(unit, slot);
      return left !== null && left !== undefined && here.has(left.slot);
    };
    const playthroughs = unit ? listPlaythroughs({ unit, rows, ownDeviceId: deviceId, isHere }) : [];
    return { playthroughs, rommAsOfMs: known.asOfMs, problem: known.problem };
  }

  async function change(p: {
    accountId: AccountId;
    unitId: UnitId;
    wish: SlotWish;
    undoes: string | null;
    batchId: string | null;
  }): Promise<SyncLine | null> {
    const { accountId, unitId, wish, undoes, batchId } = p;
    const known = await versions.rowsOf(unitId);
    const gate = createGate();
    const line = await orStopped(
      inTurn({ accountId, unitId, gate, purpose: "answer" }, ({ session }) =>
        switchSlot(parts, session, { ...wish, accountId, unitId, known, undoes, batchId, gate }),
      ),
    );
    deps.changed("saves");
    return line;
  }

  return {
    async list({ appId }) {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const unit = unitOfApp(active.account, appId);
      if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      return { ok: true, value: await list(active, unit.unitId) };
    },

    async select({ appId, ...wish }) {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const unit = unitOfApp(active.account, appId);
      if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      const report = startReport(deps, false);
      const { accountId } = active.session;
      const line = await change({ accountId, unitId: unit.unitId, wish, undoes: null, batchId: null });
      if (line === null) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      if (line.outcome === "failed" && line.problem) return { ok: false, error: line.problem };
      return { ok: true, value: report.end([line], { isCancelled: false }) };
    },

    back: ({ to, ...p }) => change({ ...p, wish: { slot: to, begins: null } }),
  };
}

import { viewRemote } from "../../core/decide/remote-change.ts";
import { withLeft } from "../../core/marks/switch-slot.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { toBaselineRow, toSeenRow } from "../../core/seen-row.ts";
import type { Baseline, LeftSlot, Unit } from "../../core/state.ts";
import { isSameSlot } from "../../core/units.ts";
import type { Gate } from "../../work/gate.ts";
import { NotSettled } from "../../work/problems.ts";
import { readUnit } from "../look/observe.ts";
import { changeUnit, type Work } from "../look/record.ts";
import { sendCopy } from "./send-copy.ts";

/**
 * Sends what was left unsent in other slots, each into its own, where nothing is newer there: what is, is asked about
 * when the player comes back. A copy that cannot go up now waits.
 */
export async function pushParked(work: Work, rows: readonly SaveRow[], gate: Gate): Promise<void> {
  const unit = readUnit(work.deps, work.session, work.unitId)?.unit;
  for (const left of unit?.left ?? []) {
    if (!unit || left.parked === null || !unit.isTracked) continue;
    const own = rows.filter((row) => isSameSlot(row.slot, left.slot));
    try {
      const row = await settle(work, { unit, left, own }, gate);
      if (row) await changeUnit(work, (now) => withLeft(now, sent(now, left, own, row)));
    } catch (error) {
      if (!(error instanceof RommError || error instanceof NotSettled)) throw error;
      work.deps.log.info("What was left in another slot waits.", { slot: left.slot, error: error.message });
    }
  }
}

/** The row that holds what was parked; null: it must wait. */
async function settle(
  work: Work,
  { unit, left, own }: { unit: Unit; left: LeftSlot; own: SaveRow[] },
  gate: Gate,
): Promise<SaveRow | null> {
  const { parked } = left;
  const copy = parked && (await work.deps.keptCopies.find(parked));
  if (!parked || !copy) return null;
  if (!isUnmoved(work, unit, left, own)) return null;
  const path = work.deps.keptCopies.pathOf(parked);
  const hashed = await work.deps.hashFile(path, gate.signal);
  const standing = own.find((row) => row.contentHash !== null && row.contentHash === hashed?.contentHash);
  if (standing && standing.sizeBytes === copy.sizeBytes) return standing;
  const members = left.baseline?.members ?? [];
  if (work.restraint?.(copy.sizeBytes, unit.unitId)) return null;
  return await sendCopy(
    work,
    { unit, slot: left.slot, sha256: parked, sizeBytes: copy.sizeBytes, members },
    gate,
  );
}

function isUnmoved({ session }: Work, unit: Unit, { baseline, seen }: LeftSlot, own: SaveRow[]): boolean {
  if (baseline === null) return own.length === 0;
  if (!baseline.isTrusted) return false;
  const facts = { baseline, seen, proven: new Map(), late: unit.late, ownDeviceId: session.deviceId };
  const { change, unsettled, racedBy } = viewRemote(own, facts);
  return (change === "unchanged" || change === "gone") && unsettled === null && racedBy === null;
}

function sent({ rom }: Unit, left: LeftSlot, own: readonly SaveRow[], row: SaveRow): LeftSlot {
  const { parked, baseline } = left;
  const agreed: Baseline | null = baseline &&
    parked && { ...baseline, sha256: parked, row: toBaselineRow(row) };
  const seen = Object.fromEntries([...own, row].map((one) => [one.id, toSeenRow(one)]));
  return {
    ...left,
    parked: null,
    seen,
    baseline: agreed && {
      ...agreed,
      romId: rom.romId,
      sizeBytes: row.sizeBytes,
      chosenSha256: null,
      isStored: false,
    },
  };
}

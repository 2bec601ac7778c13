import type { SaveRow } from "../save-row.ts";
import { toSeenRow } from "../seen-row.ts";
import type { Unit } from "../state.ts";
import type { DeviceId } from "../vocabulary.ts";
import { isContentOf } from "./late.ts";

/** What became of an upload whose answer was lost: a listing that shows it, newer than its parent, proves it. */
export function settlePush(
  unit: Unit,
  facts: { slotRows: SaveRow[]; ownDeviceId: DeviceId; realPath: string; atMs: number },
): Unit {
  const { intent } = unit;
  if (intent?.kind !== "push") return unit;
  const row = facts.slotRows.find(
    (candidate) =>
      isContentOf(candidate, intent) &&
      candidate.sizeBytes === intent.sizeBytes &&
      candidate.id > (intent.parentSaveId ?? 0) &&
      unit.seen[candidate.id] === undefined &&
      isFromHere(candidate, facts.ownDeviceId),
  );
  if (!row) return unit;
  return {
    ...unit,
    baseline: {
      romId: unit.rom.romId,
      slot: unit.slot,
      realPath: facts.realPath,
      sha256: intent.sha256,
      sizeBytes: intent.sizeBytes,
      ...(intent.members && { members: intent.members }),
      // Whoever overwrote it since left another date.
      row: { id: row.id, ...toSeenRow(row), updatedAtMs: row.createdAtMs },
      chosenSha256: null,
      parentSaveId: intent.parentSaveId,
      isTrusted: true,
      isStored: false,
      agreedAtMs: facts.atMs,
    },
    seen: { ...(intent.seen ?? unit.seen), [row.id]: toSeenRow(row) },
    intent: null,
  };
}

/** RomM tells the origin since 4.9; without it only a hash can prove the row. */
function isFromHere(row: SaveRow, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId === null) return row.contentHash !== null;
  return row.originDeviceId === ownDeviceId;
}

import type { PushIntent } from "../marks.ts";
import type { SaveRow } from "../save-row.ts";
import { keepBytes, toSeenRow } from "../seen-row.ts";
import type { Unit } from "../state.ts";
import type { DeviceId } from "../vocabulary.ts";
import { isContentOf, type KnownBytes, mayHaveMade } from "./late.ts";

interface PushFacts {
  slotRows: SaveRow[];
  ownDeviceId: DeviceId;
  realPath: string;
  atMs: number;
  proven: KnownBytes;
}

/** What became of an upload whose answer was lost: a listing that shows it, newer than its parent, proves it. */
export function settlePush(unit: Unit, facts: PushFacts): Unit {
  const { intent } = unit;
  if (intent?.kind !== "push") return unit;
  const row = facts.slotRows.find(
    (candidate) =>
      mayBeOf(intent, candidate, unit, facts.ownDeviceId) && isContentOf(candidate, intent, facts.proven),
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
      ...(intent.body && { body: intent.body }),
      // Whoever overwrote it since left another date.
      row: { id: row.id, ...toSeenRow(row), updatedAtMs: row.createdAtMs },
      chosenSha256: null,
      parentSaveId: intent.parentSaveId,
      isTrusted: true,
      isStored: false,
      isSent: true,
      ...(intent.parentSaveId === null && { isFirst: true }),
      agreedAtMs: facts.atMs,
    },
    seen: { ...keepBytes(intent.seen ?? unit.seen, unit.baseline), [row.id]: toSeenRow(row) },
    intent: null,
  };
}

/** By all but its content. RomM tells the origin since 4.9; without it the content alone proves the row. */
function mayBeOf(intent: PushIntent, row: SaveRow, { seen }: Unit, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId !== null && row.originDeviceId !== ownDeviceId) return false;
  const isNew = row.id > (intent.parentSaveId ?? 0) && seen[row.id] === undefined;
  return isNew && row.sizeBytes === intent.sizeBytes;
}

/** Rows that RomM has no hash of, and that an unanswered upload of ours may have made: only their bytes can tell. */
export function rowsToProve(unit: Unit, facts: Pick<PushFacts, "slotRows" | "ownDeviceId">): SaveRow[] {
  const { intent, late } = unit;
  return facts.slotRows.filter((row) => {
    if (row.contentHash !== null || row.isMissingOnDisk) return false;
    if (intent?.kind === "push" && mayBeOf(intent, row, unit, facts.ownDeviceId)) return true;
    return late.some((sent) => mayHaveMade(sent, row, facts.ownDeviceId));
  });
}

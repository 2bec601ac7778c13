import type { PushIntent, SentUpload } from "../marks.ts";
import type { SaveRow } from "../save-row.ts";
import { keepBytes, toSeenRow } from "../seen-row.ts";
import type { Baseline, Unit } from "../state.ts";
import type { DeviceId } from "../vocabulary.ts";
import { didMake, isContentOf, type KnownBytes, mayHaveMade } from "./late.ts";

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
    baseline: sentBaseline(unit, { sent: intent, row }, facts),
    seen: { ...keepBytes(intent.seen ?? unit.seen, unit.baseline), [row.id]: toSeenRow(row) },
    intent: null,
  };
}

/**
 * Where nothing was agreed on yet, and the slot has nothing but late uploads of this place, the last of them is what was
 * sent to the empty slot: whatever stands here came after it.
 */
export function meetLate(unit: Unit, facts: PushFacts): Unit {
  const { slotRows } = facts;
  const isOurs = (row: SaveRow) => unit.late.some((sent) => didMake(sent, row, facts));
  if (unit.baseline !== null || slotRows.length === 0 || !slotRows.every(isOurs)) return unit;
  const sent = unit.late.findLast((one) => slotRows.some((row) => didMake(one, row, facts)));
  const row = sent && slotRows.find((one) => didMake(sent, one, facts));
  if (!row || sent.realPath !== facts.realPath || sent.parentSaveId !== null) return unit;
  return {
    ...unit,
    baseline: sentBaseline(unit, { sent, row }, facts),
    seen: { ...unit.seen, [row.id]: toSeenRow(row) },
    late: unit.late.filter((one) => one !== sent),
  };
}

function sentBaseline(
  { rom, slot }: Unit,
  { sent, row }: { sent: SentUpload; row: SaveRow },
  { realPath, atMs }: PushFacts,
): Baseline {
  return {
    ...{ romId: rom.romId, slot, realPath, sha256: sent.sha256, sizeBytes: sent.sizeBytes },
    ...(sent.members && { members: sent.members }),
    ...(sent.body && { body: sent.body }),
    // Whoever overwrote it since left another date.
    row: { id: row.id, ...toSeenRow(row), updatedAtMs: row.createdAtMs },
    chosenSha256: null,
    parentSaveId: sent.parentSaveId,
    ...{ isTrusted: true, isStored: false, isSent: true },
    ...(sent.parentSaveId === null && { isFirst: true }),
    agreedAtMs: atMs,
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

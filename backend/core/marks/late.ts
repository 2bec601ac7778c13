import type { PushIntent, SentUpload } from "../marks.ts";
import type { SaveRow } from "../save-row.ts";
import { toSeenRow } from "../seen-row.ts";
import type { Unit } from "../state.ts";
import type { DeviceId, SaveId, Sha256 } from "../vocabulary.ts";

/** More uploads than these do not stand unanswered in a proxy. */
const mostLate = 3;

/** Something else takes an unanswered upload's place: it may still arrive, unless it is what both sides agree on now. */
export function lateAfter(late: SentUpload[], sent: PushIntent, agreed: Sha256 | null): SentUpload[] {
  if (sent.sha256 === agreed) return late;
  const others = late.filter(({ sha256 }) => sha256 !== sent.sha256);
  return [...others, toSentUpload(sent)].slice(-mostLate);
}

/** A row was made of this content: what stands in a proxy with the same one makes another, above it. */
export function afterSent(late: SentUpload[], sha256: Sha256 | null, saveId: SaveId): SentUpload[] {
  return late.map((sent) => (sent.sha256 === sha256 ? { ...sent, parentSaveId: saveId } : sent));
}

/** Its slot moved on. */
function toSentUpload({ kind: _left, seen: _old, ...sent }: PushIntent): SentUpload {
  return sent;
}

/** Rows whose bytes are known here; null: they are no save of this unit's kind. */
export type KnownBytes = ReadonlyMap<SaveId, { sha256: Sha256 } | null>;

interface SlotFacts {
  slotRows: SaveRow[];
  ownDeviceId: DeviceId;
  proven: KnownBytes;
}

/** No proxy holds an upload for longer. */
const longestHeldMs = 24 * 3600 * 1000;

/** Whether a row was made by an unanswered upload of this device. */
export function didMake(
  sent: SentUpload,
  row: SaveRow,
  { ownDeviceId, proven }: Omit<SlotFacts, "slotRows">,
): boolean {
  return mayHaveMade(sent, row, ownDeviceId) && isContentOf(row, sent, proven);
}

/**
 * By all but its content. RomM notes with each upload that its device holds the row; the origin is told since 4.9, and by
 * itself proves nothing: Decks that were cloned are one device to RomM.
 */
export function mayHaveMade(sent: SentUpload, row: SaveRow, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId !== null && row.originDeviceId !== ownDeviceId) return false;
  if (!row.deviceSyncs.some((sync) => sync.deviceId === ownDeviceId && sync.isCurrent)) return false;
  if (Math.abs(row.createdAtMs - sent.sentAtMs) >= longestHeldMs) return false;
  return sent.sizeBytes === row.sizeBytes && row.id > (sent.parentSaveId ?? 0);
}

/** By its bytes where they are known here: before 4.9 RomM has no hash of a save that is no archive. */
export function isContentOf(row: SaveRow, sent: SentUpload, proven: KnownBytes): boolean {
  const known = proven.get(row.id);
  if (known !== undefined) return known?.sha256 === sent.sha256;
  return row.contentHash !== null && row.contentHash === sent.contentHash;
}

/**
 * An upload comes late once: where its row lies below the agreed one, it is a row like any other, and the next one with
 * its content is somebody's wish. Until then the mark is what keeps the row from being taken for news.
 */
export function settleLate(unit: Unit, { slotRows, ...facts }: SlotFacts): Unit {
  const { late } = unit;
  const below = slotRows.filter((row) => row.id < (unit.baseline?.row.id ?? 0));
  const came = late.flatMap((sent) => {
    const row = below.find((one) => didMake(sent, one, facts));
    return row ? [{ sent, row }] : [];
  });
  if (came.length === 0) return unit;
  const seen = Object.fromEntries(
    came.map(({ sent, row }) => {
      const now = toSeenRow(row);
      return [row.id, now.isOriginless ? { ...now, sha256: sent.sha256 } : now];
    }),
  );
  return {
    ...unit,
    seen: { ...unit.seen, ...seen },
    late: late.filter((sent) => !came.some((one) => one.sent === sent)),
  };
}

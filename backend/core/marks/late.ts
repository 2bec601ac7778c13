import type { PushIntent, SentUpload } from "../marks.ts";
import type { SaveRow } from "../save-row.ts";
import { toSeenRow } from "../seen-row.ts";
import type { Unit } from "../state.ts";
import type { DeviceId, Sha256 } from "../vocabulary.ts";

/** More uploads than these do not stand unanswered in a proxy. */
const mostLate = 3;

/** Something else takes an unanswered upload's place: it may still arrive, unless the content is the same. */
export function lateAfter(late: SentUpload[], sent: PushIntent, content: Sha256 | null): SentUpload[] {
  return sent.sha256 === content ? late : [...late, toSentUpload(sent)].slice(-mostLate);
}

/** Its slot moved on. */
function toSentUpload({ kind: _left, seen: _old, ...sent }: PushIntent): SentUpload {
  return sent;
}

/** No proxy holds an upload for longer. */
const longestHeldMs = 24 * 3600 * 1000;

/**
 * Whether a row was made by an unanswered upload of this device. RomM notes with each upload that its device holds the
 * row; the origin is told since 4.9, and by itself proves nothing: Decks that were cloned are one device to RomM.
 */
export function didMake(sent: SentUpload, row: SaveRow, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId !== null && row.originDeviceId !== ownDeviceId) return false;
  if (!row.deviceSyncs.some((sync) => sync.deviceId === ownDeviceId && sync.isCurrent)) return false;
  if (Math.abs(row.createdAtMs - sent.sentAtMs) >= longestHeldMs) return false;
  const isSameContent = row.contentHash !== null && isContentOf(row, sent);
  return isSameContent && sent.sizeBytes === row.sizeBytes && row.id > (sent.parentSaveId ?? 0);
}

/** RomM before 4.9 hashes an archive's bytes. */
export function isContentOf({ contentHash }: SaveRow, sent: SentUpload): boolean {
  return contentHash === sent.contentHash || (contentHash !== null && contentHash === sent.md5);
}

/**
 * An upload comes late once: where its row lies below the agreed one, it is a row like any other, and the next one with
 * its content is somebody's wish. Until then the mark is what keeps the row from being taken for news.
 */
export function settleLate(unit: Unit, facts: { slotRows: SaveRow[]; ownDeviceId: DeviceId }): Unit {
  const { late } = unit;
  const below = facts.slotRows.filter((row) => row.id < (unit.baseline?.row.id ?? 0));
  const came = late.flatMap((sent) => {
    const row = below.find((one) => didMake(sent, one, facts.ownDeviceId));
    return row ? [{ sent, row }] : [];
  });
  if (came.length === 0) return unit;
  const seen = Object.fromEntries(came.map(({ row }) => [row.id, toSeenRow(row)]));
  return {
    ...unit,
    seen: { ...unit.seen, ...seen },
    late: late.filter((sent) => !came.some((one) => one.sent === sent)),
  };
}

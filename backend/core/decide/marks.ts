import type { SaveRow } from "../save-row.ts";
import type { Baseline, IncomingMark, Marks, SentMark, Unit } from "../state.ts";
import type { DeviceId, Sha256 } from "../vocabulary.ts";
import { toSeenRow } from "./edited-row.ts";
import type { LocalSide } from "./observation.ts";

/**
 * What became of a download whose end was not recorded. The live bytes tell: they are the staged ones, or still the
 * replaced ones; otherwise the staged file's absence shows that it was put in place and then played on.
 */
export function settleIncoming(
  unit: Unit,
  facts: { local: LocalSide; isStagedGone: boolean; realPath: string; atMs: number },
): Unit {
  const { incoming, ...marks } = unit.marks;
  if (!incoming || facts.local.kind === "unavailable") return unit;
  const live = facts.local.kind === "present" ? facts.local.sha256 : null;
  const { id, ...row } = incoming.row;
  const arrived: Unit = {
    ...unit,
    baseline: baselineOf(incoming, facts),
    seen: { ...(incoming.seen ?? unit.seen), [id]: row },
    marks: { ...marks, confirm: { saveId: incoming.row.id, contentHash: incoming.row.contentHash } },
  };
  if (live === incoming.sha256) return arrived;
  if (live === incoming.replaced) return { ...unit, marks };
  if (incoming.isRaced) return unit;
  return facts.isStagedGone ? arrived : { ...unit, marks };
}

function baselineOf(incoming: IncomingMark, facts: { realPath: string; atMs: number }): Baseline {
  return {
    realPath: facts.realPath,
    sha256: incoming.sha256,
    sizeBytes: incoming.sizeBytes,
    ...(incoming.members && { members: incoming.members }),
    row: incoming.row,
    chosenSha256: null,
    parentSaveId: null,
    isProven: incoming.isOneOfTwo !== true,
    agreedAtMs: facts.atMs,
  };
}

/** What became of an upload whose answer was lost: a listing that shows it, newer than its parent, proves it. */
export function settleSent(
  unit: Unit,
  facts: { slotRows: SaveRow[]; ownDeviceId: DeviceId; realPath: string; atMs: number },
): Unit {
  const { sent, ...marks } = unit.marks;
  if (!sent) return unit;
  const row = facts.slotRows.find(
    (candidate) =>
      isContentOf(candidate, sent) &&
      candidate.sizeBytes === sent.sizeBytes &&
      candidate.id > (sent.parentSaveId ?? 0) &&
      unit.seen[candidate.id] === undefined &&
      isFromHere(candidate, facts.ownDeviceId),
  );
  if (!row) return unit;
  return {
    ...unit,
    baseline: {
      realPath: facts.realPath,
      sha256: sent.sha256,
      sizeBytes: sent.sizeBytes,
      ...(sent.members && { members: sent.members }),
      // Whoever overwrote it since left another date.
      row: { id: row.id, ...toSeenRow(row), updatedAtMs: row.createdAtMs },
      chosenSha256: null,
      parentSaveId: sent.parentSaveId,
      isProven: true,
      agreedAtMs: facts.atMs,
    },
    seen: { ...(sent.seen ?? unit.seen), [row.id]: toSeenRow(row) },
    marks,
  };
}

/** RomM before 4.9 hashes an archive's bytes. */
function isContentOf({ contentHash }: SaveRow, sent: SentMark): boolean {
  return contentHash === sent.contentHash || (contentHash !== null && contentHash === sent.md5);
}

/** RomM tells the origin since 4.9; without it only a hash can prove the row. */
function isFromHere(row: SaveRow, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId === null) return row.contentHash !== null;
  return row.originDeviceId === ownDeviceId;
}

/** More uploads than these do not stand unanswered in a proxy. */
const mostLate = 3;

/** Another content becomes the agreed one, or is about to be sent: what was sent before it may still arrive. */
export function lateAfter({ sent, late = [] }: Marks, sha256: Sha256 | null): Pick<Marks, "late"> {
  const all = sent && sent.sha256 !== sha256 ? [...late, withoutSeen(sent)] : late;
  return all.length > 0 ? { late: all.slice(-mostLate) } : {};
}

/** Its slot moved on. */
function withoutSeen({ seen: _left, ...sent }: SentMark): SentMark {
  return sent;
}

/** No proxy holds an upload for longer. */
const longestHeldMs = 24 * 3600 * 1000;

/**
 * Whether a row was made by an unanswered upload of this device. RomM notes with each upload that its device holds the
 * row; the origin is told since 4.9, and by itself proves nothing: Decks that were cloned are one device to RomM.
 */
export function didMake(mark: SentMark, row: SaveRow, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId !== null && row.originDeviceId !== ownDeviceId) return false;
  if (!row.deviceSyncs.some((sync) => sync.deviceId === ownDeviceId && sync.isCurrent)) return false;
  if (Math.abs(row.createdAtMs - mark.sentAtMs) >= longestHeldMs) return false;
  const isSameContent = row.contentHash !== null && isContentOf(row, mark);
  return isSameContent && mark.sizeBytes === row.sizeBytes && row.id > (mark.parentSaveId ?? 0);
}

/**
 * An upload comes late once: where its row lies below the agreed one, it is a row like any other, and the next one with
 * its content is somebody's wish. Until then the mark is what keeps the row from being taken for news.
 */
export function settleLate(unit: Unit, facts: { slotRows: SaveRow[]; ownDeviceId: DeviceId }): Unit {
  const { late = [], ...marks } = unit.marks;
  const below = facts.slotRows.filter((row) => row.id < (unit.baseline?.row.id ?? 0));
  const came = late.flatMap((mark) => {
    const row = below.find((one) => didMake(mark, one, facts.ownDeviceId));
    return row ? [{ mark, row }] : [];
  });
  if (came.length === 0) return unit;
  const left = late.filter((mark) => !came.some((one) => one.mark === mark));
  const seen = Object.fromEntries(came.map(({ row }) => [row.id, toSeenRow(row)]));
  return {
    ...unit,
    seen: { ...unit.seen, ...seen },
    marks: { ...marks, ...(left.length > 0 && { late: left }) },
  };
}

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
  const arrived: Unit = {
    ...unit,
    baseline: baselineOf(incoming, facts),
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
    isProven: true,
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
      candidate.contentHash === sent.contentHash &&
      candidate.sizeBytes === sent.sizeBytes &&
      candidate.id > (sent.parentSaveId ?? 0) &&
      unit.seen[candidate.id] === undefined &&
      isFromHere(candidate, sent, facts.ownDeviceId),
  );
  if (!row) return unit;
  return {
    ...unit,
    baseline: {
      realPath: facts.realPath,
      sha256: sent.sha256,
      sizeBytes: sent.sizeBytes,
      ...(sent.members && { members: sent.members }),
      row: { id: row.id, ...toSeenRow(row) },
      chosenSha256: null,
      parentSaveId: sent.parentSaveId,
      isProven: true,
      agreedAtMs: facts.atMs,
    },
    seen: { ...unit.seen, [row.id]: toSeenRow(row) },
    marks,
  };
}

/** RomM tells the origin since 4.9; without it only a hash can prove the row. */
function isFromHere(row: SaveRow, sent: SentMark, ownDeviceId: DeviceId): boolean {
  if (row.originDeviceId === null) return sent.contentHash !== null;
  return row.originDeviceId === ownDeviceId;
}

/** More uploads than these do not stand unanswered in a proxy. */
const mostLate = 3;

/** Another content becomes the agreed one, or is about to be sent: what was sent before it may still arrive. */
export function lateAfter({ sent, late = [] }: Marks, sha256: Sha256 | null): Pick<Marks, "late"> {
  const isOvertaken = sent !== undefined && sent.sha256 !== sha256;
  const all = isOvertaken ? [...late, sent] : late;
  return all.length > 0 ? { late: all.slice(-mostLate) } : {};
}

import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Baseline, BaselineRow, SeenRow, Unit } from "../../core/state.ts";
import { withUnit } from "../../core/units.ts";
import type { SaveId, Sha256, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession, SyncDeps } from "../deps.ts";
import type { PostTimes } from "../post-times.ts";

/** One unit under work: what every step needs. */
export interface Work {
  deps: SyncDeps;
  session: ServerSession;
  unitId: UnitId;
  postTimes: PostTimes;
  purpose: Purpose;
}

/** `launch` may write under the lease its verdict will open; `exit` first tries without asking; `dry-run` only decides. */
export type Purpose = "launch" | "exit" | "run" | "dry-run";

export interface Agreement {
  realPath: string;
  /** Null: the player chose local bytes over this row. */
  sha256: Sha256 | null;
  chosenSha256?: Sha256 | null;
  sizeBytes: number;
  row: SaveRow;
  parentSaveId: SaveId | null;
  /** All rows of the slot that are known now; the row itself is added. */
  seen: Record<string, SeenRow>;
  /** The server does not know yet that this device holds the row. */
  needsConfirm: boolean;
}

/** Bytes first, then this, then the server: what both sides now agree on, durable when it resolves. */
export async function recordAgreement(work: Work, agreement: Agreement): Promise<void> {
  const { deps, session, unitId } = work;
  const baseline = toBaseline(agreement, deps.clock.now());
  work.postTimes.note(agreement.row.romId);
  await deps.store.update((state) => {
    const next = withUnit(state, { accountId: session.accountId, unitId }, (unit) => ({
      ...unit,
      baseline,
      seen: { ...agreement.seen, ...toSeen([agreement.row]) },
      postponed: null,
      marks: agreement.needsConfirm
        ? { confirm: { saveId: agreement.row.id, contentHash: agreement.row.contentHash } }
        : {},
    }));
    const unit = next.accounts[session.accountId]?.units[unitId];
    const sha256 = agreement.sha256 ?? agreement.chosenSha256;
    if (!unit || !sha256) return next;
    const writer = { accountId: session.accountId, slot: unit.slot, sha256 };
    return { ...next, lastWriterByPath: { ...next.lastWriterByPath, [agreement.realPath]: writer } };
  });
}

function toBaseline(agreement: Agreement, nowMs: number): Baseline {
  return {
    realPath: agreement.realPath,
    sha256: agreement.sha256,
    chosenSha256: agreement.chosenSha256 ?? null,
    sizeBytes: agreement.sizeBytes,
    row: toBaselineRow(agreement.row),
    parentSaveId: agreement.parentSaveId,
    isProven: true,
    agreedAtMs: nowMs,
  };
}

export function toBaselineRow(row: SaveRow): BaselineRow {
  return { id: row.id, createdAtMs: row.createdAtMs, contentHash: row.contentHash };
}

export function toSeen(rows: SaveRow[]): Record<string, SeenRow> {
  return Object.fromEntries(
    rows.map((row) => [row.id, { contentHash: row.contentHash, createdAtMs: row.createdAtMs }]),
  );
}

/** Changes the unit and makes it durable; a change that gives the same object back writes nothing. */
export async function changeUnit(work: Work, change: (unit: Unit) => Unit): Promise<void> {
  const { deps, session, unitId } = work;
  const unit = deps.store.current().accounts[session.accountId]?.units[unitId];
  if (!unit || change(unit) === unit) return;
  await deps.store.update((state) => withUnit(state, { accountId: session.accountId, unitId }, change));
}

/**
 * Tells the server which row this device holds, if it was not told yet. Fails quietly while RomM is out of reach:
 * the mark stays, and the next look tells it.
 */
export async function tellServer(work: Work, signal: AbortSignal): Promise<void> {
  const { deps, session, unitId } = work;
  const confirm = deps.store.current().accounts[session.accountId]?.units[unitId]?.marks.confirm;
  if (!confirm || signal.aborted) return;
  let hasMoved = false;
  try {
    const { deviceId } = session;
    const row = await session.server.confirmDownload({ saveId: confirm.saveId, deviceId }, signal);
    if (row.contentHash !== confirm.contentHash) {
      hasMoved = true;
      deps.log.info("The row changed while it was fetched; the next look will see it.", { saveId: row.id });
    }
  } catch (error) {
    if (!(error instanceof RommError)) throw error;
    deps.log.info("RomM could not be told about a download yet.", { code: error.code });
    if (error.code !== "not-found") return;
  }
  await changeUnit(work, (unit) => {
    if (unit.marks.confirm?.saveId !== confirm.saveId) return unit;
    const { confirm: _told, ...marks } = unit.marks;
    return {
      ...unit,
      marks: hasMoved ? { ...marks, pending: { sinceMs: Math.round(deps.clock.now()) } } : marks,
    };
  });
}

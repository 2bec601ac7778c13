import { hasMoved, seeRows, toSeenRow } from "../../core/decide/edited-row.ts";
import { lateAfter } from "../../core/decide/marks.ts";
import type { Observation } from "../../core/decide/observation.ts";
import { pathsOf, placeAt } from "../../core/places.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Baseline, BaselineRow, Marks, SeenRow, Unit } from "../../core/state.ts";
import type { SaveId, Sha256, UnitId } from "../../core/vocabulary.ts";
import { type AccountDoor, inAccount } from "../../work/in-account.ts";
import type { ServerSession, SyncDeps } from "../deps.ts";
import type { PostTimes } from "../post-times.ts";
import type { SleepWatch } from "../sleep-watch.ts";

/** One unit under work: what every step needs. */
export interface Work {
  deps: SyncDeps;
  session: ServerSession;
  unitId: UnitId;
  postTimes: PostTimes;
  purpose: Purpose;
  sleep: SleepWatch;
}

/**
 * `launch` may write under the lease its verdict will open, and `answer`, the player's own word, under one whose game was
 * never seen; `exit` first tries without asking; `dry-run` only decides.
 */
export type Purpose = "launch" | "exit" | "run" | "answer" | "dry-run";

export interface Agreement {
  realPath: string;
  /** Null: the player chose local bytes over this row. */
  sha256: Sha256 | null;
  chosenSha256?: Sha256 | null;
  sizeBytes: number;
  /** Of a set: the extensions that were there. */
  members?: string[];
  row: SaveRow;
  parentSaveId: SaveId | null;
  /** All rows of the slot that are known now; the row itself is added. */
  seen: Record<string, SeenRow>;
  /** The server does not know yet that this device holds the row. */
  needsConfirm: boolean;
  /** False: another row may be the newest, and nothing may go over it unasked. */
  isProven?: boolean;
}

/** Bytes first, then this, then the server: what both sides now agree on, durable when it resolves. */
export async function recordAgreement(work: Work, agreement: Agreement): Promise<void> {
  const { deps, session, unitId } = work;
  const baseline = toBaseline(agreement, deps.clock.now());
  work.postTimes.note(agreement.row.romId);
  const agreed = (unit: Unit): Unit => ({
    ...unit,
    baseline,
    seen: { ...agreement.seen, ...seeRows([agreement.row], withoutBaseline(agreement)) },
    postponed: null,
    marks: {
      ...lateAfter(unit.marks, agreement.sha256),
      ...(unit.marks.tracking && { tracking: unit.marks.tracking }),
      ...(agreement.needsConfirm && {
        confirm: { saveId: agreement.row.id, contentHash: agreement.row.contentHash },
      }),
    },
  });
  const written = (unit: Unit) => {
    const sha256 = agreement.sha256 ?? agreement.chosenSha256;
    if (!sha256) return {};
    const writer = { accountId: session.accountId, slot: unit.slot, sha256 };
    const paths = pathsOf(placeAt(unit.location, agreement.realPath));
    return Object.fromEntries(paths.map((path) => [path, writer]));
  };
  await doorOf(work).changeUnitAndPaths(unitId, agreed, written);
}

function withoutBaseline({ seen }: Agreement): Parameters<typeof seeRows>[1] {
  return { seen, baseline: null, proven: new Map() };
}

function toBaseline(agreement: Agreement, nowMs: number): Baseline {
  return {
    realPath: agreement.realPath,
    sha256: agreement.sha256,
    chosenSha256: agreement.chosenSha256 ?? null,
    sizeBytes: agreement.sizeBytes,
    ...(agreement.members && { members: agreement.members }),
    row: toBaselineRow(agreement.row),
    parentSaveId: agreement.parentSaveId,
    isProven: agreement.isProven ?? true,
    agreedAtMs: nowMs,
  };
}

export function toBaselineRow(row: SaveRow): BaselineRow {
  return { id: row.id, ...toSeenRow(row) };
}

/** The slot as it was listed, to be remembered once both sides agree. */
export function toSeen(sighting: { slotRows: SaveRow[]; observation: Observation }): Record<string, SeenRow> {
  return seeRows(sighting.slotRows, sighting.observation);
}

/** Changes the unit and makes it durable; a change that gives the same object back writes nothing. */
export async function changeUnit(work: Work, change: (unit: Unit) => Unit): Promise<void> {
  await doorOf(work).changeUnit(work.unitId, change);
}

/** To the account that the work is for. */
export function doorOf({ deps, session }: Work): AccountDoor {
  return inAccount(deps.store, session.accountId);
}

/**
 * Tells the server which row this device holds, if it was not told yet. Fails quietly while RomM is out of reach:
 * the mark stays, and the next look tells it.
 */
export async function tellServer(work: Work, signal: AbortSignal): Promise<void> {
  const { deps, session, unitId } = work;
  const unit = deps.store.current().accounts[session.accountId]?.units[unitId];
  const confirm = unit?.marks.confirm;
  if (!unit || !confirm || signal.aborted) return;
  const { baseline } = unit;
  const told = baseline?.row.id === confirm.saveId ? baseline.row : { createdAtMs: 0, ...confirm };
  let isOther = false;
  try {
    const { deviceId } = session;
    const row = await session.server.confirmDownload({ saveId: confirm.saveId, deviceId }, signal);
    if (hasMoved(row, told)) {
      isOther = true;
      deps.log.info("The row changed while it was fetched; the next look will see it.", { saveId: row.id });
    }
  } catch (error) {
    if (!(error instanceof RommError)) throw error;
    deps.log.info("RomM could not be told about a download yet.", { code: error.code });
    if (error.code !== "not-found") return;
  }
  await changeUnit(work, (current) => {
    if (current.marks.confirm?.saveId !== confirm.saveId) return current;
    const { confirm: _told, ...marks } = current.marks;
    return { ...current, marks: isOther ? { ...marks, ...pendingNow(deps) } : marks };
  });
}

/** Until the next listing RomM's lock proves nothing: it was told that this device holds what it never saw. */
export function pendingNow({ clock }: Pick<SyncDeps, "clock">): Pick<Marks, "pending"> {
  return { pending: { sinceMs: Math.round(clock.now()) } };
}

import { hasMoved, seeRows, seeStandingRows } from "../../core/decide/edited-row.ts";
import type { Observation, ProvenRow } from "../../core/decide/observation.ts";
import { afterSent } from "../../core/marks/late.ts";
import { withChosen } from "../../core/marks/pull.ts";
import { outlive } from "../../core/marks/survival.ts";
import type { Owed } from "../../core/marks.ts";
import { RommError } from "../../core/romm-error.ts";
import { type Body, sizeOf } from "../../core/save-formats/body.ts";
import { isDamaged, isSizeClass } from "../../core/save-formats/damage.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { keepBytes, type SeenRow, toBaselineRow } from "../../core/seen-row.ts";
import { lastingOf, pathsOf, placeAt } from "../../core/shapes/shapes.ts";
import type { Baseline, Unit } from "../../core/state.ts";
import type { SaveId, Sha256, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import type { Gate } from "../../work/gate.ts";
import { type AccountDoor, inAccount } from "../../work/in-account.ts";
import type { Restraint } from "../../work/restraint.ts";
import type { SleepWatch } from "../../work/sleep-watch.ts";
import type { TransferWatch } from "../../work/transfer-watch.ts";
import type { PostTimes } from "./post-times.ts";
import type { Proofs } from "./proofs.ts";

/** One unit under work: what every step needs. */
export interface Work {
  deps: SyncDeps;
  session: ServerSession;
  unitId: UnitId;
  postTimes: PostTimes;
  purpose: Purpose;
  sleep: SleepWatch;
  /** Before each look: what was seen before it counts no more. */
  beginRound(): void;
  moves: Moves;
  /** Hears how far the save is on its way. */
  watch?: TransferWatch | undefined;
  restraint?: Restraint | undefined;
  proofs: Proofs;
}

/** What a look needs of the moves, which lie above it. */
export interface Moves {
  /** Ends an exchange of a set that was cut short. Throws `Running`. */
  settleExchange(work: Work, gate: Gate): Promise<void>;
  /** Fetches a row only to learn its hashes: for rows whose content hash tells nothing. */
  proveRow(
    work: Work,
    seen: { unit: Unit },
    p: { realPath: string; row: SaveRow },
    signal: AbortSignal,
  ): Promise<ProvenRow>;
}

/**
 * `launch` may write under the lease its verdict will open, and `answer`, the player's own word, under one whose game was
 * never seen; `exit` first tries without asking; `open` sends what a game that runs has written, and does nothing else;
 * `dry-run` only decides.
 */
export type Purpose = "launch" | "exit" | "open" | "run" | "answer" | "dry-run";

export interface Agreement {
  realPath: string;
  /** Null: the player chose local bytes over this row. */
  sha256: Sha256 | null;
  chosenSha256?: Sha256 | null;
  sizeBytes: number;
  /** Of a set: the extensions that were there. */
  members?: string[];
  /** Of these bytes, or those that the player chose. */
  body?: Body | undefined;
  row: SaveRow;
  parentSaveId: SaveId | null;
  /** All rows of the slot that are known now; the row itself is added. */
  seen: Record<string, SeenRow>;
  /** The server does not know yet that this device holds the row. */
  needsConfirm: boolean;
  /** False: another row may be the newest, and nothing may go over it unasked. */
  isTrusted?: boolean;
  /** RomM has shown that it holds these bytes. */
  isStored: boolean;
  /** These bytes left from here. */
  isSent?: true;
  /** To an empty slot. */
  isFirst?: true;
  /** What the slot's line stands at. */
  lineSaveId?: SaveId | undefined;
}

/** Bytes first, then this, then the server: what both sides now agree on, durable when it resolves. */
export async function recordAgreement(work: Work, agreement: Agreement): Promise<void> {
  const agreedAtMs = work.deps.clock.now();
  work.postTimes.note(agreement.row.romId);
  const agreed = (unit: Unit) => agree(unit, agreement, agreedAtMs);
  const sha256 = agreement.sha256 ?? agreement.chosenSha256 ?? null;
  await changeWritten(work, { realPath: agreement.realPath, sha256 }, agreed);
}

/** The player put these bytes there: they are this account's, and a change on top of what was agreed. */
export async function recordChosen(
  work: Work,
  p: { realPath: string; sha256: Sha256; body?: Body | undefined },
): Promise<void> {
  await changeWritten(work, p, (unit) => withChosen(unit, p));
}

/** Changes the unit, and with it whose bytes stand at its paths; null: as before. */
export async function changeWritten(
  work: Work,
  { realPath, sha256 }: { realPath: string; sha256: Sha256 | null },
  change: (unit: Unit) => Unit,
): Promise<void> {
  const { accountId } = work.session;
  await doorOf(work).changeUnitAndPaths(work.unitId, change, ({ slot, location }) => {
    if (sha256 === null) return {};
    const writer = { accountId, slot, sha256 };
    return Object.fromEntries(pathsOf(placeAt(location, realPath)).map((path) => [path, writer]));
  });
}

function agree(unit: Unit, agreement: Agreement, agreedAtMs: number): Unit {
  const { row, needsConfirm } = agreement;
  const left = outlive(unit, "agreement", agreement.sha256);
  const confirm = needsConfirm ? { confirm: { saveId: row.id, contentHash: row.contentHash } } : {};
  return {
    ...unit,
    baseline: toBaseline(unit, agreement, agreedAtMs),
    seen: { ...keepBytes(agreement.seen, unit.baseline), ...seeRows([row], withoutBaseline(agreement)) },
    postponed: null,
    ...withSize(unit, agreement),
    ...left,
    late: agreement.isSent ? afterSent(left.late, agreement.sha256, row.id) : left.late,
    owed: { ...left.owed, ...confirm },
  };
}

/** How many sizes of a save are remembered. */
const mostSizes = 8;

/** What was taken although it had lost something is no loss by its size again, nor is a size of memories that both sides once had. */
function withSize({ sizes = [], baseline }: Unit, { body }: Agreement): Pick<Unit, "sizes"> {
  if (body === undefined) return {};
  const size = sizeOf(body.measure);
  const wasAccepted = baseline?.body !== undefined && isDamaged(body.measure, baseline.body.measure, sizes);
  const isNew = !sizes.includes(size) && (isSizeClass(size) || wasAccepted);
  return isNew ? { sizes: [...sizes, size].slice(-mostSizes) } : {};
}

function withoutBaseline({ seen }: Agreement): Parameters<typeof seeRows>[1] {
  return { seen, baseline: null, proven: new Map() };
}

function toBaseline({ rom, slot, location }: Unit, agreement: Agreement, agreedAtMs: number): Baseline {
  return {
    romId: rom.romId,
    slot,
    realPath: agreement.realPath,
    sha256: agreement.sha256,
    chosenSha256: agreement.chosenSha256 ?? null,
    sizeBytes: agreement.sizeBytes,
    ...(agreement.members && { members: lastingOf(location, agreement.members) }),
    ...(agreement.body && { body: agreement.body }),
    row: toBaselineRow(agreement.row),
    parentSaveId: agreement.parentSaveId,
    isTrusted: agreement.isTrusted ?? true,
    isStored: agreement.isStored,
    ...(agreement.isSent && { isSent: true }),
    ...(agreement.isFirst && { isFirst: true }),
    ...(agreement.lineSaveId !== undefined && { lineSaveId: agreement.lineSaveId }),
    agreedAtMs,
  };
}

/** The slot as it was listed, to be remembered once both sides agree. */
export function toSeen(
  { observation }: { observation: Observation },
  /** Listed since. */
  slotRows = observation.remote.kind === "listed" ? observation.remote.slotRows : [],
): Record<string, SeenRow> {
  return seeStandingRows(slotRows, observation);
}

/** With all that the player answered over, also what RomM could not hand out. */
export function toShown(p: { slotRows: SaveRow[]; observation: Observation }): Record<string, SeenRow> {
  return seeRows(p.slotRows, p.observation);
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
  const confirm = unit?.owed.confirm;
  if (!unit || !confirm || signal.aborted) return;
  const { baseline } = unit;
  const told = baseline?.row.id === confirm.saveId ? baseline.row : { createdAtMs: 0, ...confirm };
  let isOther = false;
  try {
    const { deviceId } = session;
    const row = await session.server.confirmDownload({ ...confirm, deviceId }, signal);
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
    if (current.owed.confirm?.saveId !== confirm.saveId) return current;
    const { confirm: _told, ...owed } = current.owed;
    return { ...current, owed: isOther ? { ...owed, ...lookNow(deps) } : owed };
  });
}

/** Until the next listing RomM's lock proves nothing: it was told that this device holds what it never saw. */
export function lookNow({ clock }: Pick<SyncDeps, "clock">): Pick<Owed, "look"> {
  return { look: { sinceMs: Math.round(clock.now()) } };
}

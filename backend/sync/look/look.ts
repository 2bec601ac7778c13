import type { WaitsFor } from "../../contract/conditions.ts";
import { decide, type Verdict } from "../../core/decide/decide.ts";
import { refreshKnown } from "../../core/decide/edited-row.ts";
import { isHashCurrent } from "../../core/decide/equality.ts";
import { isElsewhere, isKnownRow, isOfOtherRom, isSameRom } from "../../core/decide/foreign-row.ts";
import type { Observation } from "../../core/decide/observation.ts";
import { isUnshown } from "../../core/decide/own-row.ts";
import { standstillOf } from "../../core/decide/standstill.ts";
import { settleLate } from "../../core/marks/late.ts";
import { isRacedPull, settlePull, swapOf } from "../../core/marks/pull.ts";
import { meetLate, rowsToProve, settlePush } from "../../core/marks/push.ts";
import { outlive } from "../../core/marks/survival.ts";
import { joinPath, parentOf } from "../../core/paths.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Baseline, Unit } from "../../core/state.ts";
import type { ReasonCode } from "../../core/vocabulary.ts";
import type { Disk } from "../../machine/disk.ts";
import type { Gate } from "../../work/gate.ts";
import { ChangedMeanwhile, ForeignShape, NotSettled } from "../../work/problems.ts";
import { askingDevicesOf, learnOf } from "./asking-devices.ts";
import type { Decided } from "./decided.ts";
import { rowsIn } from "./listed.ts";
import { noteWriter } from "./note-writer.ts";
import { type Observed, type Rows, readUnit, splitRows, toObserved } from "./observe.ts";
import { observeLocal } from "./observe-local.ts";
import type { ObservedLocal } from "./observed-local.ts";
import { changeUnit, type Work } from "./record.ts";

export interface Look {
  observed: Observed;
  verdict: Decided;
  rows: Rows | null;
  /** It, or the comparison that it takes, is too much to be moved now. */
  waitsFor?: WaitsFor;
}

/**
 * Observes a unit and decides. `assume` asks the server nothing, which is enough where its 409 will speak up; `listed`
 * believes what it said within the last minute. Both fall back to asking wherever a mark stands that only a listing can
 * settle. Settles marks, and changes nothing else.
 */
export async function look(
  work: Work,
  how: { ask: "server" | "assume"; listed?: SaveRow[] },
  gate: Gate,
): Promise<Look> {
  const { signal } = gate;
  await work.moves.settleExchange(work, gate);
  const first = await observeBoth(work, null, signal);
  if (first.local.kind === "unavailable" || !first.unit.isTracked) {
    return { observed: first, verdict: toDecided(decide(first.observation)), rows: null };
  }
  const standstill = standstillOf(first.unit, first.account);
  if (standstill) {
    const { reason } = standstill;
    return {
      observed: first,
      verdict: { kind: "decided", decision: "skip", reason, head: null },
      rows: null,
    };
  }
  if (how.ask === "assume" && isAssumable(first.unit)) {
    const verdict = decide(first.observation);
    if (verdict.kind === "decided" && verdict.reason !== "not-reached")
      return { observed: first, verdict, rows: null };
  }
  const known = how.listed && rowsIn(first.unit, how.listed);
  const rows = known ?? (await list(work, first.unit, signal));
  const stop = await checkRom(work, first.unit, rows, signal);
  const observed = await observeBoth(work, rows, signal);
  if (stop)
    return { observed, verdict: { kind: "decided", decision: "skip", reason: stop, head: null }, rows };
  return await decideWithProofs(work, observed, rows, signal);
}

/** What stands on this side, its marks settled as far as that tells; no server is asked. */
export async function lookHere(work: Work, gate: Gate): Promise<Observed> {
  await work.moves.settleExchange(work, gate);
  return await observeBoth(work, null, gate.signal);
}

/** Neither set stands whole, and what would make it so cannot be done now. */
const halfReplaced: ObservedLocal = {
  local: {
    kind: "unavailable",
    detail: "The save was only half replaced; it is put right when its folder is there.",
  },
  realPath: null,
  files: new Map(),
};

/** The unit now, its marks settled by what is seen. */
async function observeBoth(work: Work, rows: Rows | null, signal: AbortSignal): Promise<Observed> {
  const { deps, session, unitId } = work;
  const before = readUnit(deps, session, unitId);
  if (!before) throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  const { local, realPath, files, leftovers } = swapOf(before.unit)
    ? halfReplaced
    : await observeLocal(deps, before.unit, signal);
  await noteWriter(work, before.unit, { local, realPath });
  if (realPath !== null) {
    await changeUnit(work, (unit) => withoutMovedMarks(unit, realPath));
    const staged = stagedPathOf(before.unit);
    const isStagedGone = staged === null || (await deps.disk.stat(staged)) === null;
    // While the racing game runs, equal bytes prove nothing: it may have loaded the save that was replaced.
    const slotRows = rows?.slotRows ?? [];
    const sent = rowsToProve(before.unit, { slotRows, ownDeviceId: session.deviceId });
    for (const row of sent) await prove(work, before, { row, realPath }, signal);
    const isHeld = isRacedPull(before.unit) && (await deps.fence.isRunning(before.unit, before.account));
    await changeUnit(work, (unit) => {
      if (isHeld || local.kind === "unavailable") return unit;
      const live = local.kind === "present" ? local.sha256 : null;
      const facts = { live, realPath, isStagedGone, atMs: deps.clock.now() };
      const settled = settlePull(unit, facts);
      if (rows === null) return settled;
      const remote = { slotRows, ownDeviceId: session.deviceId, proven: work.proofs.of(slotRows) };
      const pushed = meetLate(settlePush(settled, { ...facts, ...remote }), { ...facts, ...remote });
      return settleLate(pushed, remote);
    });
    const left = readUnit(deps, session, unitId)?.unit;
    const isSettled = !left || stagedPathOf(left) === null;
    if (staged !== null && isSettled) await deps.disk.removeTree(staged);
    if (isSettled && work.purpose !== "dry-run") await removeAll(deps.disk, parentOf(realPath), leftovers);
  }
  const now = readUnit(deps, session, unitId);
  if (!now) throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  const proven = work.proofs.of(rows?.slotRows ?? []);
  return toObserved({ ...now, session, local, realPath, files, rows, proven });
}

/** What an exchange left beside the set when it had been recorded. */
async function removeAll(disk: Disk, folder: string, names: string[] = []): Promise<void> {
  for (const name of names) await disk.removeTree(joinPath(folder, name));
}

/** What was about to happen at another place tells nothing about this one: a link leads elsewhere since. */
function withoutMovedMarks(unit: Unit, realPath: string): Unit {
  const isHere = unit.intent === null || unit.intent.realPath === realPath;
  return isHere ? unit : { ...unit, ...outlive(unit, "move") };
}

/** Where bytes wait that were to replace the save; null: nothing was to. */
function stagedPathOf({ intent }: Unit): string | null {
  return intent?.kind === "pull" ? intent.stagedPath : null;
}

/** With a parent standing, a row that raced our upload was not looked for yet; the next push would hide it for ever. */
function isAssumable(unit: Unit): boolean {
  return (
    unit.intent === null &&
    unit.owed.confirm === undefined &&
    unit.owed.look === undefined &&
    unit.owed.branch === undefined &&
    unit.brake === undefined &&
    (unit.baseline?.parentSaveId ?? null) === null &&
    // RomM's lock does not see that somebody went back to an older save of the line.
    unit.baseline?.lineSaveId === undefined
  );
}

async function list(work: Work, unit: Unit, signal: AbortSignal): Promise<Rows> {
  const { server, deviceId } = work.session;
  const listedAtMs = work.deps.clock.monotonic();
  const rows = await server.listSaves({ romId: unit.rom.romId, deviceId }, signal);
  noteNeutral(work, rows);
  return { ...splitRows(unit, work.proofs.mark(rows)), listedAtMs };
}

/** What a line stands at in a form of RomM's own is no save that could be played here: it is asked about, and not fetched. */
function noteNeutral(work: Work, rows: SaveRow[]): void {
  const neutral = rows.find(({ id, line }) => line?.isNeutral && line.currentId === id);
  if (neutral) work.proofs.note(neutral, null);
}

/** No row may lie under another rom; and where no row that was known is listed, this must still be the same rom. */
async function checkRom(work: Work, unit: Unit, rows: Rows, signal: AbortSignal): Promise<ReasonCode | null> {
  const { slotRows } = rows;
  if (slotRows.some((row) => isOfOtherRom(row, unit.rom))) return "unlinked";
  if ([...slotRows, ...rows.otherRows].some((row) => isKnownRow(unit, row))) return null;
  const { platformFolder } = unit.rom;
  const isDoubtful = slotRows.some((row) => isElsewhere(row, [platformFolder]));
  if (unit.baseline === null && slotRows.length > 0 && !isDoubtful) return null;
  const rom = await work.session.server.findRom({ romId: unit.rom.romId }, signal);
  if (rom === null || !isSameRom(unit.rom, rom)) return "unlinked";
  const folders = [platformFolder, rom.platformFolder];
  return slotRows.some((row) => isElsewhere(row, folders)) ? "unlinked" : null;
}

async function decideWithProofs(
  work: Work,
  observed: Observed,
  rows: Rows,
  signal: AbortSignal,
): Promise<Look> {
  let { observation } = observed;
  const { realPath } = observed;
  for (;;) {
    const verdict = decide(observation);
    if (verdict.kind === "decided" && (await isAskingAboutNothing(work, verdict, signal))) {
      if (verdict.head) observation = withoutFile(observation, verdict.head);
      continue;
    }
    if (await hasLearntOfSender(work, verdict, signal)) {
      const askingDevices = askingDevicesOf(work.session);
      observation = { ...observation, ...(askingDevices && { askingDevices }) };
      continue;
    }
    if (verdict.kind === "decided") {
      const settled = { ...observed, observation };
      const { head } = verdict;
      // What was chosen over a row of another kind goes up; whatever would bring that row here asks.
      const isForeign =
        verdict.decision !== "upload" && head !== null && observation.proven.get(head.id) === null;
      return {
        observed: await rememberRows(work, settled),
        verdict: isForeign ? { ...foreign, head } : verdict,
        rows,
      };
    }
    const { row } = verdict;
    if (realPath === null || observation.proven.has(row.id)) {
      throw new RommError("malformed", `Save ${row.id} cannot be compared.`);
    }
    const isOwn = isUnshownRow(row, observation.baseline); // Whose first byte may be enough.
    const waitsFor = isOwn ? null : (work.restraint?.(row.sizeBytes, work.unitId) ?? null);
    if (waitsFor !== null)
      return { observed: { ...observed, observation }, verdict: toDecided(verdict), rows, waitsFor };
    const isRead = isUnshownRow(row, observation.baseline)
      ? await showOwn(work, observation.baseline, { row, realPath, observed }, signal)
      : await prove(work, observed, { row, realPath }, signal);
    if (isRead) observation = { ...observation, proven: work.proofs.of(rows.slotRows) };
    else if (row.isMissingOnDisk) throw new RommError("not-found", `Save ${row.id} has no file in RomM.`);
    else observation = withoutFile(observation, row);
  }
}

/** What looks lost may have its player's word, by the device that sent it. */
async function hasLearntOfSender(work: Work, verdict: Verdict, signal: AbortSignal): Promise<boolean> {
  if (verdict.kind === "compare" || verdict.reason !== "newer-looks-lost") return false;
  return await learnOf(work.session, verdict.head?.originDeviceId ?? null, signal);
}

/** A question names a row that the player may choose: one whose file is gone is none. Asked once of each row. */
async function isAskingAboutNothing(
  work: Work,
  { reason, head }: Decided,
  signal: AbortSignal,
): Promise<boolean> {
  if ((reason !== "both-changed" && reason !== "raced") || head === null) return false;
  // Such a row was made by an upload of ours that another one of the same second was taken for.
  if (head.originDeviceId !== work.session.deviceId) return false;
  if (head.isMissingOnDisk || work.proofs.isAnswering(head)) return false;
  try {
    return !(await isHandedOut(work, head, signal));
  } catch (error) {
    // Only RomM's own word says that a file is gone.
    if (error instanceof RommError) return false;
    throw error;
  }
}

async function isHandedOut(work: Work, row: SaveRow, signal: AbortSignal): Promise<boolean> {
  const isThere = await work.session.server.isHandedOut({ saveId: row.id }, signal);
  if (isThere) work.proofs.noteAnswering(row);
  else work.proofs.noteBroken(row);
  return isThere;
}

function isUnshownRow(row: SaveRow, baseline: Baseline | null): baseline is Baseline {
  return isUnshown(baseline) && row.id === baseline.row.id;
}

/** Our own upload below newer rows: where its listed hash tells of its bytes, its first byte is enough. */
async function showOwn(
  work: Work,
  baseline: Baseline,
  { row, realPath, observed }: { row: SaveRow; realPath: string; observed: Observed },
  signal: AbortSignal,
): Promise<boolean> {
  const isTold = isHashCurrent(row) && !row.isTwin && row.contentHash === baseline.row.contentHash;
  if (!isTold || baseline.sha256 === null) return await prove(work, observed, { row, realPath }, signal);
  if (!(await isHandedOut(work, row, signal))) return false;
  work.proofs.note(row, { sha256: baseline.sha256, contentHashes: [] });
  return true;
}

/** Learns what a row holds; false: RomM lists it and cannot hand its bytes out. */
async function prove(
  work: Work,
  seen: { unit: Unit },
  p: { row: SaveRow; realPath: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    work.proofs.note(p.row, await work.moves.proveRow(work, seen, p, signal));
    return true;
  } catch (error) {
    if (error instanceof ForeignShape) work.proofs.note(p.row, null);
    else if (isUnreadable(error)) {
      if (error instanceof RommError && error.entity === "save-file") work.proofs.noteBroken(p.row);
      return false;
    } else throw error;
    return true;
  }
}

const foreign = { kind: "decided", decision: "conflict", reason: "foreign-shape" } as const;

/** RomM lists a row whose file was lost or damaged like any other until it scans its library. */
function isUnreadable(error: unknown): boolean {
  return error instanceof NotSettled || (error instanceof RommError && error.code === "not-found");
}

function withoutFile(observation: Observation, { id }: SaveRow): Observation {
  const { remote } = observation;
  if (remote.kind !== "listed") return observation;
  const slotRows = remote.slotRows.map((row) => (row.id === id ? { ...row, isMissingOnDisk: true } : row));
  return { ...observation, remote: { ...remote, slotRows } };
}

/** A row that was found to hold its old bytes needs no second comparison. */
async function rememberRows(work: Work, observed: Observed): Promise<Observed> {
  const { observation, slotRows } = observed;
  const { baseline, seen } = refreshKnown(observation, slotRows);
  if (seen === observation.seen) return observed;
  await changeUnit(work, (unit) => ({ ...unit, ...refreshKnown({ ...observation, ...unit }, slotRows) }));
  return {
    ...observed,
    unit: { ...observed.unit, seen },
    observation: { ...observation, baseline, seen },
  };
}

function toDecided(verdict: ReturnType<typeof decide>): Decided {
  if (verdict.kind === "decided") return verdict;
  return { kind: "decided", decision: "skip", reason: "not-reached", head: verdict.row };
}

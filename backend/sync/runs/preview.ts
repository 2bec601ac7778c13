import type { OtherSlot, PreviewLine, Would } from "../../contract/saves/preview.ts";
import type { SyncLine } from "../../contract/saves/sync.ts";
import { decide } from "../../core/decide/decide.ts";
import { compareContent } from "../../core/decide/equality.ts";
import { isElsewhere, isOfOtherRom } from "../../core/decide/foreign-row.ts";
import type { Observation } from "../../core/decide/observation.ts";
import { standstillOf } from "../../core/decide/standstill.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { AccountState, SavepointState, Unit } from "../../core/state.ts";
import type { ReasonCode, RomId, SaveDecision, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { forEachLimited } from "../../work/queues.ts";
import { whyTooLarge } from "../../work/size-limit.ts";
import { sidesOf, toRemote } from "../answers/evidence.ts";
import type { Decided } from "../look/decided.ts";
import type { Look } from "../look/look.ts";
import { splitRows, toObserved } from "../look/observe.ts";
import { observeToShow } from "../look/observe-local.ts";
import { blankLine } from "../unit/report.ts";
import type { LibraryReader } from "./library.ts";

/** RomM answers so many at once; the disk reads while it does. */
const atOnce = 4;

/** Some units of a state that is thought only, and what would become of them. */
export interface PreviewRequest {
  session: ServerSession;
  state: SavepointState;
  unitIds: UnitId[];
  signal: AbortSignal;
}

/**
 * What a first sync would do, from one listing and the files as they are; nothing is written, fetched or told. Cut short
 * by its signal, it answers what it knows until then. Throws `RommError`.
 */
export async function previewUnits(
  deps: SyncDeps,
  libraries: LibraryReader,
  { session, state, unitIds, signal }: PreviewRequest,
): Promise<PreviewLine[]> {
  const account = state.accounts[session.accountId];
  if (!account) return [];
  const units = unitIds.flatMap((unitId) => account.units[unitId] ?? []);
  const romIds = new Set(units.map(({ rom }) => rom.romId));
  const unitCount = romIds.size;
  const library = await libraries.read({
    session,
    unitCount,
    romIds: [...romIds],
    purpose: "dry-run",
    signal,
  });
  const listed = new Map<RomId, Promise<SaveRow[]>>();
  const rowsOf = (romId: RomId) => {
    const told = library?.rowsOf(romId);
    if (told) return told;
    const known =
      listed.get(romId) ?? session.server.listSaves({ romId, deviceId: session.deviceId }, signal);
    listed.set(romId, known);
    return known;
  };
  const lines = new Map<UnitId, PreviewLine>();
  const isStopped = () => signal.aborted;
  await forEachLimited(units, { limit: atOnce, isStopped }, async (unit) => {
    const rows = await orStopped(signal, async () => rowsOf(unit.rom.romId));
    if (rows)
      lines.set(unit.unitId, await previewUnit(deps, { session, state, account, unit, rows, signal }));
  });
  return unitIds.flatMap((unitId) => lines.get(unitId) ?? []);
}

async function orStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

interface Subject {
  session: ServerSession;
  state: SavepointState;
  account: AccountState;
  unit: Unit;
  rows: SaveRow[];
  signal: AbortSignal;
}

async function previewUnit(deps: SyncDeps, subject: Subject): Promise<PreviewLine> {
  const { session, unit, signal } = subject;
  const rows = splitRows(unit, subject.rows);
  const onDisk = await observeToShow(deps, unit, signal);
  const observed = toObserved({ ...subject, ...onDisk, rows, proven: new Map() });
  const verdict = judge(subject, rows.slotRows, observed.observation);
  const look: Look = { observed, verdict, rows };
  const would = byReason[verdict.reason] ?? byDecision[verdict.decision];
  const line: SyncLine = { ...blankLine(look), outcome: outcomes[would], ...movesOf(look) };
  const { local } = onDisk;
  const detail = local.kind === "unavailable" ? local.detail : null;
  const tooLarge = would === "upload" ? whyTooLarge(session.server, line.sizeBytes) : null;
  return {
    ...line,
    ...(detail !== null && { problem: { kind: "location-unavailable", detail } }),
    ...(tooLarge && { problem: tooLarge }),
    ...{ would, refusal: null },
    ...sidesOf(deps, look, session.deviceId),
    otherSlots: otherSlotsOf(rows.otherRows, session),
  };
}

function judge({ unit, account }: Subject, slotRows: SaveRow[], observation: Observation): Decided {
  const standstill = standstillOf(unit, account);
  if (standstill) return skipped(standstill.reason, null);
  const { rom } = unit;
  if (slotRows.some((row) => isOfOtherRom(row, rom) || isElsewhere(row, [rom.platformFolder])))
    return skipped("unlinked", null);
  const verdict = decide(observation);
  if (verdict.kind === "decided") return verdict;
  const { row } = verdict;
  const { local, proven } = observation;
  // Whether they differ by more than their clock is told by what is fetched; that they differ is known.
  const isOther = local.kind === "present" && compareContent(local, row, proven) === "different";
  return isOther
    ? { kind: "decided", decision: "ask", reason: "first-meeting", head: row }
    : skipped("not-reached", row);
}

function skipped(reason: ReasonCode, head: SaveRow | null): Decided {
  return { kind: "decided", decision: "skip", reason, head };
}

/** Total: a new decision must say what the player would see of it. */
const byDecision: Record<SaveDecision, Would> = {
  keep: "same",
  adopt: "same",
  upload: "upload",
  download: "download",
  conflict: "differs",
  ask: "differs",
  forget: "nothing",
  skip: "not-now",
};

const byReason: Partial<Record<ReasonCode, Would>> = {
  "no-save-yet": "nothing",
  "blank-save": "nothing",
  "not-reached": "unknown",
};

const outcomes: Record<Would, SyncLine["outcome"]> = {
  upload: "planned",
  download: "planned",
  same: "planned",
  nothing: "planned",
  differs: "asks",
  unknown: "planned",
  "not-now": "skipped",
  refused: "skipped",
};

function movesOf({ observed: { local }, verdict: { decision, head } }: Look) {
  if (decision === "upload" && local.kind === "present")
    return { direction: "up", sizeBytes: local.sizeBytes } as const;
  if (decision === "download" && head)
    return { direction: "down", sizeBytes: head.sizeBytes, saveId: head.id } as const;
  return {};
}

/** Slots by their newest save, newest first. */
function otherSlotsOf(rows: SaveRow[], { deviceId }: ServerSession): OtherSlot[] {
  const bySlot = Map.groupBy(rows, ({ slot }) => slot?.toLowerCase() ?? null);
  const slots = [...bySlot.values()].flatMap((some) => {
    const [newest] = some.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs || b.id - a.id);
    if (!newest) return [];
    const { updatedAtMs, sizeBytes, deviceName } = toRemote(newest, deviceId);
    return [{ slot: newest.slot, count: some.length, updatedAtMs, sizeBytes, deviceName }];
  });
  return slots.sort((a, b) => b.updatedAtMs - a.updatedAtMs);
}

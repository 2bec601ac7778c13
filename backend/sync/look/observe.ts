import type { LocalSide, Observation, ProvenRows } from "../../core/decide/observation.ts";
import { withTwins } from "../../core/decide/twins.ts";
import { isRacedPull } from "../../core/marks/pull.ts";
import { RommError } from "../../core/romm-error.ts";
import { isSameProgress } from "../../core/save-formats/body.ts";
import type { SaveLine, SaveRow } from "../../core/save-row.ts";
import { pathsOf, placeAt } from "../../core/shapes/shapes.ts";
import type { AccountState, Baseline, SavepointState, Unit } from "../../core/state.ts";
import { baselineAt, isSameSlot, lineLabelOf } from "../../core/units.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import { askingDevicesOf } from "./asking-devices.ts";
import type { ObservedLocal } from "./observed-local.ts";

/** One look at a unit: what a decision is taken from, and what acting on it needs. */
export interface Observed {
  unit: Unit;
  account: AccountState;
  /** Links resolved; null where the location is unavailable. */
  realPath: string | null;
  local: LocalSide;
  files: ObservedLocal["files"];
  /** Rows of the unit's slot; empty where the server was not asked. */
  slotRows: SaveRow[];
  observation: Observation;
  /** When these rows were asked for, by the monotonic clock; null: not now. */
  listedAtMs: number | null;
}

export type Rows = {
  slotRows: SaveRow[];
  otherRows: SaveRow[];
  /** By the monotonic clock; absent: of a listing that served many. */
  listedAtMs?: number;
  /** What the slot's line stands at; absent: it has none. */
  line?: SaveLine;
};

/** The slot's rows and the others of the rom; slots match folded, as RomM's MariaDB does. */
export function splitRows(unit: Unit, rows: SaveRow[]): Rows {
  const strange = rows.find((row) => isInTheWay(unit, row));
  if (strange) {
    throw new RommError(
      "malformed",
      `RomM tells of save ${strange.id} what cannot be read. Look at it in RomM.`,
    );
  }
  const readable = withTwins(rows.filter((row) => row.strange === undefined)).map(withoutRefused);
  const line = lineOf(unit, readable);
  const isOwn = (row: SaveRow) =>
    isSameSlot(row.slot, unit.slot) || (line !== undefined && row.line?.label === line.label);
  return {
    slotRows: readable.filter(isOwn),
    otherRows: readable.filter((row) => !isOwn(row)),
    ...(line && { line }),
  };
}

/** What a client sent that had nothing to send is no save: it is passed over like a row without a file. */
function withoutRefused(row: SaveRow): SaveRow {
  return row.says === "refused" && !row.isTwin ? { ...row, isMissingOnDisk: true } : row;
}

/** The line that the slot's rows are on, or that goes by its name; what other clients laid there has no slot. */
function lineOf({ slot }: Unit, rows: SaveRow[]): SaveLine | undefined {
  const own = rows.find((row) => row.line !== undefined && isSameSlot(row.slot, slot));
  return own?.line ?? rows.find((row) => row.line?.label === lineLabelOf(slot))?.line;
}

/** A row that cannot be read may be the newest of the slot; below the agreed one, or in another slot, it is none of ours. */
function isInTheWay({ slot, baseline }: Unit, row: SaveRow): boolean {
  if (row.strange === undefined) return false;
  if (row.strange === "slot") return true;
  return isSameSlot(row.slot, slot) && row.id >= (baseline?.row.id ?? 0);
}

/** Puts the facts together; `rows` null: the server was not asked. */
export function toObserved(p: {
  state: SavepointState;
  session: ServerSession;
  account: AccountState;
  unit: Unit;
  local: LocalSide;
  realPath: string | null;
  files: ObservedLocal["files"];
  rows: Rows | null;
  proven: ProvenRows;
}): Observed {
  const { unit, realPath } = p;
  const asking = askingDevicesOf(p.session);
  const paths = realPath === null ? [] : pathsOf(placeAt(unit.location, realPath));
  const writers = paths.flatMap((path) => p.state.lastWriterByPath[path] ?? []);
  return {
    unit,
    account: p.account,
    realPath,
    local: p.local,
    files: p.files,
    slotRows: p.rows?.slotRows ?? [],
    listedAtMs: p.rows?.listedAtMs ?? null,
    observation: {
      isTracked: unit.isTracked,
      local: p.local,
      baseline: withoutClocks(baselineAt(unit, realPath), p.local),
      seen: unit.seen,
      remote: toRemote(p.rows),
      late: unit.late,
      ownDeviceId: p.session.deviceId,
      isWrittenByOther: writers.some((one) => one.isMixed || one.accountId !== p.session.accountId),
      isRaced: isRacedPull(unit),
      proven: p.proven,
      ...(unit.sizes && { sizes: unit.sizes }),
      ...(asking && { askingDevices: asking }),
      ...(p.rows?.line && { current: p.rows.line.currentId }),
    },
  };
}

/** A clock that went on by itself, or a save that was compressed anew, is no change: what stands here is what was agreed. */
function withoutClocks(baseline: Baseline | null, local: LocalSide): Baseline | null {
  if (!baseline || baseline.sha256 === null || local.kind !== "present") return baseline;
  const { sha256, body } = baseline;
  const isSame = isSameProgress(local, { sha256, ...(body && { body }) });
  return isSame ? { ...baseline, sha256: local.sha256 } : baseline;
}

function toRemote(rows: Rows | null): Observation["remote"] {
  if (rows === null) return { kind: "assumed" };
  return { kind: "listed", slotRows: rows.slotRows, otherRows: rows.otherRows };
}

/** Reads the unit's newest state; null: unregistered meanwhile. */
export function readUnit(deps: SyncDeps, session: ServerSession, unitId: UnitId) {
  const state = deps.store.current();
  const account = state.accounts[session.accountId];
  const unit = account?.units[unitId];
  return account && unit ? { state, account, unit } : null;
}

export function expectRealPath({ realPath }: Observed): string {
  if (realPath === null) throw new ChangedMeanwhile("The save's folder is not there any more.");
  return realPath;
}

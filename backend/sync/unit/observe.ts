import type { LocalSide, Observation } from "../../core/decide/observation.ts";
import { nameOf, parentOf } from "../../core/paths.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { AccountState, SavepointState, Unit } from "../../core/state.ts";
import { isSameSlot } from "../../core/units.ts";
import type { SaveId, SaveLocation, Sha256, UnitId } from "../../core/vocabulary.ts";
import { FileError } from "../../machine/disk.ts";
import type { ServerSession, SyncDeps } from "../deps.ts";

/** One look at a unit: what a decision is taken from, and what acting on it needs. */
export interface Sighting {
  unit: Unit;
  account: AccountState;
  /** Links resolved; null where the location is unavailable. */
  realPath: string | null;
  local: LocalSide;
  /** Rows of the unit's slot; empty where the server was not asked. */
  slotRows: SaveRow[];
  observation: Observation;
}

export type Rows = { slotRows: SaveRow[]; otherRows: SaveRow[] };

/** The save file now, hashed. Absent only if proven so in a folder that can be read. */
export async function observeLocal(
  deps: Pick<SyncDeps, "disk" | "hashFile">,
  location: SaveLocation,
  signal: AbortSignal,
): Promise<{ local: LocalSide; realPath: string | null }> {
  try {
    const realPath = await deps.disk.realPath(location.path);
    if (realPath === null) return await observeAbsent(deps, location);
    const stat = await deps.disk.stat(realPath);
    if (stat === null) return unavailable("The save file vanished while it was looked at.");
    if (stat.kind !== "file") return unavailable(`Not a file: ${realPath}`);
    const hashed = await deps.hashFile(realPath, signal);
    if (hashed === null) return unavailable("The save file vanished while it was read.");
    return { local: { kind: "present", modifiedAtMs: stat.modifiedAtMs, ...hashed }, realPath };
  } catch (error) {
    if (error instanceof FileError) return unavailable(error.message);
    throw error;
  }
}

async function observeAbsent(deps: Pick<SyncDeps, "disk">, location: SaveLocation) {
  const folder = await deps.disk.realPath(parentOf(location.path));
  const names = folder === null ? null : await deps.disk.list(folder);
  if (folder === null || names === null) {
    return unavailable(`The folder is not there (is the card mounted?): ${parentOf(location.path)}`);
  }
  const name = nameOf(location.path);
  if (names.includes(name)) return unavailable(`A link that leads nowhere: ${location.path}`);
  return { local: { kind: "absent" } as const, realPath: `${folder === "/" ? "" : folder}/${name}` };
}

function unavailable(detail: string): { local: LocalSide; realPath: null } {
  return { local: { kind: "unavailable", detail }, realPath: null };
}

/** The slot's rows and the others of the rom; slots match folded, as RomM's MariaDB does. */
export function splitRows(unit: Unit, rows: SaveRow[]): Rows {
  return {
    slotRows: rows.filter((row) => isSameSlot(row.slot, unit.slot)),
    otherRows: rows.filter((row) => !isSameSlot(row.slot, unit.slot)),
  };
}

/** Puts the facts together; `rows` null: the server was not asked. */
export function toSighting(p: {
  state: SavepointState;
  session: ServerSession;
  account: AccountState;
  unit: Unit;
  local: LocalSide;
  realPath: string | null;
  rows: Rows | null;
  proven: ReadonlyMap<SaveId, Sha256>;
}): Sighting {
  const { unit, realPath } = p;
  const writer = realPath === null ? undefined : p.state.lastWriterByPath[realPath];
  const isSamePath = unit.baseline !== null && unit.baseline.realPath === realPath;
  return {
    unit,
    account: p.account,
    realPath,
    local: p.local,
    slotRows: p.rows?.slotRows ?? [],
    observation: {
      isTracked: unit.isTracked,
      local: p.local,
      baseline: isSamePath ? unit.baseline : null,
      seen: unit.seen,
      remote: p.rows === null ? { kind: "assumed" } : { kind: "listed", ...p.rows },
      ownDeviceId: p.session.deviceId,
      isWrittenByOther: writer !== undefined && writer.accountId !== p.session.accountId,
      isRaced: unit.marks.incoming?.isRaced === true,
      trust: { zipHashes: p.session.trustsZipHashes, proven: p.proven },
    },
  };
}

/** Reads the unit's newest state; null: unregistered meanwhile. */
export function readUnit(deps: SyncDeps, session: ServerSession, unitId: UnitId) {
  const state = deps.store.current();
  const account = state.accounts[session.accountId];
  const unit = account?.units[unitId];
  return account && unit ? { state, account, unit } : null;
}

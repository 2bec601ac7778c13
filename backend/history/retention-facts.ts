import type { SaveRow } from "../core/save-row.ts";
import { isUnmoved, toSeenRow } from "../core/seen-row.ts";
import { pack, placeAt } from "../core/shapes/shapes.ts";
import type { Unit } from "../core/state.ts";
import { activeAccount } from "../core/units.ts";
import type { Sha256, UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import { FileError } from "../machine/disk.ts";
import type { ListedRows } from "../ports/rows-known.ts";
import type { StateStore } from "../ports/state-store.ts";
import { unitKeyOf } from "./labels.ts";
import type { CopyFacts, RetentionFacts, StandingRow, UnitFacts } from "./retention.ts";

/** Since then the server may have been wiped. Long enough to list many units, one after the other. */
const freshMs = 5 * 60_000;

export interface FactDeps {
  store: StateStore;
  clock: Pick<Clock, "now">;
  isClockTrusted: () => boolean;
  /** The slot's rows as this process listed them last; null: it has not, or the slot may be another rom's. */
  listedRows: (unitId: UnitId) => ListedRows | null;
  /** Lists them anew, unless that was done within the minute; does not throw for what RomM or the network refuses. */
  listRows: (unitId: UnitId) => Promise<unknown>;
  /** How many rows of a slot the player lets RomM keep; null: all. */
  cleanupLimit: () => number | null;
  hashFile: (path: string, signal: AbortSignal) => Promise<{ sha256: Sha256 } | null>;
}

/**
 * What is known now of the units of the account that is signed in; of others, nothing is. Rows that the state remembers
 * do not count: the server may have been wiped since, and only a listing of this process says that they stand.
 */
export async function readRetentionFacts(
  deps: FactDeps,
  copies: readonly CopyFacts[],
  { isFresh } = { isFresh: false },
): Promise<RetentionFacts> {
  const units = new Map<string, UnitFacts>();
  const copied = new Set(copies.map(({ unit, sha256 }) => `${unit} ${sha256}`));
  for (const { unit, key } of activeKeys(deps)) {
    const known = deps.listedRows(unit.unitId);
    const listed = isFresh && !isFreshlyListed(deps, known) ? null : known;
    units.set(key, {
      rows: (listed?.rows ?? []).map((row) => ({ ...withBytes(unit, row), isStored: isStored(unit, row) })),
      liveSha256: copied.has(`${key} ${unit.baseline?.sha256}`) ? await findLive(deps, unit) : null,
      cleanupLimit: listed?.isUndisputed ? deps.cleanupLimit() : null,
    });
  }
  return { nowMs: deps.clock.now(), isClockTrusted: deps.isClockTrusted(), units };
}

export async function listAgain(deps: FactDeps, keys: ReadonlySet<string>): Promise<void> {
  for (const { unit, key } of activeKeys(deps)) if (keys.has(key)) await deps.listRows(unit.unitId);
}

function isFreshlyListed({ clock }: FactDeps, listed: ListedRows | null): boolean {
  return listed !== null && Math.abs(clock.now() - listed.listedAtMs) <= freshMs;
}

function activeKeys({ store }: FactDeps): { unit: Unit; key: string }[] {
  const active = activeAccount(store.current());
  if (!active) return [];
  const { account, accountId } = active;
  return Object.values(account.units).map((unit) => {
    const { location, slot, rom } = unit;
    return { unit, key: unitKeyOf({ accountId, romId: rom.romId, slot, location }) };
  });
}

/** Before 4.9 RomM has no hash of most saves: whose bytes were here is known all the same, while the row stays as it was. */
function withBytes({ baseline, seen }: Unit, row: SaveRow): Omit<StandingRow, "isStored"> {
  const isAgreed = row.id === baseline?.row.id;
  const known = isAgreed ? baseline.row : seen[row.id];
  const sha256 = isAgreed ? baseline.sha256 : known?.sha256;
  return known && sha256 && isUnmoved(known, toSeenRow(row)) ? { ...row, sha256 } : row;
}

/** What RomM has shown of a row, it has shown of those that it was made on top of: a line goes on in its last row. */
function isStored({ baseline }: Unit, { id }: SaveRow): boolean {
  return baseline?.isTrusted === true && baseline.isStored && id <= baseline.row.id;
}

/** The agreed bytes, if the save file still holds them. Null: it does not, or it cannot be read. */
async function findLive({ hashFile }: FactDeps, unit: Unit): Promise<Sha256 | null> {
  const { baseline } = unit;
  if (!baseline?.sha256) return null;
  const place = { ...unit, location: placeAt(unit.location, baseline.realPath) };
  const { isArchive, members } = pack(place, baseline.members ?? []);
  const [only] = members;
  // An archive would have to be made to be compared.
  if (isArchive || only === undefined) return null;
  try {
    const live = await hashFile(only.path, AbortSignal.timeout(60_000));
    return live?.sha256 === baseline.sha256 ? baseline.sha256 : null;
  } catch (error) {
    if (error instanceof FileError || (error instanceof Error && error.name === "TimeoutError")) return null;
    throw error;
  }
}

import type { SaveRow } from "../../core/save-row.ts";
import type { SeenRow } from "../../core/seen-row.ts";
import type { AccountState, Unit } from "../../core/state.ts";

export interface KnownSaves {
  /** Saves of which RomM has a row that both once agreed on. */
  knownSaves: number;
  /** Saves that both ever agreed on. */
  ofSaves: number;
}

export const noSaves = (account: AccountState): KnownSaves => countKnownSaves(account, []);

/**
 * How many of the account's saves a server has rows of. RomM numbers rows from 1 everywhere: only with the same rom and
 * the same second of birth is a row the same one.
 */
export function countKnownSaves(account: AccountState, rows: readonly SaveRow[]): KnownSaves {
  const byId = new Map(rows.map((row) => [String(row.id), row]));
  const agreed = Object.values(account.units).filter((unit) => unit.baseline !== null);
  const known = agreed.filter((unit) => rememberedRows(unit).some((one) => isThere(unit, one, byId)));
  return { knownSaves: known.length, ofSaves: agreed.length };
}

/**
 * Whether that is the same RomM. Its users and devices bear us out by then; rows may have left since, by a slot's limit
 * or a restored backup, but not most of them.
 */
export function provesSame({ knownSaves, ofSaves }: KnownSaves): boolean {
  return ofSaves === 0 || knownSaves * 2 > ofSaves;
}

type Remembered = [saveId: string, row: SeenRow];

function rememberedRows({ baseline, seen }: Unit): Remembered[] {
  return [
    ...(baseline ? [[String(baseline.row.id), baseline.row] as Remembered] : []),
    ...Object.entries(seen),
  ];
}

function isThere({ rom }: Unit, [saveId, remembered]: Remembered, byId: Map<string, SaveRow>): boolean {
  const row = byId.get(saveId);
  if (!row || row.romId !== rom.romId) return false;
  return Math.floor(row.createdAtMs / 1000) === Math.floor(remembered.createdAtMs / 1000);
}

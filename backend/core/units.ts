import type { AccountState, Baseline, RegisteredShortcut, SavepointState, Unit } from "./state.ts";
import type { AccountId, AppId, Slot, UnitId } from "./vocabulary.ts";

/** The account that is signed in, or was last. */
export function activeAccount(state: SavepointState): { accountId: AccountId; account: AccountState } | null {
  const { activeAccount: accountId } = state;
  const account = accountId === null ? undefined : state.accounts[accountId];
  return accountId !== null && account ? { accountId, account } : null;
}

/** What was agreed for this rom, slot and place; null: nothing, or it was for another. */
export function baselineAt({ baseline, rom, slot }: Unit, realPath: string | null): Baseline | null {
  if (baseline === null || baseline.realPath !== realPath) return null;
  return baseline.romId === rom.romId && isSameSlot(baseline.slot, slot) ? baseline : null;
}

export function unitOfApp(account: AccountState, appId: AppId): Unit | null {
  const shortcut = account.shortcut_registry[appId];
  return shortcut ? (account.units[shortcut.unitId] ?? null) : null;
}

/** Shortcuts of one rom with one save file share a unit. */
export function shortcutsOf(account: AccountState, unitId: UnitId): readonly RegisteredShortcut[] {
  return shortcutsByUnit(account.shortcut_registry).get(unitId) ?? [];
}

type Registry = AccountState["shortcut_registry"];

/** The state is replaced, never changed in place: an index of a registry stays true as long as the registry lives. */
const indexes = new WeakMap<Registry, Map<UnitId, RegisteredShortcut[]>>();

function shortcutsByUnit(registry: Registry): Map<UnitId, RegisteredShortcut[]> {
  const known = indexes.get(registry);
  if (known) return known;
  const index = new Map<UnitId, RegisteredShortcut[]>();
  for (const shortcut of Object.values(registry)) {
    const others = index.get(shortcut.unitId);
    if (others) others.push(shortcut);
    else index.set(shortcut.unitId, [shortcut]);
  }
  indexes.set(registry, index);
  return index;
}

/** The same object where the change gives the account back as it is. */
export function withAccount(
  state: SavepointState,
  accountId: AccountId,
  change: (account: AccountState) => AccountState,
): SavepointState {
  const account = state.accounts[accountId];
  const next = account && change(account);
  if (!next || next === account) return state;
  return { ...state, accounts: { ...state.accounts, [accountId]: next } };
}

/** A unit that was unregistered meanwhile stays gone. */
export function withUnit(
  state: SavepointState,
  names: { accountId: AccountId; unitId: UnitId },
  change: (unit: Unit) => Unit,
): SavepointState {
  return withAccount(state, names.accountId, (account) => {
    const unit = account.units[names.unitId];
    const next = unit && change(unit);
    if (!next || next === unit) return account;
    return { ...account, units: { ...account.units, [names.unitId]: next } };
  });
}

/** RomM's MariaDB folds case, accents and trailing spaces when it compares slots; so do we, on every server. */
export function isSameSlot(a: Slot | null, b: Slot): boolean {
  return a !== null && foldSlot(a) === foldSlot(b);
}

const autosave = "autosave" as Slot;

/**
 * As the slot is written to RomM, which on PostgreSQL, and from 5.4 on everywhere, compares the spelling: the default one
 * as all clients write it, any other as its oldest row has it.
 */
export function spellSlot(slot: Slot, rows: readonly { id: number; slot: Slot | null }[]): Slot {
  if (isSameSlot(slot, autosave)) return autosave;
  const own = rows.filter((row) => isSameSlot(row.slot, slot));
  const oldest = own.reduce<(typeof own)[number] | null>((a, b) => (a && a.id < b.id ? a : b), null);
  return oldest?.slot ?? slot;
}

/** The line that a slot's saves go by in RomM 5.5, folded; `autosave` and `default` share one. */
export function lineLabelOf(slot: Slot | string): string {
  const label = foldSlot(slot as Slot);
  return label === autosave ? "default" : label;
}

export function foldSlot(slot: Slot): string {
  return slot.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ +$/, "");
}

import type { EmulatorChange } from "../contract/saves/emulator-change.ts";
import type { NewerElsewhere } from "../contract/saves/newer-elsewhere.ts";
import type { Shortcut, SyncStatus } from "../contract/saves/shortcut.ts";
import type { AccountState, RegisteredShortcut, Unit } from "../core/state.ts";
import { activeAccount } from "../core/units.ts";
import type { AppId, SaveLocation, UnitId } from "../core/vocabulary.ts";
import type { StateStore } from "../ports/state-store.ts";
import { forEachLimited } from "../work/queues.ts";

export interface ListingDeps {
  store: StateStore;
  engine: Statuses;
  isPlaying: (unitId: UnitId) => boolean;
  /** Null: where it is. */
  movedTo: (unitId: UnitId) => SaveLocation | null;
  /** Null: its process was not seen yet. */
  openGame: (unitId: UnitId) => { sinceMs: number; isUnsent: boolean } | null;
}

interface Statuses {
  knownStatus(account: AccountState, unit: Unit): SyncStatus;
  readStatus(unitId: UnitId): Promise<SyncStatus>;
  emulatorChange(unit: Unit): EmulatorChange | null;
  newerElsewhere(unit: Unit): NewerElsewhere | null;
}

/** Fewer say nothing: not every game is saved each time. */
const fewestUnwritten = 3;

const byName = new Intl.Collator();

/** Disk reads under way at once. */
const readers = 16;

/** The registry as the panel shows it: every shortcut with one honest status, by name. */
export function createListing(deps: ListingDeps) {
  async function readOne(account: AccountState, shortcut: RegisteredShortcut): Promise<Shortcut | null> {
    const unit = account.units[shortcut.unitId];
    if (!unit) return null;
    const status = playing(unit) ?? (await deps.engine.readStatus(unit.unitId));
    return withDoubts(describe(shortcut, unit, status), unit);
  }

  function playing({ unitId }: Unit): SyncStatus | null {
    return deps.isPlaying(unitId) ? { kind: "playing", ...deps.openGame(unitId) } : null;
  }

  /** What speaks against its place by now, or against RomM's save. */
  function withDoubts(shortcut: Shortcut, unit: Unit): Shortcut {
    const { unitId, unwritten } = unit;
    const movedTo = deps.movedTo(unitId);
    const mayNotLoad = deps.engine.emulatorChange(unit);
    const newerElsewhere = deps.engine.newerElsewhere(unit);
    const isDoubtful = unwritten !== undefined && unwritten.sessions >= fewestUnwritten;
    return {
      ...shortcut,
      ...(movedTo && { movedTo }),
      ...(mayNotLoad && { mayNotLoad }),
      ...(newerElsewhere && { newerElsewhere }),
      ...(isDoubtful && { unwrittenSessions: unwritten.sessions }),
    };
  }

  return {
    /** As last seen, in no order; touches no disk. */
    known(): Shortcut[] {
      const active = activeAccount(deps.store.current());
      if (!active) return [];
      const { account } = active;
      return Object.values(account.shortcut_registry).flatMap((shortcut) => {
        const unit = account.units[shortcut.unitId];
        if (!unit) return [];
        const status = playing(unit) ?? deps.engine.knownStatus(account, unit);
        return [withDoubts(describe(shortcut, unit, status), unit)];
      });
    },

    /** By name, as the save files stand now. */
    async list(): Promise<Shortcut[]> {
      const active = activeAccount(deps.store.current());
      if (!active) return [];
      const found: (Shortcut | null)[] = [];
      const shortcuts = Object.values(active.account.shortcut_registry);
      await forEachLimited(shortcuts, { limit: readers, isStopped: () => false }, async (shortcut) => {
        found.push(await readOne(active.account, shortcut));
      });
      return found
        .filter((shortcut) => shortcut !== null)
        .sort((a, b) => byName.compare(a.name, b.name) || a.appId - b.appId);
    },

    async one(appId: AppId): Promise<Shortcut | null> {
      const active = activeAccount(deps.store.current());
      const shortcut = active?.account.shortcut_registry[appId];
      if (!active || !shortcut) return null;
      return await readOne(active.account, shortcut);
    },
  };
}

function describe({ appId, name }: RegisteredShortcut, unit: Unit, status: SyncStatus): Shortcut {
  return {
    ...{ appId, romId: unit.rom.romId, name, slot: unit.slot, save: unit.location },
    ...{ isTracked: unit.isTracked, status },
    lastSyncedAtMs: unit.baseline?.sha256 ? unit.baseline.agreedAtMs : null,
    isStored: status.kind === "synced" && unit.baseline?.isStored === true,
  };
}

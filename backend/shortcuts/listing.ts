import type { Shortcut, SyncStatus } from "../contract/saves/shortcut.ts";
import type { AccountState, RegisteredShortcut } from "../core/state.ts";
import { activeAccount } from "../core/units.ts";
import type { AppId, UnitId } from "../core/vocabulary.ts";
import type { StateStore } from "../ports/state-store.ts";
import { forEachLimited } from "../work/queues.ts";

export interface ListingDeps {
  store: StateStore;
  engine: { statusOf(unitId: UnitId, isPlaying: boolean): Promise<SyncStatus> };
  isPlaying: (unitId: UnitId) => boolean;
}

const byName = new Intl.Collator();

/** Disk reads under way at once. */
const readers = 16;

/** The registry as the panel shows it: every shortcut with one honest status, by name. */
export function createListing(deps: ListingDeps) {
  async function describe(account: AccountState, shortcut: RegisteredShortcut): Promise<Shortcut[]> {
    const unit = account.units[shortcut.unitId];
    if (!unit) return [];
    return [
      {
        appId: shortcut.appId,
        romId: unit.rom.romId,
        name: shortcut.name,
        slot: unit.slot,
        save: unit.location,
        isTracked: unit.isTracked,
        status: await deps.engine.statusOf(unit.unitId, deps.isPlaying(unit.unitId)),
        lastSyncedAtMs: unit.baseline?.sha256 ? unit.baseline.agreedAtMs : null,
      },
    ];
  }

  return {
    async list(): Promise<Shortcut[]> {
      const active = activeAccount(deps.store.current());
      if (!active) return [];
      const found: Shortcut[] = [];
      const shortcuts = Object.values(active.account.shortcut_registry);
      await forEachLimited(shortcuts, { limit: readers, isStopped: () => false }, async (shortcut) => {
        found.push(...(await describe(active.account, shortcut)));
      });
      return found.sort((a, b) => byName.compare(a.name, b.name) || a.appId - b.appId);
    },

    async one(appId: AppId): Promise<Shortcut | null> {
      const active = activeAccount(deps.store.current());
      const shortcut = active?.account.shortcut_registry[appId];
      if (!active || !shortcut) return null;
      return (await describe(active.account, shortcut))[0] ?? null;
    },
  };
}

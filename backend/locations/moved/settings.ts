import type { LaunchTarget } from "../../core/launch-target.ts";
import { claimsOf, nameOfPlace } from "../../core/shapes/shapes.ts";
import type { AccountState, Unit } from "../../core/state.ts";
import { activeAccount, shortcutsOf } from "../../core/units.ts";
import type { LaunchCommand, SaveLocation, UnitId } from "../../core/vocabulary.ts";
import type { StateStore } from "../../ports/state-store.ts";
import { inAccount } from "../../work/in-account.ts";
import type { Finder } from "../find/finder.ts";

/*
 * Law: where the emulator's settings put a save from now on, the old place is not "deleted": nothing is fetched to it, and
 * nothing is followed, before the player has said which.
 */

export interface MovedPlaces {
  /** Reads the settings anew; of these units, or of all. True: one moved. */
  look(unitIds?: readonly UnitId[]): Promise<boolean>;
  /** Where its settings put it by now; null: where it is, or nobody knows. */
  of(unitId: UnitId): SaveLocation | null;
  /** The player has said where it is: what the settings say now is old news. */
  answered(unitId: UnitId): Promise<void>;
}

export interface MovedDeps {
  store: StateStore;
  /** Made anew for each look: settings may have changed since the last. */
  createFinder: () => Finder;
  recognise: (command: LaunchCommand) => Promise<LaunchTarget>;
  /** Links resolved, as far as they lead. */
  resolve: (path: string) => Promise<string>;
}

export function createMovedPlaces(deps: MovedDeps): MovedPlaces {
  const { store } = deps;
  const moved = new Map<UnitId, SaveLocation>();

  /** Where the settings of the one emulator put it; null: they do not say it, or name several, or a card of many games. */
  async function configuredOf(
    finder: Finder,
    account: AccountState,
    unit: Unit,
  ): Promise<SaveLocation | null> {
    const launch = shortcutsOf(account, unit.unitId).find((shortcut) => shortcut.launch !== null)?.launch;
    if (!launch) return null;
    const rom = { platformSlug: unit.rom.platformSlug, ids: [] };
    const finding = await finder.find(await deps.recognise(launch), rom);
    const places = "places" in finding ? finding.places : [];
    const configured = places.filter(
      ({ why, shared }) => why === "configured" && shared?.kind !== "memory-card",
    );
    return configured.length === 1 ? (configured[0]?.location ?? null) : null;
  }

  /** A file and a set that has it are one place. */
  async function isSamePlace(one: SaveLocation, other: SaveLocation): Promise<boolean> {
    const [ones, others] = await Promise.all([one, other].map(realPathsOf));
    return ones?.some((path) => others?.includes(path)) === true;
  }

  const realPathsOf = (location: SaveLocation) =>
    Promise.all(claimsOf(location).map(({ path }) => deps.resolve(path)));

  async function note(news: ReadonlyMap<UnitId, string>): Promise<void> {
    const { activeAccount: accountId } = store.current();
    if (accountId === null || news.size === 0) return;
    await inAccount(store, accountId).change((account) => {
      const units = Object.values(account.units).map((unit) => {
        const configured = news.get(unit.unitId);
        return [unit.unitId, configured === undefined ? unit : { ...unit, configured }] as const;
      });
      return { ...account, units: Object.fromEntries(units) };
    });
  }

  return {
    async look(unitIds) {
      const account = activeAccount(store.current())?.account;
      if (!account) return false;
      const finder = deps.createFinder();
      const news = new Map<UnitId, string>();
      const before = moved.size;
      for (const unit of Object.values(account.units)) {
        if (unitIds && !unitIds.includes(unit.unitId)) continue;
        const found = await configuredOf(finder, account, unit);
        if (found === null) continue;
        const name = nameOfPlace(found);
        const isKnown = unit.configured === undefined || unit.configured === name;
        if (isKnown || (await isSamePlace(found, unit.location))) {
          moved.delete(unit.unitId);
          if (unit.configured !== name) news.set(unit.unitId, name);
        } else moved.set(unit.unitId, found);
      }
      await note(news);
      return moved.size > before;
    },
    of: (unitId) => moved.get(unitId) ?? null,
    async answered(unitId) {
      const found = moved.get(unitId);
      if (!found) return;
      await note(new Map([[unitId, nameOfPlace(found)]]));
      moved.delete(unitId);
    },
  };
}

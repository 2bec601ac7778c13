import { claimsOf } from "../../core/shapes/shapes.ts";
import type { AccountState, Unit } from "../../core/state.ts";
import { activeAccount } from "../../core/units.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { Mount, Mounts } from "../../machine/mounts.ts";
import type { StateStore } from "../../ports/state-store.ts";
import { inAccount } from "../../work/in-account.ts";
import { atOtherPoint } from "./other-point.ts";

/*
 * Law: a card is known by its file system, never by where it is mounted. What stands where it was mounted while it is out
 * (an empty folder, another card) is no save of ours; and where it comes back, its saves are.
 */

export interface Cards {
  /** Notes on which card each save lies, and follows those that came back elsewhere. True: one did. */
  look(): Promise<boolean>;
  /** Null: the unit lies on no card, or its card is there. */
  whyAway(unit: Pick<Unit, "card">): Promise<string | null>;
  /** Saves wait for a card. */
  isAwaiting(): Promise<boolean>;
}

export interface CardDeps {
  mounts: Mounts;
  /** Where disks that come and go are mounted, with a slash behind; the machine's own are no cards. */
  cardRoots: readonly string[];
  store: StateStore;
  /** A sync under way must neither act on what is being changed, nor begin before it is. */
  interruptFor: <T>(task: () => Promise<T>) => Promise<T>;
}

export function createCards({ mounts, store, interruptFor, cardRoots }: CardDeps): Cards {
  const noted = (unit: Unit, list: readonly Mount[]) => withCard(unit, list, cardRoots);
  const units = (): Unit[] => Object.values(activeAccount(store.current())?.account.units ?? {});

  return {
    async look() {
      const list = await mounts.list();
      const { activeAccount: accountId } = store.current();
      if (accountId === null || list.length === 0) return false;
      const door = inAccount(store, accountId);
      const moved = units().filter((unit) => pointOf(unit, list) !== null);
      if (moved.length > 0) {
        const names = new Set(moved.map(({ unitId }) => unitId));
        await interruptFor(() =>
          door.change((account) => mapUnits(account, names, (unit) => follow(unit, list))),
        );
      }
      const unnoted = units().filter((unit) => noted(unit, list) !== unit);
      const names = new Set(unnoted.map(({ unitId }) => unitId));
      if (unnoted.length > 0)
        await door.change((account) => mapUnits(account, names, (unit) => noted(unit, list)));
      return moved.length > 0;
    },
    async whyAway({ card }) {
      if (card === undefined) return null;
      const list = await mounts.list();
      const isThere = isMounted(card, list);
      return isThere ? null : `The card with this save is not inserted: ${card.point}`;
    },
    async isAwaiting() {
      const cards = units().flatMap(({ card }) => card ?? []);
      if (cards.length === 0) return false;
      const list = await mounts.list();
      return cards.some((card) => !isMounted(card, list));
    },
  };
}

type Card = NonNullable<Unit["card"]>;

function isMounted({ uuid, point }: Card, list: readonly Mount[]): boolean {
  // Of two on one point the later one is seen.
  return list.findLast((mount) => mount.point === point)?.uuid === uuid;
}

/** Where its card is by now; null: it is where it was, or out. */
function pointOf({ card }: Unit, list: readonly Mount[]): string | null {
  if (card === undefined || isMounted(card, list)) return null;
  return list.find(({ uuid }) => uuid === card.uuid)?.point ?? null;
}

function follow(unit: Unit, list: readonly Mount[]): Unit {
  const to = pointOf(unit, list);
  return unit.card && to !== null ? atOtherPoint(unit, { from: unit.card.point, to }) : unit;
}

/** With the card that it lies on, where that can be told now. */
function withCard(unit: Unit, list: readonly Mount[], cardRoots: readonly string[]): Unit {
  const paths = claimsOf(unit.location).map(({ path }) => path);
  const mount = list.findLast(({ point }) => paths.every((path) => path.startsWith(`${point}/`)));
  const isCard = mount !== undefined && cardRoots.some((root) => mount.point.startsWith(root));
  if (!isCard || mount.uuid === null) return unit;
  // One that is out keeps its own: another card may be mounted where it was.
  if (unit.card !== undefined) return unit;
  return { ...unit, card: { uuid: mount.uuid, point: mount.point } };
}

function mapUnits(
  account: AccountState,
  names: ReadonlySet<UnitId>,
  change: (unit: Unit) => Unit,
): AccountState {
  const entries = Object.entries(account.units).map(([id, unit]) => {
    return [id, names.has(unit.unitId) ? change(unit) : unit] as const;
  });
  return { ...account, units: Object.fromEntries(entries) };
}

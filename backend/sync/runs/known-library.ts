import type { SaveRow } from "../../core/save-row.ts";
import type { AccountId, RomId, SaveId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";

/** What the ids cannot tell is looked at again after so long. */
const trustedForMs = 60 * 60_000;

/** A listing of all saves, as long as RomM tells the same ids. */
export interface KnownLibrary {
  remember(accountId: AccountId, listing: Listing): void;
  /** The listing that is worth comparing; null: there is none of this account, or it is too old. */
  recall(accountId: AccountId): Listing | null;
}

export interface Listing {
  isFresh: () => boolean;
  /** Null: the rom was not asked about. */
  rowsOf: (romId: RomId) => SaveRow[] | null;
  /** Of all rows of the account, not later than the rows were listed: what comes in between counts as news. */
  ids: ReadonlySet<SaveId>;
}

/**
 * RomM makes a query for each row of a listing, and one for all ids: where no id came or went since a listing, no row
 * did. Ids cannot tell of a row that was replaced in place, moved to another slot or rom, or made anew under an old id by
 * a server that was restored: for an hour a run may miss that. It then keeps what stands here; whatever moves bytes, and every launch, asks for the rows themselves.
 */
export function createKnownLibrary(clock: Pick<Clock, "now" | "monotonic">): KnownLibrary {
  let known: { accountId: AccountId; listing: Listing; atMs: number; sinceMs: number } | null = null;
  return {
    remember(accountId, listing) {
      known = { accountId, listing, atMs: clock.now(), sinceMs: clock.monotonic() };
    },
    recall(accountId) {
      if (known === null || known.accountId !== accountId) return null;
      // The longer of the two: one of the clocks stands still while the machine sleeps, the other may be set back.
      const ageMs = Math.max(clock.monotonic() - known.sinceMs, Math.abs(clock.now() - known.atMs));
      return ageMs < trustedForMs ? known.listing : null;
    },
  };
}

export function hasSameIds({ ids }: Listing, told: readonly SaveId[]): boolean {
  return told.length === ids.size && told.every((id) => ids.has(id));
}

import type { SavepointState } from "../../core/state.ts";
import { shortcutsOf } from "../../core/units.ts";
import type { AccountId } from "../../core/vocabulary.ts";
import type { LastPlace } from "../../ports/rom-library.ts";

/** Where saves were, as older states tell. */
export function placesIn(saved: { state: SavepointState; savedAtMs: number }[]): LastPlace[] {
  return saved.flatMap(({ state, savedAtMs }) =>
    Object.entries(state.accounts).flatMap(([id, account]) =>
      Object.values(account.units).map(({ unitId, rom, slot, location }) => ({
        accountId: id as AccountId,
        appIds: shortcutsOf(account, unitId).map(({ appId }) => appId),
        romId: rom.romId,
        slot,
        location,
        atMs: savedAtMs,
      })),
    ),
  );
}

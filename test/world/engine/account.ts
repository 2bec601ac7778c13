import type { AccountState, Unit } from "../../../backend/core/state.ts";
import type { DeviceId } from "../../../backend/core/vocabulary.ts";
import type { EngineDeck } from "./deck.ts";

/** What the Deck remembers of the account that is signed in. */
export function accountOf({ state }: EngineDeck): AccountState {
  const { activeAccount, accounts } = state.store.current();
  const account = accounts[activeAccount ?? ""];
  if (!account) throw new Error("Nobody is signed in.");
  return account;
}

/** The Deck as the account's RomM knows it. */
export function deviceIdOf(deck: EngineDeck): DeviceId {
  const { deviceId } = accountOf(deck);
  if (!deviceId) throw new Error("RomM does not know this Deck.");
  return deviceId;
}

/** The account's first unit. */
export function unitOf(deck: EngineDeck): Unit {
  const [unit] = Object.values(accountOf(deck).units);
  if (!unit) throw new Error("Nothing is registered.");
  return unit;
}

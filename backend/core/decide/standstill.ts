import { nameOf } from "../paths.ts";
import { pathsOf } from "../shapes/shapes.ts";
import type { AccountState, Unit } from "../state.ts";
import type { SaveLocation } from "../vocabulary.ts";

/** Why nothing of a unit moves, whatever its two sides hold. */
export type Standstill = { reason: "paused-by-server" } | { reason: "unsupported"; detail: string };

/** Null: it moves. RomM itself does not refuse a device whose sync is off; keeping to it is up to us. */
export function standstillOf(
  unit: Pick<Unit, "location">,
  account: Pick<AccountState, "isPaused">,
): Standstill | null {
  if (account.isPaused) return { reason: "paused-by-server" };
  const detail = whyUnsupported(unit.location);
  return detail === null ? null : { reason: "unsupported", detail };
}

/** A card that an emulator shares among games travels as the save of one of them only by the player's explicit choice. */
function whyUnsupported(location: SaveLocation): string | null {
  if (location.isWholeCard) return null;
  const card = pathsOf(location)
    .map(nameOf)
    .find((name) => sharedCards.some((shape) => shape.test(name)));
  return card === undefined ? null : `${card} is a memory card that several games share.`;
}

/** As the emulators name them: PCSX2, DuckStation, Dolphin, Flycast. */
const sharedCards = [
  /^Mcd\d{3}\.ps2$/i,
  /^shared_card_\d\.mcd$/i,
  /^MemoryCard[AB]\.[A-Z]+\.(raw|gcp)$/i,
  /^vmu_save_[A-D]\d\.bin$/i,
];

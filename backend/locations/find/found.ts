import type { NoPlaceReason, PlaceReason, PlaceSetting, SharedPlace } from "../../contract/saves/place.ts";
import type { RomLaunch } from "../../core/launch-target.ts";
import type { Install, SaveLocation } from "../../core/vocabulary.ts";

/** What is looked for: the save of what a shortcut starts. */
export interface Wanted {
  launch: RomLaunch;
  /** Null: not chosen yet, or RomM does not tell. */
  rom: WantedRom | null;
}

/** What RomM knows of the rom. */
export interface WantedRom {
  platformSlug: string | null;
  /** `title_id` and `save_target` of RomM 5.3; empty: none. */
  ids: string[];
}

export interface FoundPlace {
  location: SaveLocation;
  install: Install;
  why: PlaceReason;
  isCertain: boolean;
  shared: SharedPlace | null;
}

export interface NothingFound {
  why: NoPlaceReason;
  setting: PlaceSetting | null;
}

/** Places, best first, or the one reason why there is none. */
export type Finding = { places: FoundPlace[] } | { nothing: NothingFound };

export const nothing = (why: NoPlaceReason, setting: PlaceSetting | null = null): Finding => ({
  nothing: { why, setting },
});

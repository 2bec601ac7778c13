import type { SaveCandidate } from "../../../backend/contract/saves/place.ts";
import type { RomCandidate, ShortcutMatch } from "../../../backend/contract/saves/scan.ts";
import type { RomId } from "../../../backend/contract/words.ts";
import { appId } from "../overviews.ts";

/** What a scan could answer, for looking at the panel. */

export function rom(id: number, name: string, more: Partial<RomCandidate> = {}): RomCandidate {
  return {
    ...{ romId: id as RomId, name, fsName: `${name}.gba`, platformSlug: "gba" },
    ...{ platformName: "Game Boy Advance", sizeBytes: 8 * 1024 ** 2, ...more },
  };
}

export function candidate(
  location: SaveCandidate["location"],
  more: Partial<SaveCandidate> = {},
): SaveCandidate {
  return {
    ...{ location, emulator: location.emulator, install: "flatpak", why: "configured", shared: null },
    ...{ sizeBytes: 32_768, modifiedAtMs: Date.now() - 3_600_000, isCertain: true, ...more },
  };
}

/** A game that is certain and whose save place is known, unless told otherwise. */
export function match(id: number, name: string, more: Partial<ShortcutMatch> = {}): ShortcutMatch {
  const launch = { exe: '"/usr/bin/retroarch"', startDir: '"/usr/bin"', options: `"/roms/gba/${name}.gba"` };
  const save = { kind: "file", path: `/home/deck/saves/${name}.srm`, emulator: "retroarch" } as const;
  return {
    app: { appId: appId(id), name, launch },
    isRegistered: false,
    certainty: "certain",
    evidence: ["same-file"],
    candidates: [rom(id, name)],
    save: { kind: "found", candidate: candidate(save) },
    binding: { appId: appId(id), romId: id as RomId, name, save, launch },
    ...more,
  };
}

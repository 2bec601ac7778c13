import type { LaunchTarget } from "../../core/launch-target.ts";
import type { Disk } from "../../machine/disk.ts";
import { createDeckFiles, type DeckFiles } from "./deck/deck-files.ts";
import { type Finding, nothing, type WantedRom } from "./found.ts";
import type { Inflate } from "./game-id/image.ts";
import { createGameIds } from "./game-id/read-ids.ts";
import { findInRetroarch } from "./retroarch/find-in-retroarch.ts";
import { findStandalone } from "./standalone/find-standalone.ts";

export interface Finder {
  /** Where the save of what a command starts is, or why that cannot be told. Never throws, and writes nothing. */
  find(launch: LaunchTarget, rom: WantedRom | null): Promise<Finding>;
  files: DeckFiles;
}

export interface FinderDeps {
  disk: Disk;
  homeFolder: string;
  /** For discs in deflated blocks. */
  inflate: Inflate;
}

/** Made anew for each run: each settings file is read once. */
export function createFinder({ disk, homeFolder, inflate }: FinderDeps): Finder {
  const files = createDeckFiles(disk, homeFolder);
  const search = { files, deckHome: homeFolder, ids: createGameIds({ files, inflate }) };
  return {
    files,
    async find(launch, rom) {
      if (launch.kind !== "rom" || launch.emulator === null) return nothing("command-not-understood");
      const wanted = { launch, rom };
      if (launch.emulator === "retroarch") return await findInRetroarch(search, wanted);
      return await findStandalone(search, wanted);
    },
  };
}

import type { LaunchTarget } from "../../core/launch-target.ts";
import type { Disk } from "../../machine/disk.ts";
import { createDeckFiles, type DeckFiles } from "./deck/deck-files.ts";
import { type Finding, nothing, type WantedRom } from "./found.ts";
import { createGameIds } from "./game-id/read-ids.ts";
import { findInRetroarch } from "./retroarch/find-in-retroarch.ts";

export interface Finder {
  /** Where the save of what a command starts is, or why that cannot be told. Never throws, and writes nothing. */
  find(launch: LaunchTarget, rom: WantedRom | null): Promise<Finding>;
  files: DeckFiles;
}

/** Made anew for each run: each settings file is read once. */
export function createFinder({ disk, homeFolder }: { disk: Disk; homeFolder: string }): Finder {
  const files = createDeckFiles(disk);
  const search = { files, deckHome: homeFolder, ids: createGameIds(files) };
  return {
    files,
    async find(launch, rom) {
      if (launch.kind !== "rom" || launch.emulator === null) return nothing("command-not-understood");
      const wanted = { launch, rom };
      if (launch.emulator === "retroarch") return await findInRetroarch(search, wanted);
      return nothing("emulator-not-known");
    },
  };
}

import { inflate } from "../../../backend/assembly/inflate.ts";
import { createRetrodeckFiles } from "../../../backend/emulators/retrodeck/files.ts";
import { createFinder } from "../../../backend/locations/find/finder.ts";
import { findPlaces } from "../../../backend/locations/propose.ts";
import type { Disk } from "../../../backend/machine/disk.ts";
import { createRecogniser } from "../../../backend/shortcuts/recognise/recognise-with-files.ts";
import type { HomeCommand } from "./read-home.ts";

const homeFolder = "/home/deck";

/** The places that are proposed for a shortcut of this home, as a scan and the panel get them. */
export async function askHome(disk: Disk, { exe, startDir, options, platform, ids }: HomeCommand) {
  const recogniser = createRecogniser({ homeFolder, retrodeck: createRetrodeckFiles(disk, homeFolder) });
  const target = await recogniser.recognise({ exe, startDir, options });
  const rom = platform === undefined && ids.length === 0 ? null : { platformSlug: platform ?? null, ids };
  return await findPlaces(createFinder({ disk, homeFolder, inflate }), target, rom);
}

import { describe, expect, test } from "vitest";
import { inflate } from "../../../backend/assembly/inflate.ts";
import { nameOfPlace, pathsOf } from "../../../backend/core/shapes/shapes.ts";
import type { SaveLocation } from "../../../backend/core/vocabulary.ts";
import { createRetrodeckFiles } from "../../../backend/emulators/retrodeck/files.ts";
import { createFinder } from "../../../backend/locations/find/finder.ts";
import { findPlaces } from "../../../backend/locations/propose.ts";
import { resolvePath } from "../../../backend/locations/resolve.ts";
import type { Disk } from "../../../backend/machine/disk.ts";
import { createRecogniser } from "../../../backend/shortcuts/recognise/recognise-with-files.ts";
import { buildHome } from "./build-home.ts";
import { type HomeCommand, homes } from "./read-home.ts";

/* Whole homes as players have them: the right place by itself or to choose from, and the wrong one nowhere. */

const homeFolder = "/home/deck";

describe.each(homes().map((home) => [home.name, home] as const))("%s", (_, home) => {
  test.each(home.commands.map((one) => [`${one.exe} ${one.options}`, one] as const))(
    "%s",
    async (_, command) => {
      const { disk } = await buildHome(home);
      const answer = await askFor(disk, command);
      const places = answer.ok
        ? await Promise.all(answer.value.map((one) => pathsIn(disk, one.location)))
        : [];
      for (const wrong of command.never) expect(places.flat()).not.toContain(await resolvePath(disk, wrong));
      const { save, is, why } = command;
      if (is === "none") expect(answer).toMatchObject({ ok: false, error: { why } });
      else {
        expect(answer).toMatchObject({ ok: true });
        if (!answer.ok || save === undefined) return;
        const wanted = await resolvePath(disk, save);
        expect(places.flat()).toContain(wanted);
        const at = places.findIndex((paths) => paths.includes(wanted));
        expect(answer.value.map(({ isCertain }) => isCertain)[at]).toBe(is === "found");
        if (is === "found") expect(at).toBe(0);
        expect(answer.value[at]?.shared !== null).toBe(is === "shared");
      }
    },
  );
});

async function askFor(disk: Disk, { exe, startDir, options, platform, ids }: HomeCommand) {
  const recogniser = createRecogniser({ homeFolder, retrodeck: createRetrodeckFiles(disk, homeFolder) });
  const target = await recogniser.recognise({ exe, startDir, options });
  const rom = platform === undefined && ids.length === 0 ? null : { platformSlug: platform ?? null, ids };
  return await findPlaces(createFinder({ disk, homeFolder, inflate }), target, rom);
}

/** What the emulator may write there, links resolved: two spellings of one place are equal. */
async function pathsIn(disk: Disk, location: SaveLocation): Promise<string[]> {
  const isRule = location.kind === "folders" || (location.kind === "files" && "glob" in location.match);
  const paths = isRule ? [nameOfPlace(location)] : pathsOf(location);
  return await Promise.all(paths.map((path) => resolvePath(disk, path)));
}

import { beforeAll, describe, expect, test } from "vitest";
import { nameOfPlace, pathsOf } from "../../../backend/core/shapes/shapes.ts";
import type { SaveLocation } from "../../../backend/core/vocabulary.ts";
import { resolvePath, whyUnusable } from "../../../backend/locations/resolve.ts";
import type { Disk } from "../../../backend/machine/disk.ts";
import { askHome } from "./ask-home.ts";
import { buildHome } from "./build-home.ts";
import { homes } from "./read-home.ts";

/* Whole homes as players have them: the right place by itself or to choose from, and the wrong one nowhere. */

describe.each(homes().map((home) => [home.name, home] as const))("%s", (_, home) => {
  let disk: Disk;
  beforeAll(async () => {
    ({ disk } = await buildHome(home));
  });

  test.each(home.commands.map((one) => [`${one.exe} ${one.options}`, one] as const))(
    "%s",
    async (_, command) => {
      const answer = await askHome(disk, command);
      const candidates = answer.ok ? answer.value : [];
      const places = await Promise.all(candidates.map(({ location }) => pathsIn(disk, location)));
      for (const wrong of command.never) expect(places.flat()).not.toContain(await resolvePath(disk, wrong));
      // A shared card is no unit of one game, but what is offered can be one.
      for (const { location } of candidates) expect(await whyUnusable(disk, location)).toBeNull();
      const { save, is, why } = command;
      if (is === "none" || save === undefined) {
        expect(answer).toMatchObject({ ok: false, error: { why } });
        return;
      }
      expect(answer).toMatchObject({ ok: true });
      const wanted = await resolvePath(disk, save);
      expect(places.flat()).toContain(wanted);
      const at = places.findIndex((paths) => paths.includes(wanted));
      expect(candidates[at]?.isCertain).toBe(is === "found");
      expect(candidates[at]?.shared !== null).toBe(is === "shared");
      expect(candidates.filter(({ isCertain }) => isCertain)).toHaveLength(is === "found" ? 1 : 0);
    },
  );
});

/** What the emulator may write there, links resolved: two spellings of one place are equal. */
async function pathsIn(disk: Disk, location: SaveLocation): Promise<string[]> {
  const isRule = location.kind === "folders" || (location.kind === "files" && "glob" in location.match);
  const paths = isRule ? [nameOfPlace(location)] : pathsOf(location);
  return await Promise.all(paths.map((path) => resolvePath(disk, path)));
}

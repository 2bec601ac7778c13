import { glob, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { repositoryFolder } from "../world/build.ts";

/** How many folders of `sync` lie on each other at most. */
const mostFloors = 8;

/** What each folder of the room imports from its other folders. */
async function foldersBelow(room: string): Promise<Map<string, Set<string>>> {
  const below = new Map<string, Set<string>>();
  for await (const path of glob(`${room}/**/*.ts`, { cwd: repositoryFolder })) {
    const folder = dirname(path);
    const known = below.get(folder) ?? new Set();
    below.set(folder, known);
    const text = await readFile(join(repositoryFolder, path), "utf8");
    for (const [, imported = ""] of text.matchAll(/from "(\.{1,2}\/[^"]+)"/g)) {
      const target = dirname(normalize(join(folder, imported)));
      if (target !== folder && `${target}/`.startsWith(`${room}/`)) known.add(target);
    }
  }
  return below;
}

/** Counted from the lowest, which is 1. Throws where folders go round in a circle. */
function floorOf(folder: string, below: Map<string, Set<string>>, above: string[] = []): number {
  if (above.includes(folder)) throw new Error(`A circle: ${[...above, folder].join(" -> ")}`);
  const floors = [...(below.get(folder) ?? [])].map((one) => floorOf(one, below, [...above, folder]));
  return 1 + Math.max(0, ...floors);
}

test(`The folders of sync lie on at most ${mostFloors} floors, one direction, and its own files are the roof.`, async () => {
  const below = await foldersBelow("backend/sync");
  expect(below.size).toBeGreaterThan(5);
  const floors = new Map([...below.keys()].map((folder) => [folder, floorOf(folder, below)]));
  expect(Math.max(...floors.values())).toBeLessThanOrEqual(mostFloors);
  expect(Math.max(...floors.values())).toBe(floors.get("backend/sync"));
  const knowTheRoof = [...below].filter(([, others]) => others.has("backend/sync"));
  expect(knowTheRoof).toEqual([]);
});

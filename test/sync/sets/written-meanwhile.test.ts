import { rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { extensions, playSet, readSet } from "./set-deck.ts";

/* What stood here is known from one reading: nothing that was written since may be replaced on its word. */

/** B holds `members` of A1, and A2 waits for it in RomM. */
async function setupNewerSet(members = extensions) {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A", { extensions }), await world.deck("B", { extensions })];
  await playSet(a, "A1", members);
  await a.sync();
  await b.sync();
  await playSet(a, "A2");
  await a.sync();
  return { world, b };
}

const pathOf = ({ savePath }: EngineDeck, extension: string) => join(dirname(savePath), `Game${extension}`);

/** Once, when the old set has been kept: the first state that a pull writes is the one with its intent. */
function whenKept({ disk }: EngineDeck, change: () => Promise<void>): () => boolean {
  const { rename } = disk;
  let isDone = false;
  disk.rename = async (from, to) => {
    await rename(from, to);
    if (isDone || !to.endsWith("state.json")) return;
    isDone = true;
    await change();
  };
  return () => isDone;
}

/** Once, while the successor comes down: the old set was read, and is not kept yet. */
function whenFetched({ disk }: EngineDeck, change: () => Promise<void>): () => boolean {
  const { create } = disk;
  let isDone = false;
  disk.create = async (path, options) => {
    if (!isDone && path.includes("/saves/")) {
      isDone = true;
      await change();
    }
    return await create(path, options);
  };
  return () => isDone;
}

describe.each([
  ["while its successor comes", whenFetched],
  ["after it was kept, when only the exchange is left", whenKept],
])("A set that changes %s is not replaced, and both sides are asked about:", (_when, meanwhile) => {
  test("one of its files is written", async () => {
    const { b } = await setupNewerSet();
    const isDone = meanwhile(b, () => playSet(b, "B2", [".eep"]));
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
    expect(isDone()).toBe(true);
    expect(await readSet(b)).toEqual({ ".eep": "A1\nB2\n", ".srm": "A1\n" });
  });

  test("a file comes that was not there", async () => {
    const { b } = await setupNewerSet([".srm"]);
    const isDone = meanwhile(b, () => writeFile(pathOf(b, ".eep"), "B2\n"));
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
    expect(isDone()).toBe(true);
    expect(await readSet(b)).toEqual({ ".eep": "B2\n", ".srm": "A1\n" });
  });

  test("a file goes", async () => {
    const { b } = await setupNewerSet();
    const isDone = meanwhile(b, () => rm(pathOf(b, ".eep")));
    expect(await b.sync()).not.toMatchObject({ outcome: "done" });
    expect(isDone()).toBe(true);
    expect(await readSet(b)).toEqual({ ".srm": "A1\n" });
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
  });
});

test("A file that is written with its size and its time as they were is found by what is kept of it", async () => {
  const { b } = await setupNewerSet();
  const isDone = whenFetched(b, async () => {
    const path = pathOf(b, ".eep");
    const { atime, mtime } = await stat(path);
    await writeFile(path, "B2\n");
    await utimes(path, atime, mtime);
  });
  expect(await b.sync()).toMatchObject({ decision: "conflict" });
  expect(isDone()).toBe(true);
  expect(await readSet(b)).toEqual({ ".eep": "B2\n", ".srm": "A1\n" });
});

import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { extensions, playSet, readSet } from "./sets/set-deck.ts";

/* How often an act reads the save that is here: a save may have 20,000 files or 2 GiB. */

/** Each reading of a file in the saves' folder that is no temporary one of ours, since the last call of `take`. */
function countReads({ disk, savePath }: EngineDeck) {
  const counts = new Map<string, number>();
  const { openRead } = disk;
  disk.openRead = async (path) => {
    const name = path.slice(dirname(savePath).length + 1);
    if (path.startsWith(dirname(savePath)) && !name.startsWith(".")) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return await openRead(path);
  };
  return {
    take() {
      const taken = Object.fromEntries(counts);
      counts.clear();
      return taken;
    },
  };
}

let launches = 0;
const launch = () => ({ launchId: `launch-${launches++}`, appId });

describe("a save of one file", () => {
  async function setupAgreed() {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    await a.sync();
    return { world, a, b, reads: countReads(b) };
  }

  test("is read once by a launch check with nothing new", async () => {
    const { b, reads } = await setupAgreed();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    expect(reads.take()).toEqual({ "Game.srm": 1 });
  });

  test("is read twice by a launch pull: to be known, and to be kept", async () => {
    const { a, b, reads } = await setupAgreed();
    await a.play("A2");
    await a.sync();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(reads.take()).toEqual({ "Game.srm": 2 });
  });

  test("is read twice by an exit push, and once by an exit with nothing changed", async () => {
    const { b, reads } = await setupAgreed();
    await b.play("B1");
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(reads.take()).toEqual({ "Game.srm": 2 });
    expect(await b.exit()).toMatchObject({ decision: "keep" });
    expect(reads.take()).toEqual({ "Game.srm": 1 });
  });
});

describe("a set", () => {
  async function setupAgreed(members = extensions) {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A", { extensions }), await world.deck("B", { extensions })];
    await playSet(a, "A1", members);
    await a.sync();
    await b.sync();
    return { a, b, reads: countReads(b) };
  }

  test("is read once by a check with nothing new, and twice by a pull, like one file", async () => {
    const { a, b, reads } = await setupAgreed();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    expect(reads.take()).toEqual({ "Game.eep": 1, "Game.srm": 1 });
    await playSet(a, "A2");
    await a.sync();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    expect(await readSet(b)).toEqual({ ".eep": "A1\nA2\n", ".srm": "A1\nA2\n" });
    expect(reads.take()).toEqual({ "Game.eep": 2, "Game.srm": 2 });
  });

  test("of one file that gains another is read twice by the pull", async () => {
    const { a, b, reads } = await setupAgreed([".srm"]);
    await playSet(a, "A2");
    await a.sync();
    expect(await b.api.beforeLaunch(launch())).toMatchObject({ kind: "go" });
    expect(reads.take()).toEqual({ "Game.srm": 2 });
    expect(await readSet(b)).toEqual({ ".eep": "A2\n", ".srm": "A1\nA2\n" });
  });
});

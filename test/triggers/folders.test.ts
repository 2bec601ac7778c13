import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { comesTrue, pass, restAfterStart, setupPlayed } from "../launch/setup-exits.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/** What is watched is known, and everything that a start brings about is over. */
async function settle(world: World, deck: EngineDeck): Promise<void> {
  deck.start();
  for (let step = 0; step < 6; step++) await pass(world, 5000);
  world.requests();
}

/** A and RomM hold A1, A watches. */
async function setupWatching() {
  const { world, a } = await setupPlayed();
  await settle(world, a);
  return { world, a };
}

async function passSteps(world: World, ms: number, stepMs = 2000): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += stepMs) await pass(world, stepMs);
}

describe("what another program writes, with no game running", () => {
  test("goes up by itself, within seconds", async () => {
    const { world, a } = await setupWatching();
    await a.play("A2");
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]));
    expect(a.errors).toEqual([]);
  });

  test("and puts in place by a rename, goes up as well", async () => {
    const { world, a } = await setupWatching();
    await writeFile(`${a.savePath}.new`, "A1\nA2\n");
    await rename(`${a.savePath}.new`, a.savePath);
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]));
  });

  test("is one run, also for 40 saves at once", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const games = await onlyTheseGames(a, addRoms(world, 40));
    await Promise.all(games.map((game) => game.write(`${game.name}\n`)));
    await syncAll(a);
    await restAfterStart(world, a);
    await settle(world, a);
    a.events.splice(0);
    await Promise.all(games.map((game) => game.write(`${game.name}\nplayed elsewhere\n`)));
    await comesTrue(world, () => expect(world.romm.rules.database.saves).toHaveLength(80), 1000);
    const requests = world.requests();
    const count = (line: string) => requests.filter((one) => one === line).length;
    expect([count("POST /api/saves"), count("GET /api/saves")]).toEqual([40, 1]);
  });

  test("is waited for until it is written whole", async () => {
    const { world, a } = await setupWatching();
    for (let step = 2; step < 8; step++) {
      await a.play(`A${step}`);
      await pass(world, 1900);
    }
    expect(world.rows()).toHaveLength(1);
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  });

  test("is found in a folder that came later", async () => {
    const { world, a } = await setupPlayed();
    const folder = dirname(a.savePath);
    await rename(folder, `${folder} away`);
    await settle(world, a);
    await rename(`${folder} away`, folder);
    await passSteps(world, 60_000, 10_000);
    await a.play("A2");
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]));
  });
});

describe("nothing comes of", () => {
  test("our own pull", async () => {
    const { world, a } = await setupWatching();
    const b = await world.deck("B");
    await restAfterStart(world, b);
    await b.play("B2");
    world.time.advance(60_000);
    await b.sync();
    await a.sync();
    expect(await a.save()).toBe("A1\nB2\n");
    await pass(world, 30_000); // What was fetched is confirmed, and shown.
    world.requests();
    await passSteps(world, 30_000);
    expect(world.requests()).toEqual([]);
  });

  test("a save that is gone, one written with the same bytes, and a stranger's file", async () => {
    const { world, a } = await setupWatching();
    await writeFile(join(dirname(a.savePath), "Other.srm"), "stale\n");
    await a.write("A1\n");
    await passSteps(world, 10_000);
    await rm(a.savePath);
    await mkdir(join(dirname(a.savePath), "a folder"));
    await passSteps(world, 10_000);
    expect(world.requests()).toEqual([]);
  });
});

test("On a share without events what was written is found within a minute or two.", async () => {
  const { world, a } = await setupPlayed();
  const { fileSystem } = a.disk;
  a.disk.fileSystem = async (path) => {
    const real = await fileSystem(path);
    return real && { ...real, kind: "network" };
  };
  await settle(world, a);
  await a.play("A2");
  await passSteps(world, 30_000, 5000);
  expect(world.rows()).toHaveLength(1);
  await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]), 5000);
});

test("What an emulator that stays open wrote goes up when it rests for a minute, and at once when it is closed.", async () => {
  const { world, a } = await setupWatching();
  a.processes.push({ pid: 9, argv: ["/usr/bin/retroarch", "--menu"] });
  await a.play("A2");
  await passSteps(world, 50_000, 5000);
  expect(world.rows()).toHaveLength(1);
  await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]), 5000);
  await a.play("A3");
  await passSteps(world, 10_000);
  a.processes.splice(0);
  await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nA2\nA3\n"]));
});

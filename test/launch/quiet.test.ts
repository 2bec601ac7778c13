import { utimes, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { waitUntilQuiet } from "../../backend/launch/quiet.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { unitOf } from "../world/engine/account.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import type { World } from "../world/engine/world.ts";
import { pass, setupPlayed, soon } from "./setup-exits.ts";

const nowMs = Date.UTC(2026, 5, 1) + 777;

/** How often a save with these stamps is waited for; null: there is none. */
async function waitsFor(stamps: { modifiedAtMs: number; changedAtMs: number } | null): Promise<number> {
  const { a } = await setupPlayed();
  let waits = 0;
  let atMs = nowMs;
  const wait = async (ms: number) => {
    waits += 1;
    atMs += ms;
  };
  const disk = createRealDisk();
  const stat = async (path: string) => {
    const found = await disk.stat(path);
    return found && stamps && { ...found, ...stamps };
  };
  const clock = { now: () => atMs, monotonic: () => atMs, wait };
  expect(await waitUntilQuiet({ disk: { ...disk, stat }, clock }, unitOf(a))).toMatchObject({
    hasWaited: waits > 0,
  });
  return waits;
}

describe("a save whose game has ended", () => {
  test.each([
    ["was written more than a second ago", { modifiedAtMs: nowMs - 1001, changedAtMs: nowMs - 1001 }, 0],
    ["was written within the last second", { modifiedAtMs: nowMs - 1000, changedAtMs: nowMs - 1000 }, 1],
    ["got an old date within the last second", { modifiedAtMs: 1, changedAtMs: nowMs - 10 }, 1],
    ["has a date ahead of the clock", { modifiedAtMs: nowMs + 5000, changedAtMs: nowMs - 9000 }, 1],
    ["may be two seconds younger, on FAT", { modifiedAtMs: nowMs - 2777, changedAtMs: nowMs - 2777 }, 1],
    ["is old enough for FAT too", { modifiedAtMs: nowMs - 4777, changedAtMs: nowMs - 4777 }, 0],
    ["is not there", null, 0],
  ])("and that %s is waited for so many seconds", async (_name, stamps, seconds) => {
    expect(await waitsFor(stamps)).toBe(seconds);
  });
});

/** The Deck's clock goes right: the save was written a minute ago. */
async function setupOldSave() {
  const { world, a } = await setupPlayed();
  world.time.advance(Date.now() + 60_000 - world.time.now());
  return { world, a };
}

async function comesUp(world: World, rows: string[]): Promise<void> {
  await soon(() => expect(world.rows()).toEqual(rows));
}

/* What is not waited for could be missed: a writer that is no process which was seen. */
describe("after an exit that did not wait, since the save was old,", () => {
  test("whoever writes within the second is found, though nothing had changed at the exit", async () => {
    const { world, a } = await setupOldSave();
    writeOnceRead(a, "A1\nLATE\n");
    expect(await a.exit()).toMatchObject({ decision: "keep" });
    await comesUp(world, ["A1\n", "A1\nLATE\n"]);
  });

  test("whoever writes soon after is found by the second look", async () => {
    const { world, a } = await setupOldSave();
    expect(await a.exit()).toMatchObject({ decision: "keep" });
    await pass(world, 1000);
    await a.write("A1\nLATE\n");
    expect(world.rows()).toEqual(["A1\n"]);
    await pass(world, 30_000);
    await comesUp(world, ["A1\n", "A1\nLATE\n"]);
  });

  test("a save that goes up while it is written goes up once more when it is whole", async () => {
    const { world, a } = await setupOldSave();
    await a.write("A1\nHALF");
    await makeOld(a);
    writeOnceCopied(a, "A1\nHALF AND WHOLE\n");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    await comesUp(world, ["A1\n", "A1\nHALF", "A1\nHALF AND WHOLE\n"]);
  });

  test("nothing is looked at for ever", async () => {
    const { world, a } = await setupOldSave();
    await a.exit();
    await pass(world, 40_000);
    const { stat } = a.disk;
    let looks = 0;
    a.disk.stat = async (path) => {
      if (path === a.savePath) looks += 1;
      return await stat(path);
    };
    for (let minute = 0; minute < 5; minute += 1) await pass(world, 60_000);
    expect(looks).toBe(0);
  });
});

/** Once its bytes were read. */
function writeOnceRead({ disk, savePath }: EngineDeck, text: string): void {
  const { openRead } = disk;
  disk.openRead = async (path) => {
    const file = await openRead(path);
    if (file === null || path !== savePath) return file;
    disk.openRead = openRead;
    const close = async () => {
      await file.close();
      await writeFile(savePath, text);
    };
    return { ...file, close };
  };
}

/** Once a copy of what stood there was made, which is what goes up. */
function writeOnceCopied({ disk, savePath }: EngineDeck, text: string): void {
  const { rename } = disk;
  disk.rename = async (from, to) => {
    await rename(from, to);
    if (!to.endsWith(".save")) return;
    disk.rename = rename;
    await writeFile(savePath, text);
  };
}

/** As the clock of a Deck that was set while it played would have it. */
async function makeOld(deck: EngineDeck): Promise<void> {
  const { stat } = deck.disk;
  await utimes(deck.savePath, 1, 1);
  deck.disk.stat = async (path) => {
    const found = await stat(path);
    return found && path === deck.savePath ? { ...found, changedAtMs: found.modifiedAtMs } : found;
  };
}

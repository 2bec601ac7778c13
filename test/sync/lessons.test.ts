import { readFile, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { zipBytes } from "../files/zip-bytes.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* What lost saves elsewhere, and has no story of its own in the other files. */

function callerOf({ romm }: World) {
  const caller = romm.rules.authenticate(`Bearer ${romm.token}`);
  return caller.ok ? caller.value : expect.fail("The token is not known.");
}

function sessionHere(world: World, text: string, slot?: string): void {
  const upload = { romId: world.romId, fileName: "Game.srm", bytes: new TextEncoder().encode(text) };
  world.time.advance(60_000);
  world.romm.rules.saves.upload(callerOf(world), slot === undefined ? upload : { ...upload, slot });
}

/** B holds A1 and RomM has A1 A2. */
async function setupNewer(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await a.sync();
  return { world, a, b };
}

test("a run over everything sends no file of a game that is not registered", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const stray = join(dirname(a.savePath), "Other.srm");
  await writeFile(stray, "stale\n");
  await a.play("A1");
  expectOk(await a.api.syncAll({}));
  expect(world.romm.rules.database.saves).toHaveLength(1);
  expect(await readFile(stray, "utf8")).toBe("stale\n");
});

describe("saves outside every slot, as RomM's web page makes them", () => {
  test("are neither fetched as the newest nor taken for this slot's", async () => {
    const { world, b } = await setupNewer();
    sessionHere(world, "FROM THE WEB PAGE\n");
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });

  test("do not stand in the way of a first upload, and stay as they are", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    sessionHere(world, "FROM THE WEB PAGE\n");
    await a.play("A1");
    expect(await a.sync()).toMatchObject({ decision: "upload", reason: "first-upload" });
    expect(world.rows()).toEqual(["FROM THE WEB PAGE\n", "A1\n"]);
  });
});

test("rows of another slot of the rom move nothing here", async () => {
  const { world, b } = await setupNewer();
  await b.sync();
  sessionHere(world, "RUN2\n", "run2");
  expect(await b.sync()).toMatchObject({ decision: "keep" });
  await b.play("B3");
  expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.rows()).toContain("RUN2\n");
});

describe("no date of a file decides", () => {
  test("a save that was put back with an old date is sent", async () => {
    const { world, a } = await setupNewer();
    await a.play("A3");
    await utimes(a.savePath, new Date(0), new Date(0));
    expect(await a.sync()).toMatchObject({ decision: "upload" });
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
  });

  test("an unchanged save with a date of tomorrow still gets RomM's newer one", async () => {
    const { b } = await setupNewer();
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(b.savePath, tomorrow, tomorrow);
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.save()).toBe("A1\nA2\n");
  });
});

describe("a save that is written while it is worked on", () => {
  test("between the look and the upload: what goes up is what stands there in the end, and nothing in between", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    const { create } = a.disk;
    let isArmed = true;
    a.disk.create = async (path, options) => {
      if (isArmed && path.includes("/history/")) {
        isArmed = false;
        await a.play("A2");
      }
      return await create(path, options);
    };
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\nA2\n"]);
  });

  test("while its successor comes: it is not replaced, and both sides are asked about", async () => {
    const { world, b } = await setupNewer();
    const { create } = b.disk;
    let isArmed = true;
    b.disk.create = async (path, options) => {
      if (isArmed && path.includes("/saves/")) {
        isArmed = false;
        await b.play("B2");
      }
      return await create(path, options);
    };
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
    expect(await b.save()).toBe("A1\nB2\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("after the old one was kept, when only the rename is left: it is not replaced either", async () => {
    const { b } = await setupNewer();
    const { rename } = b.disk;
    let isArmed = true;
    b.disk.rename = async (from, to) => {
      await rename(from, to);
      // The first state that is written in a pull is the one with its mark.
      if (!isArmed || !to.endsWith("state.json")) return;
      isArmed = false;
      await b.play("B2");
    };
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
    expect(isArmed).toBe(false);
    expect(await b.save()).toBe("A1\nB2\n");
  });
});

test("what was played while the plugin was down goes up after its start, without a launch", async () => {
  const { world, a } = await setupNewer();
  await a.state.settled();
  a.disk.dieAt(0);
  const again = await a.restart();
  await again.play("A3");
  again.start();
  world.time.elapse(4000);
  await vi.waitFor(() => expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n"), 5000);
  await vi.waitFor(async () => expect((await again.api.getOverview({})).runs.current).toBeNull());
  await again.state.settled();
});

describe("a save that is one file and carries an archive at its end", () => {
  const saveOf = (session: string) =>
    zipBytes([{ name: "fixed.txt", content: "hello" }], { prefix: Buffer.from(session) });

  test.each(["sync", "exit"] as const)(
    "goes up where only what lies in front of it changed (%s)",
    async (way) => {
      const world = await setupWorld();
      const a = await world.deck("A");
      await writeFile(a.savePath, saveOf("session 1"));
      await a.sync();
      await a.sync();
      world.time.advance(10_000);
      await writeFile(a.savePath, saveOf("session 2"));
      expect(await a[way]()).toMatchObject({ decision: "upload", outcome: "done" });
      world.time.advance(10_000);
      const decoder = new TextDecoder();
      expect(world.rows()).toEqual([1, 2].map((session) => decoder.decode(saveOf(`session ${session}`))));
      expect(await a.sync()).toMatchObject({ decision: "keep" });
    },
  );

  test("is replaced where only that was played elsewhere, and no row stands for its kept copy", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    for (const deck of [a, b, a]) {
      await writeFile(deck.savePath, saveOf("session 1"));
      expect((await deck.sync()).outcome).toBe("done");
    }
    world.time.advance(10_000);
    await writeFile(b.savePath, saveOf("session 2"));
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    world.time.advance(10_000);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readFile(a.savePath)).toEqual(saveOf("session 2"));
    expect((await a.care.byHand.list()).copies).toMatchObject([{ standing: "sole" }]);
  });
});

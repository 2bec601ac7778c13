import { describe, expect, test } from "vitest";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { createActivityLog } from "../../backend/history/activity-log.ts";
import type { Disk } from "../../backend/machine/disk.ts";
import type { ActivityEntry } from "../../backend/ports/activity-log.ts";
import { createCrashingDisk } from "../world/disk/crashing-disk.ts";
import { conflictIdOf } from "../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { setupWorld } from "../world/engine/world.ts";

test("the same failure over and over is one line of the log, until something else happens to the save", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const outcomes = async () => (await linesOfSaves(a)).map(({ outcome, detail }) => `${outcome}: ${detail}`);
  await a.play("A1");
  const failTwice = async (fault: "500" | "413") => {
    await world.romm.faults.set(fault, { route: "POST /api/saves" });
    expect((await a.sync()).outcome).toBe("failed");
    expect((await a.sync()).outcome).toBe("failed");
    await world.romm.faults.clear();
  };
  await failTwice("500");
  expect(await outcomes()).toHaveLength(1);
  await failTwice("413");
  expect(await outcomes()).toHaveLength(2);
  await failTwice("500");
  expect(await outcomes()).toHaveLength(3);
  await a.sync();
  await a.play("A2");
  await failTwice("500");
  expect((await outcomes()).map((line) => line.split(":")[0])).toEqual([
    "failed",
    "done",
    "failed",
    "failed",
    "failed",
  ]);
});

test("a line that could not be written is no line: the failure is told when the disk takes it", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await world.romm.faults.set("500", { route: "POST /api/saves" });
  const { append } = a.disk;
  a.disk.append = () => Promise.reject(new Error("full"));
  await a.sync();
  a.disk.append = append;
  await a.sync();
  expect(await linesOfSaves(a)).toMatchObject([{ outcome: "failed" }]);
});

test("over a restart too, and a question that stays open is one line as well", async () => {
  const { a, b, world } = await setupNewer();
  await b.write("B9\n");
  let deck = b;
  for (let start = 0; start < 3; start++) {
    world.time.advance(60_000);
    expect(await deck.sync()).toMatchObject({ outcome: "asks" });
    deck = await deck.restart();
  }
  const [asked, ...others] = await linesOfSaves(deck);
  expect(asked).toMatchObject({ outcome: "asks", times: 3 });
  expect(others.filter(({ outcome }) => outcome === "asks")).toEqual([]);
  await a.play("A3");
  await a.sync();
  world.time.advance(60_000);
  await deck.sync();
  expect((await linesOfSaves(deck)).filter(({ outcome }) => outcome === "asks")).toHaveLength(2);
});

describe("of more than 10,000 lines", () => {
  const lines = 10_500;

  async function setupLong() {
    const disk = createCrashingDisk();
    await disk.makeFolder("/data");
    let ids = 0;
    let readBytes = 0;
    const counted: Disk = {
      ...disk,
      async openRead(path) {
        const file = await disk.openRead(path);
        return (
          file && {
            ...file,
            async readAt(into, at) {
              readBytes += into.byteLength;
              return await file.readAt(into, at);
            },
          }
        );
      },
    };
    const clock = { now: () => 0, monotonic: () => 0, wait: async () => {} };
    const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
    const newId = () => `line ${ids++}`;
    const activity = createActivityLog({ disk: counted, clock, log, newId }, "/data/activity.jsonl");
    await activity.appendAll(Array.from({ length: lines }, (_, index) => lineOf(index)));
    const read = async (query: Parameters<typeof activity.read>[0]) => {
      readBytes = 0;
      const found = await activity.read(query);
      return { found, readBytes };
    };
    return { activity, read, disk };
  }

  test("the first page of 50 reads no more than its end, a later one no more than all of it, and none is missing", async () => {
    const { read, disk } = await setupLong();
    const first = await read({ limit: 50 });
    expect(first.readBytes).toBeLessThanOrEqual(64 * 1024);
    const ids = first.found.map(({ id }) => id);
    for (const limit of [50, 50, lines - 200, 50, 50]) {
      const page = await read({ limit, before: ids.at(-1) ?? "" });
      ids.push(...page.found.map(({ id }) => id));
      const whole = (await disk.stat("/data/activity.jsonl"))?.sizeBytes ?? 0;
      expect(page.readBytes).toBeLessThanOrEqual(whole);
    }
    expect(new Set(ids).size).toBe(lines);
  });

  test("what one press did to 1,000 games is one line among them, and its parts are asked for by it", async () => {
    const { activity, read } = await setupLong();
    const id = await activity.append({ ...lineOf(0), id: "press", batchSize: 1000, act: "choice" });
    const parts = Array.from({ length: 1000 }, (_, index) => lineOf(index));
    await activity.appendAll(parts.map((line) => ({ ...line, batchId: id, act: "choice" as const })));
    const { found } = await read({ limit: 50 });
    expect(found).toHaveLength(50);
    expect(found.filter(({ act }) => act === "choice")).toMatchObject([{ id, batchSize: 1000 }]);
    expect((await read({ limit: 2000, batchId: id })).found).toHaveLength(1000);
  });
});

function lineOf(index: number): ActivityEntry {
  return {
    ...{ appIds: [index as AppId], romId: index as RomId, name: `Game ${index}` },
    ...{ decision: "upload", reason: "played-here", choice: null, outcome: "done" },
    ...{ localBefore: null, localAfter: null, saveId: null, sizeBytes: 8192, detail: null },
  };
}

test("how much is kept, and how much of it is nowhere else, is told", async () => {
  const { b, world } = await setupNewer();
  world.time.advance(60_000);
  await b.write("B9\n");
  const versions = async () => expectOk(await b.api.getKept({}));
  expect((await versions()).onlyHere).toEqual({ contents: 0, bytes: 0 });
  await b.sync();
  expectOk(
    await b.api.resolveConflicts({ choices: [{ conflictId: await conflictIdOf(b), choice: "take-remote" }] }),
  );
  expect(await versions()).toMatchObject({ onlyHere: { contents: 1, bytes: 3 } });
});

/** Without the line that the game was added: what was done to the list of games is of another kind. */
async function linesOfSaves({ api }: EngineDeck) {
  return expectOk(await api.listActivity({ appId })).filter(({ act }) => act === null);
}

import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { soon } from "../launch/setup-exits.ts";
import { aMoment } from "../world/engine/a-moment.ts";
import { accountOf } from "../world/engine/account.ts";
import { setupDeck } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupWorld } from "../world/engine/world.ts";

const hourMs = 3_600_000;

/** Of this process, by inotify(7). */
function countWatches(): number {
  return readdirSync("/proc/self/fdinfo")
    .map((fd) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${fd}`, "utf8");
      } catch {
        return ""; // It was closed meanwhile.
      }
    })
    .flatMap((text) => text.match(/^inotify wd:/gm) ?? []).length;
}

test("An hour in which nothing happens, with 500 games, costs few wake-ups, one watch and no request.", async () => {
  const world = await setupWorld();
  const folder = await mkdtemp(join(tmpdir(), "savepoint-idle-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  let [waiting, ended, shortestMs] = [0, 0, Number.POSITIVE_INFINITY];
  const { romm, romId, time } = world;
  const counted = () => {
    const inner = time.clock();
    return {
      ...inner,
      async wait(ms: number, signal?: AbortSignal) {
        waiting += 1;
        shortestMs = Math.min(shortestMs, ms);
        await inner.wait(ms, signal);
        waiting -= 1;
        ended += 1;
      },
    };
  };
  const deck = await setupDeck({ name: "Idle", folder, romm, romId, time: { ...time, clock: counted } });
  const games = await onlyTheseGames(deck, addRoms(world, 500));
  await Promise.all(games.slice(0, 40).map((game) => game.write(`${game.name}\n`)));
  await syncAll(deck);
  deck.start();
  const pass = async (ms: number) => {
    await aMoment(3);
    time.elapse(ms);
  };
  for (let passedMs = 0; passedMs < 120_000; passedMs += 5000) await pass(5000);
  await soon(async () => expect((await deck.api.getOverview({})).runs.current).toBeNull());
  await soon(async () => {
    await pass(30_000);
    expect(Object.values(accountOf(deck).units).filter(({ baseline }) => baseline?.isStored).length).toBe(40); // RomM has shown what was sent.
  });
  await aMoment(100);
  const watches = countWatches();
  world.requests();
  [ended, shortestMs] = [0, Number.POSITIVE_INFINITY];
  for (let passedMs = 0; passedMs < hourMs; passedMs += 5000) await pass(5000);
  // The play status is asked for once a day.
  const requests = world.requests().filter((line) => line !== "GET /api/users/me");
  console.log(
    `An idle hour with 500 games: ${ended} wake-ups, ${waiting} timers, ${watches} watched folders, ${requests.length} requests; no wait below ${shortestMs} ms.`,
  );
  expect(requests).toEqual([]);
  expect(ended).toBeLessThan(1400);
  expect(waiting).toBeLessThan(12);
  expect(watches).toBeGreaterThan(0);
  expect(watches).toBeLessThan(8);
  expect(shortestMs).toBeGreaterThanOrEqual(2000);
});

import { expect, test } from "vitest";
import type { Overview } from "../../backend/contract/overview.ts";
import { BackendError } from "../../src/backend.ts";
import { listenToBackend } from "../../src/stores/listen.ts";
import { createLists } from "../../src/stores/lists.ts";
import type { KeptOverview, OverviewMemory } from "../../src/stores/overview-memory.ts";
import { createOverviewStore } from "../../src/stores/overview-store.ts";
import { createFakeClock, settle } from "./fake-clock.ts";
import { emptyOverview, mixedOverview, overviewOf } from "./overviews.ts";

function setupStore(kept: KeptOverview | null = null) {
  const clock = createFakeClock();
  const asked: { answer(overview: Overview): Promise<void>; fail(error: Error): Promise<void> }[] = [];
  const getOverview = () =>
    new Promise<Overview>((resolve, reject) => {
      asked.push({
        answer: (overview) => {
          resolve(overview);
          return settle();
        },
        fail: (error) => {
          reject(error);
          return settle();
        },
      });
    });
  const written: KeptOverview[] = [];
  const remember: { load(): Promise<void> } = { load: settle };
  const memory: OverviewMemory = {
    load: () =>
      new Promise((resolve) => {
        remember.load = () => {
          resolve(kept);
          return settle();
        };
      }),
    keep: (overview) => void written.push(overview),
  };
  const store = createOverviewStore({ backend: { getOverview }, memory, clock });
  return { clock, asked, written, store, remember };
}

const fresh = overviewOf(emptyOverview(0));
const stopped = new BackendError("backend-stopped", "down");

test("Until the backend answers, the panel shows what it remembers, and says from when it is", async () => {
  const { store, asked, remember } = setupStore({ overview: overviewOf(mixedOverview(0)), asOfMs: -5 });
  store.start();
  await remember.load();
  expect(store.read()).toMatchObject({ asOfMs: -5, isFresh: false, overview: { gated: { length: 6 } } });
  await asked[0]?.answer(fresh);
  expect(store.read()).toMatchObject({ asOfMs: 0, isFresh: true, overview: { gated: [] } });
});

test("What is remembered never covers a fresh answer", async () => {
  const { store, asked, remember } = setupStore({ overview: overviewOf(mixedOverview(0)), asOfMs: -5 });
  store.start();
  await asked[0]?.answer(fresh);
  await remember.load();
  expect(store.read().overview).toBe(fresh);
});

test("A fresh answer is remembered", async () => {
  const { store, asked, written } = setupStore();
  store.start();
  await asked[0]?.answer(fresh);
  expect(written).toEqual([{ overview: fresh, asOfMs: 0 }]);
});

test("However many changes are told during one read, one more read follows it", async () => {
  const { store, asked } = setupStore();
  store.start();
  for (let i = 0; i < 50; i += 1) store.refresh();
  expect(asked.length).toBe(1);
  await asked[0]?.answer(fresh);
  expect(asked.length).toBe(2);
  await asked[1]?.answer(fresh);
  expect(asked.length).toBe(2);
});

test("While the backend is down, the last overview stays, and it is asked again after 1, 2, 5, 10, 20, 20 seconds", async () => {
  const { store, asked, clock } = setupStore();
  store.start();
  await asked[0]?.answer(fresh);
  store.refresh();
  await asked[1]?.fail(stopped);
  expect(store.read()).toMatchObject({ trouble: "backend-stopped", isFresh: false, overview: fresh });
  for (const [index, seconds] of [1, 2, 5, 10, 20, 20].entries()) {
    await clock.advance(seconds * 1000 - 1);
    expect(asked.length).toBe(2 + index);
    await clock.advance(1);
    expect(asked.length).toBe(3 + index);
    await asked.at(-1)?.fail(stopped);
  }
});

test("One answer ends the trouble, and the next failure is asked again soon", async () => {
  const { store, asked, clock } = setupStore();
  store.start();
  await asked[0]?.fail(stopped);
  await clock.advance(1_000);
  await asked[1]?.answer(fresh);
  expect(store.read()).toMatchObject({ trouble: null, isFresh: true });
  store.refresh();
  await asked[2]?.fail(stopped);
  await clock.advance(1_000);
  expect(asked.length).toBe(4);
});

test("An answer of another contract is not drawn: Steam still holds an old panel", async () => {
  const { store, asked, written } = setupStore();
  store.start();
  await asked[0]?.answer(JSON.parse(JSON.stringify({ ...fresh, contractVersion: 3 })));
  expect(store.read()).toMatchObject({ trouble: "other-version", overview: null });
  expect(written).toEqual([]);
});

test("Events of the backend lead to fresh reads, and none is heard after the stop", async () => {
  const { store, asked, clock } = setupStore();
  const listeners = new Map<string, (payload: never) => void>();
  const notices: unknown[] = [];
  const scans: string[] = [];
  const tell = (event: string, payload: object) =>
    Reflect.apply(listeners.get(event) ?? (() => {}), null, [payload]);
  let listed = 0;
  const listGames = async () => {
    listed += 1;
    return [];
  };
  const none = async () => [];
  const lists = createLists({
    backend: { listShortcuts: listGames, listConflicts: none, listHeld: none },
    clock,
  });
  const stopList = lists.games.subscribe(() => {});
  const stop = listenToBackend({
    events: {
      addEventListener: (event, listener) => listeners.set(event, listener),
      removeEventListener: (event) => listeners.delete(event),
    },
    overview: store,
    lists,
    scan: { note: () => scans.push("note"), refresh: () => scans.push("refresh") },
    onNotice: (notice) => notices.push(notice),
  });
  store.start();
  await asked[0]?.answer(fresh);

  tell("progress", { startedAtMs: 0, unitsDone: 1, unitsTotal: 4, name: "Anguna" });
  expect(store.read().overview?.runs.current).toMatchObject({ unitsDone: 1, name: "Anguna" });
  await clock.advance(1_000);
  tell("changed", { parts: ["settings"] });
  expect([asked.length, listed]).toEqual([2, 1]);
  tell("changed", { parts: ["saves"] });
  expect([asked.length, listed]).toEqual([2, 2]);
  await asked[1]?.answer(fresh);
  await clock.advance(7);
  tell("notice", { kind: "backend-restarted" });
  expect(store.read().restartedAtMs).toBe(1_007);
  expect(asked.length).toBe(3);
  expect(notices).toEqual([{ kind: "backend-restarted" }]);
  tell("scan", {});
  expect(scans).toEqual(["refresh", "note"]);
  stop();
  stopList();
  expect(listeners.size).toBe(0);
});

test("After the plugin was dismounted, no timer asks any more", async () => {
  const { store, asked, clock } = setupStore();
  const stop = store.start();
  await asked[0]?.fail(stopped);
  stop();
  await clock.advance(60_000);
  expect(asked.length).toBe(1);
});

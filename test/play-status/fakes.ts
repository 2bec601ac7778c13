import { RommError } from "../../backend/core/romm-error.ts";
import type { PlayStatusMemory, SavepointState } from "../../backend/core/state.ts";
import type { AccountId, RomId } from "../../backend/core/vocabulary.ts";
import type { Clock } from "../../backend/machine/clock.ts";
import { createPlayStatus } from "../../backend/play-status/play-status.ts";
import type { PlayStatusServer } from "../../backend/ports/play-status-server.ts";
import { StateReadOnly } from "../../backend/ports/state-store.ts";
import { progressOn, romWith } from "./facts.ts";

const accountId = "http://romm.lan#1" as AccountId;

/** The runs over small ports in memory: for days that pass, and for what no server does. */
export function setupFakes() {
  const clock = createManualClock();
  const server = createFakeServer();
  const store = createFakeStore();
  const settings = { isOn: true, raAlwaysWins: false, refreshFirst: false };
  const session = { isSignedIn: true };
  const playStatus = createPlayStatus({
    ...{ clock, store },
    session: () => (session.isSignedIn ? { accountId, playStatus: server } : null),
    settings: () => settings,
    log: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
    neededVersion: () => null,
    changed: () => {},
    notice: () => {},
  });
  return {
    ...{ clock, server, store, settings, session, playStatus },
    remember: store.remember,
    watch() {
      const controller = new AbortController();
      playStatus.watch(controller.signal);
      return () => controller.abort();
    },
  };
}

function createFakeServer() {
  let failure: "offline" | "defect" | null = null;
  let runs = 0;
  const written: RomId[] = [];
  const server: PlayStatusServer = {
    readVersion: async () => "5.2.0",
    refreshAwards: async () => {},
    async fetchAwards() {
      runs += 1;
      if (failure === "offline")
        throw new RommError("offline", "RomM cannot be reached.", { didArrive: false });
      if (failure === "defect") throw new TypeError("A defect.");
      return { progress: [progressOn(7, "mastered")], hasName: true, newestEarnedAtMs: null, unreadable: 0 };
    },
    listRoms: async () => [romWith(1, 7, written.length > 0 ? "completed_100" : null)],
    setStatus: async ({ romId }) => void written.push(romId),
  };
  return {
    ...server,
    written,
    runs: () => runs,
    breaks(next: typeof failure) {
      failure = next;
    },
  };
}

function createFakeStore() {
  let state: SavepointState = {
    activeAccount: accountId,
    accounts: {
      [accountId]: {
        ...{ origin: "http://romm.lan", username: "ash", deviceId: null, deviceName: "Deck" },
        ...{ serverVersion: "5.2.0", clearedAtMs: null, shortcut_registry: {}, units: {} },
      },
    },
    lastWriterByPath: {},
  };
  const store = {
    isReadOnly: false,
    current: () => state,
    async update(change: (state: SavepointState) => SavepointState) {
      if (store.isReadOnly) throw new StateReadOnly("Written by a newer version.");
      state = change(state);
    },
    remember(playStatus: PlayStatusMemory) {
      const account = state.accounts[accountId];
      if (account) state = { ...state, accounts: { [accountId]: { ...account, playStatus } } };
    },
  };
  return store;
}

/** Waits end when the time is moved past them, in their order. */
function createManualClock() {
  let nowMs = Date.UTC(2026, 0, 1);
  let waiting: { atMs: number; end: () => void }[] = [];
  const waits: number[] = [];
  const clock: Clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const one = { atMs: nowMs + ms, end: resolve };
        waits.push(ms);
        waiting.push(one);
        signal?.addEventListener("abort", () => {
          waiting = waiting.filter((other) => other !== one);
          resolve();
        });
      }),
  };
  return {
    ...clock,
    waits,
    pending: () => waiting.length,
    async advance(ms: number): Promise<void> {
      const untilMs = nowMs + ms;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        nowMs = next.atMs;
        waiting = waiting.filter((other) => other !== next);
        next.end();
      }
      nowMs = untilMs;
    },
  };
}

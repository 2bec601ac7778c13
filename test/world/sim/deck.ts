import type { SyncLine } from "../../../backend/contract/sync.ts";
import { RommError } from "../../../backend/core/romm-error.ts";
import type { SavepointState } from "../../../backend/core/state.ts";
import type { StateStore } from "../../../backend/core/state-store.ts";
import { unitIdOf } from "../../../backend/core/units.ts";
import type { AccountId, AppId, DeviceId, Slot, UnitId } from "../../../backend/core/vocabulary.ts";
import { hashFile } from "../../../backend/files/hash-file.ts";
import { createKeptCopies } from "../../../backend/history/kept-copies.ts";
import { createLeases } from "../../../backend/launch/leases.ts";
import type { Clock } from "../../../backend/machine/clock.ts";
import type { Log } from "../../../backend/machine/log.ts";
import { createSyncEngine, type SyncEngine } from "../../../backend/sync/engine.ts";
import { createGate } from "../../../backend/sync/gate.ts";
import type { Purpose } from "../../../backend/sync/unit/record.ts";
import { type CrashingDisk, createCrashingDisk, PowerLoss } from "../disk/crashing-disk.ts";
import type { SimServer } from "./server.ts";
import type { Trouble } from "./story.ts";

const account = "sim#1" as AccountId;
const appId = 1 as AppId;
const savePath = "/card/saves/Game.srm";

/** One Deck of the simulation: the real engine on a disk and a state in memory. */
export interface SimDeck {
  name: string;
  unitId: UnitId;
  engine(): SyncEngine;
  isOnline: boolean;
  isRunning: boolean;
  /** Of the last look. */
  lastReason: string | null;
  /** The save as it was when the last look ended. */
  lastLocal: string | null;
  play(session: string): Promise<void>;
  remove(): Promise<void>;
  save(): Promise<string | null>;
  keptCopies(): Promise<string[]>;
  sync(purpose: Purpose, trouble: Trouble): Promise<SyncLine | null>;
  launch(trouble: Trouble, play: () => Promise<void>): Promise<void>;
  restart(choices?: number): void;
  setMounted(isMounted: boolean): Promise<void>;
  /** The state of some updates ago, as recovered from a backup. */
  recoverState(): void;
}

interface DeckDeps {
  name: string;
  server: SimServer;
  clock: Clock;
  /** The engine put other bytes in the place of a save. */
  onReplace: (before: string | null, after: string) => void;
  /** Lets another Deck act in the middle of a request. */
  meanwhile: (trouble: Trouble & { kind: "meanwhile" }) => Promise<void>;
}

export async function createSimDeck({
  name,
  server,
  clock,
  meanwhile,
  onReplace,
}: DeckDeps): Promise<SimDeck> {
  const deviceId = server.register(name);
  const slot = "autosave" as Slot;
  const unitId = unitIdOf(server.romId, slot, savePath);
  let disk = createCrashingDisk();
  await disk.makeFolder("/card/saves");
  await disk.makeFolder("/data");
  await disk.syncFolder("/");
  await disk.syncFolder("/card");
  let state = firstState(deviceId, server, unitId);
  const past: SavepointState[] = [state];
  let trouble: Trouble = { kind: "none" };
  let requests = 0;
  let ids = 0;
  let leases = createLeases(clock);
  let engine = start();

  const store: StateStore = {
    current: () => state,
    async update(change) {
      await Promise.resolve();
      if (disk.isOff()) throw new PowerLoss("The power went before the state was written.");
      await disk.stat("/data"); // A step of its own: the power may go before every write of the state.
      const next = change(state);
      if (next !== state) past.push(next);
      state = next;
    },
  };

  function start(): SyncEngine {
    leases = createLeases(clock);
    const on = disk;
    const deck = { isRunning: () => self?.isRunning === true };
    return createSyncEngine({
      store: { current: () => state, update: (change) => store.update(change) },
      session: () => ({
        accountId: account,
        deviceId,
        server: server.forDeck(around),
        trustsZipHashes: true,
      }),
      disk: { ...on, rename: replaceOn(on) },
      clock,
      log: silent,
      hashFile: (path, signal) => hashFile(on, path, signal),
      keptCopies: createKeptCopies(
        { disk: on, clock, hashFile: (path, signal) => hashFile(on, path, signal), newId },
        "/data/history",
      ),
      fence: { isRunning: async () => deck.isRunning(), isLeased: (id) => leases.isLeased(id) },
      activity: { append: async () => {} },
      settings: () => ({ autocleanupLimit: 10 }),
      newId,
      changed: () => {},
      notice: () => {},
      progressed: () => {},
    });
  }

  /** Sees every save that the engine replaces. */
  function replaceOn(on: CrashingDisk): CrashingDisk["rename"] {
    return async (from, to) => {
      if (to !== savePath) return await on.rename(from, to);
      const [before, after] = [textOf(await on.read(to)), textOf(await on.read(from))];
      await on.rename(from, to);
      onReplace(before, after ?? "");
    };
  }

  function newId(): string {
    return `${name}-${ids++}`;
  }

  async function around(work: () => unknown): Promise<unknown> {
    await Promise.resolve();
    if (disk.isOff()) throw new PowerLoss("No request leaves a machine without power.");
    const number = requests++;
    if (!self.isOnline) throw new RommError("offline", "unplugged", { didArrive: false });
    if ("at" in trouble && trouble.at === number) {
      if (trouble.kind === "refused") throw new RommError("offline", "refused", { didArrive: false });
      if (trouble.kind === "meanwhile") await meanwhile(trouble);
      if (trouble.kind === "game-starts") self.isRunning = true;
      if (trouble.kind === "answer-lost") {
        work();
        throw new RommError("timeout", "the answer was lost");
      }
    }
    return work();
  }

  async function sync(purpose: Purpose, next: Trouble): Promise<SyncLine | null> {
    trouble = next;
    requests = 0;
    if (next.kind === "power-loss") disk.losePowerBefore(next.at);
    try {
      const line = await engine.syncUnit(unitId, purpose, createGate());
      self.lastReason = line?.reason ?? null;
      self.lastLocal = await self.save();
      return line;
    } catch (error) {
      if (!(error instanceof PowerLoss) && !disk.isOff()) throw error;
      return null;
    } finally {
      if (disk.isOff()) self.restart(next.kind === "power-loss" ? next.choices : 0);
      disk.losePowerBefore(Number.POSITIVE_INFINITY);
      trouble = { kind: "none" };
    }
  }

  const self: SimDeck = {
    name,
    unitId,
    engine: () => engine,
    isOnline: true,
    isRunning: false,
    lastReason: null,
    lastLocal: null,
    sync,
    save: async () =>
      textOf((await disk.read(savePath)) ?? (await disk.read(savePath.replace("/card", "/unmounted")))),
    async play(session) {
      const before = textOf(await disk.read(savePath)) ?? "";
      await writeDurably(disk, `${before}${session}\n`);
    },
    async remove() {
      if ((await disk.stat("/card/saves")) === null) return;
      await disk.remove(savePath);
      await disk.syncFolder("/card/saves");
    },
    async launch(next, play) {
      await sync("launch", next);
      leases.open(unitId);
      self.isRunning = true;
      await play();
      self.isRunning = false;
      leases.close(unitId);
      await sync("exit", { kind: "none" });
    },
    async keptCopies() {
      const names = (await disk.list("/data/history")) ?? [];
      const saves = names.filter((file) => file.endsWith(".save"));
      return Promise.all(saves.map(async (file) => textOf(await disk.read(`/data/history/${file}`)) ?? ""));
    },
    restart(choices = 0) {
      disk = disk.isOff() ? disk.afterPowerLoss(chooser(choices)) : disk;
      self.isRunning = false;
      engine = start();
    },
    async setMounted(isMounted) {
      const [from, to] = isMounted ? ["/unmounted", "/card"] : ["/card", "/unmounted"];
      if ((await disk.stat(from)) === null) return;
      await disk.rename(from, to);
      await disk.syncFolder("/");
    },
    recoverState() {
      const older = past[Math.max(0, past.length - 4)] ?? state;
      state = unproven(older);
      engine = start();
    },
  };
  return self;
}

async function writeDurably(disk: CrashingDisk, text: string): Promise<void> {
  const path = `${savePath}.emulator`;
  const file = await disk.create(path);
  await file.write(new TextEncoder().encode(text));
  await file.sync();
  await file.close();
  await disk.rename(path, savePath);
  await disk.syncFolder("/card/saves");
}

function firstState(deviceId: DeviceId, server: SimServer, unitId: UnitId): SavepointState {
  const rom = { romId: server.romId, platformSlug: "gba", fsName: "Game.gba" };
  return {
    activeAccount: account,
    lastWriterByPath: {},
    accounts: {
      [account]: {
        origin: "sim",
        username: "player",
        deviceId,
        deviceName: "Deck",
        serverVersion: "5.2.0",
        clearedAtMs: null,
        shortcut_registry: { [appId]: { appId, name: "Game", unitId, launch: null, registeredAtMs: 0 } },
        units: {
          [unitId]: {
            unitId,
            rom,
            slot: "autosave" as Slot,
            location: { kind: "file", path: savePath, emulator: "retroarch" },
            isTracked: true,
            baseline: null,
            seen: {},
            marks: {},
            postponed: null,
          },
        },
      },
    },
  };
}

/** As every recovery leaves it: nothing is sent on the word of an old baseline, and no old mark is believed. */
function unproven(state: SavepointState): SavepointState {
  const accounts = Object.entries(state.accounts).map(([id, one]) => {
    const units = Object.entries(one.units).map(([unitId, unit]) => {
      const baseline = unit.baseline && { ...unit.baseline, isProven: false };
      return [unitId, { ...unit, baseline, marks: { pending: { sinceMs: 0 } } }] as const;
    });
    return [id, { ...one, units: Object.fromEntries(units) }] as const;
  });
  return { ...state, accounts: Object.fromEntries(accounts) };
}

/** Repeatable "random" choices from one number. */
function chooser(seed: number): (below: number) => number {
  let value = seed + 1;
  return (below) => {
    value = (Math.imul(value, 1103515245) + 12345) >>> 0;
    return Math.floor((value / 2 ** 32) * below);
  };
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes && new TextDecoder().decode(bytes);
}

const silent: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

import { existsSync, type FSWatcher, mkdtempSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { type Romm, startRomm } from "../world/romm/server.ts";
import {
  BackendGone,
  type BackendProcess,
  type DeckFolders,
  makeDeckFolders,
  startBackend,
} from "./backend-process.ts";

/** Where a kill fell, as the files and the answers tell afterwards. */
export interface TortureReport {
  rounds: number;
  /** Answered changes, all of them found again. */
  acknowledged: number;
  /** The temporary file was left: between its creation and the rename. */
  beforeRename: number;
  /** The new state stood there and its change was not answered: between the rename and the answer. */
  afterRename: number;
  /** The change in flight had not reached the disk, or none was in flight. */
  elsewhere: number;
}

interface Change {
  appId: number;
  isRegistered: boolean;
}

/** Round by round: the temporary file was made, any moment, again, the new file was put in place. */
const awaitedFiles = ["state.json.tmp", null, "state.json.tmp", "state.json"];

const standingCount = 60;
const changingCount = 40;
const mostChangesBefore = 8;
const firstAppId = 0x80000000;

/**
 * The real backend registers and unregisters shortcuts without a pause and is killed with SIGKILL, again and again. Law:
 * what the next start finds is the state acknowledged last or the one in flight, and it is found in `state.json` itself.
 * Throws with the round's facts where that does not hold.
 */
export async function torture(p: { rounds: number; seed: number }): Promise<TortureReport> {
  const root = mkdtempSync(join(tmpdir(), "savepoint-torture-"));
  const romm = await startRomm({ folder: join(root, "romm") });
  const random = createRandom(p.seed);
  const folders = makeDeckFolders(join(root, "deck"));
  const report = { rounds: p.rounds, acknowledged: 0, beforeRename: 0, afterRename: 0, elsewhere: 0 };
  const backends: BackendProcess[] = [];
  try {
    let registered = await prepare(romm, folders);
    for (let round = 0; round < p.rounds; round++) {
      const backend = startBackend(folders);
      backends.push(backend);
      const work = await changeUntilKilled(backend, {
        folders,
        registered,
        random,
        awaited: awaitedFiles[round % 4] ?? null,
      });
      report.acknowledged += work.acknowledged;
      const isTorn = existsSync(join(folders.runtime, "state.json.tmp"));
      const found = await findAfterwards(folders, backends);
      const isInFlight = checkFound({ round, seed: p.seed, found, registered, inFlight: work.inFlight });
      if (isTorn) report.beforeRename++;
      else if (isInFlight) report.afterRename++;
      else report.elsewhere++;
      registered = found;
    }
    return report;
  } finally {
    await Promise.all(backends.map((backend) => backend.killHard()));
    await romm.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Signs in and registers the shortcuts that stay, so that the state has the size of a player's. */
export async function prepare(romm: Romm, folders: DeckFolders): Promise<Set<number>> {
  for (let number = 0; number < standingCount + changingCount; number++) {
    romm.addRom({ platform: "snes", fsName: `Game ${number}.sfc` });
  }
  const backend = startBackend(folders);
  const connected = await backend.api.connect({
    origin: romm.origin,
    credentials: { kind: "token", token: romm.token },
  });
  if (!connected.ok) throw new Error(`The sign-in failed: ${JSON.stringify(connected.error)}`);
  const numbers = Array.from({ length: standingCount }, (_, number) => number);
  const registered = await backend.api.registerShortcuts({
    bindings: numbers.map((number) => bindingOf(folders, number)),
  });
  if (!registered.ok) throw new Error(`The registration failed: ${JSON.stringify(registered.error)}`);
  await backend.close();
  return new Set(numbers.map((number) => firstAppId + number));
}

/** The same number is the same game everywhere; those below 60 are registered by `prepare`. */
export function bindingOf({ saves }: DeckFolders, number: number) {
  return {
    appId: (firstAppId + number) as AppId,
    romId: (number + 1) as RomId,
    name: `Game ${number}`,
    save: { kind: "file" as const, path: join(saves, `Game ${number}.srm`), emulator: "snes9x" },
  };
}

/** Changes `registered` with every answer; returns when the process is gone and all its answers were read. */
async function changeUntilKilled(
  backend: BackendProcess,
  p: { folders: DeckFolders; registered: Set<number>; random: () => number; awaited: string | null },
): Promise<{ acknowledged: number; inFlight: Change | null }> {
  const changesBefore = Math.floor(p.random() * mostChangesBefore);
  let killed = Promise.resolve();
  let inFlight: Change | null = null;
  let acknowledged = 0;
  await backend.api.listShortcuts({}); // It has the lock and the state.
  try {
    for (;;) {
      if (acknowledged === changesBefore) killed = killAtMoment(backend, p);
      const number = standingCount + Math.floor(p.random() * changingCount);
      const change = { appId: firstAppId + number, isRegistered: !p.registered.has(firstAppId + number) };
      inFlight = change;
      await carryOut(backend, change, bindingOf(p.folders, number));
      apply(p.registered, change);
      inFlight = null;
      acknowledged++;
    }
  } catch (error) {
    if (!(error instanceof BackendGone)) throw error;
  }
  await killed;
  return { acknowledged, inFlight };
}

async function carryOut(
  backend: BackendProcess,
  change: Change,
  binding: ReturnType<typeof bindingOf>,
): Promise<void> {
  const outcome = change.isRegistered
    ? await backend.api.registerShortcuts({ bindings: [binding] })
    : await backend.api.unregisterShortcuts({ appIds: [binding.appId] });
  if (!outcome.ok) throw new Error(`A change was refused: ${JSON.stringify(outcome.error)}`);
}

/** In most rounds at the moment a file appears. */
async function killAtMoment(
  backend: BackendProcess,
  { folders, random, awaited }: { folders: DeckFolders; random: () => number; awaited: string | null },
): Promise<void> {
  if (awaited) await appearance(folders.runtime, awaited);
  else await sleep(random() * 30);
  await backend.killHard();
}

function appearance(folder: string, awaited: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher: FSWatcher = watch(folder, (_, name) => {
      if (name !== awaited) return;
      watcher.close();
      resolve();
    });
  });
}

/** What the next start says. It must not have needed its backup: a crash never does. */
async function findAfterwards(folders: DeckFolders, backends: BackendProcess[]): Promise<Set<number>> {
  const backend = startBackend(folders);
  backends.push(backend);
  const { registry } = await backend.api.getOverview({});
  const shortcuts = await backend.api.listShortcuts({});
  if (registry.kind !== "current")
    throw new Error(`The state was not found in its file: ${JSON.stringify(registry)}`);
  await backend.close();
  return new Set(shortcuts.map((shortcut) => shortcut.appId));
}

/** True: the change in flight is there. */
function checkFound(p: {
  round: number;
  seed: number;
  found: Set<number>;
  registered: Set<number>;
  inFlight: Change | null;
}): boolean {
  if (isSame(p.found, p.registered)) return false;
  const withChange = new Set(p.registered);
  if (p.inFlight) apply(withChange, p.inFlight);
  if (isSame(p.found, withChange)) return true;
  const [expected, found] = [p.registered, p.found].map((set) => [...set].sort());
  throw new Error(
    `An acknowledged change was lost: ${JSON.stringify({ ...p, registered: expected, found })}`,
  );
}

function apply(registered: Set<number>, { appId, isRegistered }: Change): void {
  if (isRegistered) registered.add(appId);
  else registered.delete(appId);
}

function isSame(a: Set<number>, b: Set<number>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

/** Mulberry32: a seed is enough to choose the same changes again, if not the same moments. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

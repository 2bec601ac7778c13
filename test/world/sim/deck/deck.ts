import type { Conflict } from "../../../../backend/contract/saves/conflict.ts";
import type { HeldChoice } from "../../../../backend/contract/saves/held.ts";
import type { SyncLine, SyncReport } from "../../../../backend/contract/saves/sync.ts";
import { pathsOf } from "../../../../backend/core/places.ts";
import { RommError } from "../../../../backend/core/romm-error.ts";
import type { Marks, SavepointState, Unit } from "../../../../backend/core/state.ts";
import type { StateStore } from "../../../../backend/core/state-store.ts";
import type { AppId, SaveLocation } from "../../../../backend/core/vocabulary.ts";
import { createFileHashing } from "../../../../backend/files/file-hashing.ts";
import { createKeptCopies } from "../../../../backend/history/kept-copies.ts";
import { createLeases } from "../../../../backend/launch/leases.ts";
import type { Clock } from "../../../../backend/machine/clock.ts";
import type { Disk } from "../../../../backend/machine/disk.ts";
import type { Log } from "../../../../backend/machine/log.ts";
import { createSyncEngine, type SyncEngine } from "../../../../backend/sync/engine.ts";
import { createGate } from "../../../../backend/sync/gate.ts";
import type { Purpose } from "../../../../backend/sync/unit/record.ts";
import { createCrashingDisk, PowerLoss } from "../../disk/crashing-disk.ts";
import { createDraw } from "../draw-story.ts";
import type { CrashPhase } from "../minima.ts";
import type { RequestKind, SimGame, SimServer, Visitor } from "../server.ts";
import type { Choice, Story, Trouble } from "../story.ts";
import { accountIdOf, firstState, locationOf, mapAccounts, unitIdOfGame, unproven } from "./deck-state.ts";
import { readSave, removeSave, textOf, writeSave } from "./save-files.ts";

/** One Deck of the simulation: the real engine on a disk and a state in memory. Games and accounts count from 0. */
export interface SimDeck {
  name: string;
  isOnline: boolean;
  /** Wall clock against the world's, in milliseconds. */
  skewMs: number;
  account(): number;
  signIn(account: number): void;
  unit(game: number): Unit | null;
  /** Null: none, or half exchanged. Throws where a set is a mix and no mark says so. */
  save(game: number): Promise<string | null>;
  /** An exchange of a set's files was cut short, and the engine has not looked since. */
  isHalf(game: number): boolean;
  /** Ends it, as every start of the backend does. */
  settle(): Promise<void>;
  write(game: number, text: string): Promise<void>;
  remove(game: number): Promise<void>;
  keptCopies(): Promise<string[]>;
  sync(game: number, purpose: Purpose, trouble: Trouble): Promise<SyncLine | null>;
  /** The launch was let go: until it ends, the game runs. */
  startPlaying(game: number): void;
  questions(): Conflict[];
  answer(game: number, question: Conflict, choice: Choice): Promise<SyncReport | null>;
  stopPlaying(): void;
  /** What a game loaded that started while its save was about to be replaced; null: none did. Forgotten when asked. */
  takeLoaded(): { game: number; text: string | null } | null;
  restart(): void;
  setMounted(isMounted: boolean): Promise<void>;
  setTracked(game: number, isTracked: boolean): Promise<void>;
  /** The player switched this device off on RomM's devices page, or on again. */
  setPaused(isPaused: boolean): void;
  syncAll(): Promise<SyncLine[]>;
  /** The games that the brake holds. */
  held(): number[];
  release(game: number, choice: HeldChoice): Promise<SyncLine[]>;
  /** The state of some updates ago, as recovered from a backup. */
  recoverState(updates: number): void;
}

/** Whoever keeps the books hears of everything that a Deck does. */
export interface DeckWatch {
  onUpload: Visitor["onUpload"];
  onOverwrite: Visitor["onOverwrite"];
  /** A sync came to its end, and this stood there when it began. */
  onLook: (text: string | null) => void;
  /** The engine put other bytes in the place of a save. */
  onReplace: (game: number, before: string | null, after: string) => void;
  onMark: (mark: string) => void;
  /** `seen` stood there when the sync began; nobody knows whether the account got to see it. */
  onCrash: (phase: CrashPhase, seen: string | null) => void;
  /** Nobody waits for this upload any more, and it may still arrive. */
  onDelayed: (arrive: () => unknown) => void;
  onRaced: (game: number) => void;
  /** Lets another Deck act in the middle of a request. */
  meanwhile: (trouble: Trouble & { kind: "meanwhile" }) => Promise<void>;
}

interface DeckDeps {
  name: string;
  story: Story;
  server: SimServer;
  clock: Clock;
  watch: DeckWatch;
}

export async function createSimDeck({ name, story, server, clock, watch }: DeckDeps): Promise<SimDeck> {
  const { games } = server;
  const deviceIds = Array.from({ length: story.accountCount }, (_, one) => server.register(one, name));
  let disk = createCrashingDisk();
  await disk.makeFolder("/card/saves");
  await disk.makeFolder("/data");
  await disk.syncFolder("/");
  await disk.syncFolder("/card");
  let state = firstState({ deviceIds, games, serverVersion: story.version });
  const past: SavepointState[] = [state];
  /** What stood there before the files of a set were exchanged, by game. */
  const standing = new Map<number, string | null>();
  let account = 0;
  let runningGame: number | null = null;
  let loaded: ReturnType<SimDeck["takeLoaded"]> = null;
  let trouble: Trouble = { kind: "none" };
  let round = newRound(0);
  let ids = 0;
  const newId = () => `${name}-${ids++}`;
  const deckClock: Clock = { ...clock, now: () => clock.now() + self.skewMs };
  let leases = createLeases(deckClock);

  const unitOf = (of: SavepointState, game: number): Unit | null => {
    const one = games[game];
    return (one && of.accounts[accountIdOf(account)]?.units[unitIdOfGame(one)]) ?? null;
  };
  const placeOf = (game: number) => locationOf(gameAt(games, game));

  const store: StateStore = {
    current: () => state,
    async update(change) {
      await disk.stat("/data"); // A step of its own: the power may go before every write of the state.
      const next = change(state);
      if (next === state) return;
      for (const game of games.keys())
        if (!isHalf(game) && isHalf(game, next)) standing.set(game, await read(game));
      noteMarks(unitOf(state, round.game)?.marks ?? {}, unitOf(next, round.game)?.marks ?? {});
      past.push(next);
      state = next;
      for (const game of standing.keys()) if (!isHalf(game)) await noteExchange(game);
    },
  };

  const read = (game: number) => readSave(disk, placeOf(game));

  /** A mark says that the files of a set are being exchanged, whosever unit it is. */
  function isHalf(game: number, { accounts } = state): boolean {
    const id = unitIdOfGame(gameAt(games, game));
    return Object.values(accounts).some(({ units }) => units[id]?.marks.swap !== undefined);
  }

  async function noteExchange(game: number): Promise<void> {
    const before = standing.get(game) ?? null;
    standing.delete(game);
    const after = await read(game);
    if (after !== null && after !== before) watch.onReplace(game, before, after);
  }

  function noteMarks(before: Marks, after: Marks): void {
    const known = new Map<string, unknown>(Object.entries(before));
    for (const [mark, value] of Object.entries(after)) {
      if (known.get(mark) === value) continue;
      watch.onMark(mark);
      if (mark === "sent") round.hasPosted = false;
    }
    if (after.incoming?.isRaced) watch.onRaced(round.game);
  }

  function start(): SyncEngine {
    leases = createLeases(deckClock);
    const on = disk;
    const watched = { ...on, create: watchedCreate(on) };
    const hashing = createFileHashing(watched);
    return createSyncEngine({
      store,
      session: () => ({
        accountId: accountIdOf(account),
        deviceId: deviceIds[account] ?? gone(),
        server: server.forDeck({ account, around, ...watch }),
        trustsZipHashes: server.rules.traits.hashesZipEntries,
      }),
      disk: { ...watched, rename: watchedRename(on) },
      clock: deckClock,
      log: silent,
      ...hashing,
      keptCopies: createKeptCopies({ disk: watched, clock: deckClock, newId, ...hashing }, "/data/history"),
      fence: {
        isRunning: async ({ unitId }) =>
          runningGame !== null && unitIdOfGame(gameAt(games, runningGame)) === unitId,
        isLeased: (id) => leases.isLeased(id),
      },
      activity: { append: async () => {} },
      settings: () => ({ autocleanupLimit: story.autocleanupLimit }),
      newId,
      changed: () => {},
      notice: () => {},
      progressed: () => {},
    });
  }

  /** Sees every save that the engine replaces. */
  function watchedRename(on: Disk): Disk["rename"] {
    return async (from, to) => {
      const game = games.findIndex((one) => pathsOf(locationOf(one)).includes(to));
      if (game < 0) return await on.rename(from, to);
      const isSet = isHalf(game);
      const before = isSet ? (standing.get(game) ?? null) : await readSave(on, placeOf(game));
      if (trouble.kind === "game-starts-late") {
        runningGame = game;
        loaded = { game, text: before };
      }
      await on.rename(from, to);
      round.renamed = from;
      // A set is judged when all its files stand.
      if (!isSet) watch.onReplace(game, before, (await readSave(on, placeOf(game))) ?? "");
    };
  }

  function watchedCreate(on: Disk): Disk["create"] {
    return (path, options) => {
      if (path.includes(".savepoint-")) round.hasStaged = true;
      else if (path.startsWith("/data/history/")) round.hasKept = true;
      return on.create(path, options);
    };
  }

  async function around(work: () => unknown, kind: RequestKind): Promise<unknown> {
    await Promise.resolve();
    if (disk.isOff()) throw new PowerLoss("No request leaves a machine without power.");
    const number = round.requests++;
    if (!self.isOnline) throw new RommError("offline", "unplugged", { didArrive: false });
    if ("at" in trouble && trouble.at === number) {
      if (trouble.kind === "refused") throw new RommError("offline", "refused", { didArrive: false });
      if (trouble.kind === "delayed") {
        if (kind === "upload") watch.onDelayed(work);
        throw new RommError("timeout", "it stands in a proxy");
      }
      if (trouble.kind === "meanwhile") await watch.meanwhile(trouble);
      if (trouble.kind === "game-starts") runningGame = round.game;
      if (trouble.kind === "answer-lost") {
        work();
        throw new RommError("timeout", "the answer was lost");
      }
    }
    const answer = work();
    round.hasPosted = true;
    if (trouble.kind === "dies-after" && trouble.at === number) disk.losePowerBefore(0);
    return answer;
  }

  /** Where the work stood, by what the state and the disk hold. */
  function phase(): CrashPhase {
    const marks = unitOf(state, round.game)?.marks ?? {};
    if (marks.swap && round.renamed !== null) return "while the files of a set are exchanged";
    if (marks.incoming) {
      return marks.incoming.stagedPath === round.renamed
        ? "between the rename and the baseline"
        : "between the incoming mark and the rename";
    }
    if (marks.sent)
      return round.hasPosted ? "between the POST and the record" : "between the sent mark and the POST";
    if (marks.confirm) return "between the baseline and the confirm";
    if (round.hasStaged) return "while staging";
    return round.hasKept ? "while a copy is kept" : "while looking";
  }

  function losePower(choices: number | null): void {
    disk = disk.afterPowerLoss(choices === null ? (below) => below - 1 : createDraw(choices));
    self.restart();
  }

  async function sync(game: number, purpose: Purpose, next: Trouble): Promise<SyncLine | null> {
    trouble = next;
    round = newRound(game);
    const seen = isHalf(game) ? null : await read(game);
    if (next.kind === "dies") disk.losePowerBefore(next.at);
    try {
      const line = await engine.syncUnit(unitIdOfGame(gameAt(games, game)), purpose, createGate());
      watch.onLook(seen);
      return line;
    } catch (error) {
      if (!(error instanceof PowerLoss) && !disk.isOff()) throw error;
      return null;
    } finally {
      if (disk.isOff()) {
        watch.onCrash(phase(), seen);
        losePower(next.kind === "dies" ? next.choices : null);
      }
      disk.losePowerBefore(Number.POSITIVE_INFINITY);
      trouble = { kind: "none" };
    }
  }

  const self: SimDeck = {
    name,
    isOnline: true,
    skewMs: 0,
    account: () => account,
    signIn(next) {
      if (next === account) return;
      account = next;
      state = { ...state, activeAccount: accountIdOf(next) };
      engine.forgetAll();
    },
    unit: (game) => unitOf(state, game),
    sync,
    isHalf: (game) => isHalf(game),
    settle: () => engine.settle(),
    save: async (game) => {
      const place = placeOf(game);
      if (isHalf(game)) return null;
      return (await readSave(disk, place)) ?? (await readSave(disk, onUnmounted(place)));
    },
    write: (game, text) => writeSave(disk, placeOf(game), text),
    remove: (game) => removeSave(disk, placeOf(game)),
    startPlaying(game) {
      leases.open(unitIdOfGame(gameAt(games, game)));
      runningGame = game;
    },
    takeLoaded() {
      const taken = loaded;
      loaded = null;
      return taken;
    },
    questions: () => engine.listConflicts(),
    async answer(game, { conflictId }, choice) {
      round = newRound(game);
      const outcome = await engine.resolveConflicts([{ conflictId, choice }]);
      return outcome.ok ? outcome.value : null;
    },
    async keptCopies() {
      const names = (await disk.list("/data/history")) ?? [];
      const saves = names.filter((file) => file.endsWith(".save"));
      return Promise.all(saves.map(async (file) => textOf(await disk.read(`/data/history/${file}`)) ?? ""));
    },
    stopPlaying() {
      if (runningGame !== null) leases.close(unitIdOfGame(gameAt(games, runningGame)));
      runningGame = null;
    },
    restart() {
      runningGame = null;
      loaded = null;
      engine = start();
    },
    async setMounted(isMounted) {
      const [from, to] = isMounted ? ["/unmounted", "/card"] : ["/card", "/unmounted"];
      if ((await disk.stat(from)) === null) return;
      await disk.rename(from, to);
      await disk.syncFolder("/");
    },
    async setTracked(game, isTracked) {
      round = newRound(game);
      await engine.setTracking((game + 1) as AppId, isTracked);
    },
    setPaused(isPaused) {
      state = mapAccounts(state, ({ isPaused: _before, ...one }) => (isPaused ? { ...one, isPaused } : one));
    },
    async syncAll() {
      round = newRound(0);
      for (const game of games.keys()) watch.onLook(isHalf(game) ? null : await read(game));
      const outcome = await engine.syncAll({ isDryRun: false });
      return outcome.ok ? outcome.value.lines : [];
    },
    held: () => engine.listHeld().map(({ unitId }) => games.findIndex((one) => unitIdOfGame(one) === unitId)),
    async release(game, choice) {
      round = newRound(game);
      const outcome = await engine.releaseHeld([unitIdOfGame(gameAt(games, game))], choice);
      return outcome.ok ? outcome.value.lines : [];
    },
    recoverState(updates) {
      const older = unproven(past.at(-1 - updates) ?? state);
      // Whatever recovers the registry keeps what is known of the files' writers.
      const lastWriterByPath = { ...older.lastWriterByPath, ...state.lastWriterByPath };
      state = { ...older, lastWriterByPath, activeAccount: accountIdOf(account) };
      standing.clear();
      self.restart();
    },
  };
  let engine = start();
  return self;
}

/** What one sync came to so far. */
function newRound(game: number) {
  const renamed: string | null = null;
  return {
    game,
    requests: 0,
    hasStaged: false,
    hasKept: false,
    hasPosted: false,
    renamed: renamed as string | null,
  };
}

function gameAt(games: SimGame[], game: number): SimGame {
  const one = games[game % games.length];
  if (!one) throw new Error(`No game ${game}.`);
  return one;
}

function gone(): never {
  throw new Error("A Deck without a device.");
}

function onUnmounted(place: SaveLocation): SaveLocation {
  return place.kind === "file"
    ? { ...place, path: place.path.replace("/card", "/unmounted") }
    : { ...place, folder: place.folder.replace("/card", "/unmounted") };
}

const silent: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

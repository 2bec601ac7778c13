import type { SyncError, SyncLine, SyncReport } from "../../../../backend/contract/saves/sync.ts";
import { isRacedPull, swapOf } from "../../../../backend/core/marks/pull.ts";
import type { Marks } from "../../../../backend/core/marks.ts";
import { RommError } from "../../../../backend/core/romm-error.ts";
import type { SaveRow } from "../../../../backend/core/save-row.ts";
import { claimsOf } from "../../../../backend/core/shapes/shapes.ts";
import type { SavepointState, Unit } from "../../../../backend/core/state.ts";
import type {
  AppId,
  Outcome,
  RomId,
  SaveLocation,
  Sha256,
  Slot,
  UnitId,
} from "../../../../backend/core/vocabulary.ts";
import { createFileHashing } from "../../../../backend/files/file-hashing.ts";
import { createKeptCopies } from "../../../../backend/history/kept-copies.ts";
import { createLeases } from "../../../../backend/launch/leases.ts";
import type { Clock } from "../../../../backend/machine/clock.ts";
import type { Disk } from "../../../../backend/machine/disk.ts";
import type { Log, LogFacts, LogScope } from "../../../../backend/machine/log.ts";
import type { ContentRef } from "../../../../backend/ports/activity-log.ts";
import type { KeptCopyStore } from "../../../../backend/ports/kept-copies.ts";
import type { StateStore } from "../../../../backend/ports/state-store.ts";
import { createSyncEngine, type SyncEngine } from "../../../../backend/sync/engine.ts";
import type { Purpose } from "../../../../backend/sync/look/record.ts";
import type { SlotWish } from "../../../../backend/sync/slots/choose-target.ts";
import { createGate } from "../../../../backend/work/gate.ts";
import { createCrashingDisk, PowerLoss } from "../../disk/crashing-disk.ts";
import { createDraw } from "../draw-story.ts";
import type { RequestKind } from "../server/sim-server.ts";
import type { Trouble } from "../story.ts";
import { mountCard, readCard } from "./card.ts";
import {
  accountIdOf,
  firstState,
  gameAt,
  locationOf,
  mapAccounts,
  onUnmounted,
  unitIdOfGame,
  unproven,
} from "./deck-state.ts";
import { createOwnActs } from "./own-acts.ts";
import { marksOf, newRound, phaseOf, watchCreate } from "./round.ts";
import { readSave, removeSave, textOf, writeSave } from "./save-files.ts";
import type { DeckDeps, SimDeck } from "./sim-deck.ts";

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
  let sleptMs = 0;
  const newId = () => `${name}-${ids++}`;
  const deckClock: Clock = {
    ...clock,
    now: () => clock.now() + self.skewMs,
    monotonic: () => clock.monotonic() - sleptMs,
  };
  let leases = createLeases(deckClock);
  let keptCopies: KeptCopyStore;

  const unitOf = (of: SavepointState, game: number): Unit | null => {
    const one = games[game];
    return (one && of.accounts[accountIdOf(account)]?.units[unitIdOfGame(one)]) ?? null;
  };
  const placeOf = (game: number) => locationOf(gameAt(games, game));

  const store: StateStore = {
    current: () => state,
    async update(change) {
      await disk.stat("/data"); // A step of its own: the power may go before every write of the state.
      for (const game of games.keys())
        if (!isHalf(game) && isHalf(game, change(state))) standing.set(game, await read(game));
      const next = change(state);
      if (next === state) return;
      noteMarks(unitOf(state, round.game), unitOf(next, round.game));
      past.push(next);
      state = next;
      for (const game of standing.keys()) if (!isHalf(game)) await noteExchange(game);
    },
  };

  const read = (game: number) => readSave(disk, placeOf(game));

  /** A mark says that the files of a set are being exchanged, whosever unit it is. */
  function isHalf(game: number, { accounts } = state): boolean {
    const id = unitIdOfGame(gameAt(games, game));
    return Object.values(accounts).some(({ units }) => units[id] && swapOf(units[id]) !== null);
  }

  async function noteExchange(game: number): Promise<void> {
    const before = standing.get(game) ?? null;
    standing.delete(game);
    const after = await read(game);
    if (after !== null && after !== before) watch.onReplace(game, before, after);
  }

  function noteMarks(before: Marks | null, after: Marks | null): void {
    const known = new Map(marksOf(before));
    for (const [mark, value] of marksOf(after)) {
      if (known.get(mark) === value) continue;
      watch.onMark(mark);
      if (mark === "push") round.hasPosted = false;
    }
    if (after && isRacedPull(after)) watch.onRaced(round.game);
  }

  /** A look of the last second misses a game that came since: the strictest that it may be wrong. */
  let runningAtBegin: number | null = null;
  const isGameOf = (game: number | null, unitId: UnitId) =>
    game !== null && unitIdOfGame(gameAt(games, game)) === unitId;

  const acts = await createOwnActs({
    ...{ name, clock: deckClock, store, engine: () => engine, keptCopies: () => keptCopies },
    log: { ...silent, error: (message, facts) => void (disk.isOff() || refuse(message, facts)) },
  });

  function start(): SyncEngine {
    leases = createLeases(deckClock);
    const on = disk;
    const watched = { ...on, create: watchCreate(on, () => round) };
    const hashing = createFileHashing(watched);
    keptCopies = createKeptCopies({ disk: watched, clock: deckClock, newId, ...hashing }, "/data/history");
    return createSyncEngine({
      store,
      session: () => ({
        accountId: accountIdOf(account),
        deviceId: deviceIds[account] ?? gone(),
        server: server.forDeck({ account, around: tellingOf(around), overlap, ...watch }),
        devices: { list: async () => server.decks.map((deviceId) => ({ deviceId, client: "Savepoint" })) },
      }),
      disk: { ...watched, rename: watchedRename(on) },
      clock: deckClock,
      // The engine turns a defect into a line; in a story it ends the story.
      log: { ...silent, error: (message, facts) => void (disk.isOff() || refuse(message, facts)) },
      ...hashing,
      keptCopies,
      fence: {
        isRunning: async ({ unitId }) => isGameOf(runningGame, unitId),
        wasRunning: async ({ unitId }) => isGameOf(runningAtBegin, unitId),
        isLeased: async (id) => leases.isLeased(id),
      },
      activity: {
        async append(entry) {
          // What the player did is a step of its own: the power may go before its line is written.
          if (entry.act) await disk.stat("/data");
          return await acts.log.append(entry);
        },
        // Of the registry, whose edits the stories do not play.
        appendAll: async () => {},
      },
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
      const game = games.findIndex((one) => isOfSave(locationOf(one), to));
      if (game < 0) return await on.rename(from, to);
      const isSet = isHalf(game);
      const before = isSet ? (standing.get(game) ?? null) : await readSave(on, placeOf(game));
      if (trouble.kind === "game-starts-late") {
        runningGame = game;
        loaded = { game, text: before };
      }
      await on.rename(from, to);
      if (trouble.kind === "dies-moving" && round.renamed === null) disk.losePowerBefore(trouble.at);
      round.renamed = from;
      watch.onWritten(to);
      // A set is judged when all its files stand.
      if (!isSet) watch.onReplace(game, before, (await readSave(on, placeOf(game))) ?? "");
    };
  }

  /** Whether RomM answers is told, as by every session. */
  function tellingOf(asked: typeof around): typeof around {
    return async (work, kind) => {
      try {
        const answer = await asked(work, kind);
        watch.onAnswer(null);
        return answer;
      } catch (error) {
        if (error instanceof RommError) watch.onAnswer(error.code in answers ? null : error);
        throw error;
      }
    };
  }

  async function around(work: () => unknown, kind: RequestKind): Promise<unknown> {
    await Promise.resolve();
    if (disk.isOff()) throw new PowerLoss("No request leaves a machine without power.");
    const number = round.requests++;
    watch.onRequest(kind);
    if (!self.isOnline) throw new RommError("offline", "unplugged", { didArrive: false });
    if (trouble.kind === "delayed" && kind === "upload") {
      watch.onDelayed(work);
      throw new RommError("timeout", "it stands in a proxy");
    }
    if ("at" in trouble && trouble.at === number) {
      if (trouble.kind === "refused") throw new RommError("offline", "refused", { didArrive: false });
      if (trouble.kind === "meanwhile") {
        round.isOvertaken = true;
        await watch.meanwhile(trouble);
      }
      if (trouble.kind === "game-starts") runningGame = round.game;
      if (trouble.kind === "answer-lost") {
        work();
        throw new RommError("timeout", "the answer was lost");
      }
    }
    const answer = await work();
    round.hasPosted = true;
    if (trouble.kind === "dies-after" && trouble.at === number) disk.losePowerBefore(0);
    return answer;
  }

  /** Once in a sync: its first upload. */
  function overlap(): ((at: number) => Promise<void>) | null {
    if (trouble.kind !== "overlaps") return null;
    const met = trouble;
    trouble = { kind: "none" };
    return async (at) => {
      if (at === met.at % 2) await watch.overlaps(met);
    };
  }

  function losePower(choices: number | null): void {
    disk = disk.afterPowerLoss(choices === null ? (below) => below - 1 : createDraw(choices));
    self.restart();
  }

  /** Of a run that lists all saves once, and comes to this game after other Decks had time to act. */
  let listing: { rows: ReadonlyMap<RomId, SaveRow[]>; account: number; atMs: number } | null = null;

  function listedOf(game: number, purpose: Purpose): { listed?: SaveRow[] } {
    if (listing === null || purpose !== "run" || listing.account !== account) return {};
    if (deckClock.monotonic() - listing.atMs >= 60_000) return {};
    watch.onListing();
    return { listed: listing.rows.get(gameAt(games, game).romId) ?? [] };
  }

  function listAll(): void {
    const deviceId = deviceIds[account];
    const isThere = self.isOnline && deviceId !== undefined;
    const atMs = deckClock.monotonic();
    listing = isThere ? { rows: server.listNow(account, deviceId), account, atMs } : null;
  }

  function sync(game: number, purpose: Purpose, next: Trouble): Promise<SyncLine | null> {
    return work(game, next, () =>
      engine.syncUnit(unitIdOfGame(gameAt(games, game)), {
        ...{ purpose, gate: createGate() },
        ...listedOf(game, purpose),
      }),
    );
  }

  /** What the player asked for of one game, as its line. */
  const ask = (game: number, next: Trouble, act: () => Promise<Outcome<SyncReport, SyncError>>) =>
    work(game, next, async () => {
      listing = null; // The player's word is newer than what was listed before it.
      const outcome = await act();
      if (outcome.ok) return outcome.value.lines[0] ?? null;
      if (!disk.isOff()) watch.onRefused(outcome.error.kind);
      return null;
    });

  async function play(game: number, content: ContentRef, next: Trouble): Promise<SyncLine | null> {
    const unit = unitOf(state, game);
    if (!unit) return null;
    const { unitId, slot } = unit;
    const by = { act: "restore", undoes: null, batchId: null } as const;
    listing = null;
    return await work(game, next, () =>
      engine.versions.play({ accountId: accountIdOf(account), unitId, slot, content, ...by }),
    );
  }

  async function work(
    game: number,
    next: Trouble,
    act: () => Promise<SyncLine | null>,
  ): Promise<SyncLine | null> {
    trouble = next;
    round = newRound(game);
    runningAtBegin = runningGame;
    const seen = isHalf(game) ? null : await read(game);
    if (next.kind === "dies") disk.losePowerBefore(next.at);
    try {
      const line = await act();
      if (disk.isOff()) return null;
      watch.onLook(seen);
      return line;
    } catch (error) {
      if (!(error instanceof PowerLoss) && !disk.isOff()) throw error;
      return null;
    } finally {
      if (disk.isOff()) {
        watch.onCrash(phaseOf(unitOf(state, round.game), round), seen);
        losePower("choices" in next ? next.choices : null);
      }
      disk.losePowerBefore(Number.POSITIVE_INFINITY);
      trouble = { kind: "none" };
      listAll();
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
    sleep(ms) {
      sleptMs += ms;
      listing = null; // What was listed before a sleep is not sent by.
    },
    ground: () => ({
      ...{ disk, clock: deckClock, engine, leases },
      isRunning: (unitId) => isGameOf(runningGame, unitId),
      account: () => state.accounts[accountIdOf(account)] ?? gone(),
    }),
    unit: (game) => unitOf(state, game),
    units: (game) =>
      Object.values(state.accounts).flatMap(({ units }) => units[unitIdOfGame(gameAt(games, game))] ?? []),
    slot: (game) => unitOf(state, game)?.slot ?? "autosave",
    slots(game) {
      const { slot = "autosave", left = [] } = unitOf(state, game) ?? {};
      return [slot, ...left.map((one) => one.slot)];
    },
    rows: (game) => server.rows(account, game, self.slot(game)),
    sync,
    isHalf: (game) => isHalf(game),
    isOvertaken: () => round.isOvertaken,
    settle: () => engine.settle(),
    save: async (game) => {
      const place = placeOf(game);
      if (isHalf(game)) return null;
      return (await readSave(disk, place)) ?? (await readSave(disk, onUnmounted(place)));
    },
    async write(game, text) {
      await writeSave(disk, placeOf(game), text);
      watch.onWritten(null);
    },
    async remove(game) {
      await removeSave(disk, placeOf(game));
      watch.onWritten(null);
    },
    allFiles: () => readCard(disk),
    letGo: (game) => void leases.open(unitIdOfGame(gameAt(games, game))),
    startPlaying(game) {
      const unitId = unitIdOfGame(gameAt(games, game));
      leases.open(unitId);
      leases.startPlaying(unitId);
      runningGame = game;
    },
    takeLoaded() {
      const taken = loaded;
      loaded = null;
      return taken;
    },
    questions: () => engine.listConflicts(),
    async answer(answers) {
      round = newRound(answers[0]?.game ?? 0);
      listing = null; // An answer is newer than what was listed before it.
      const outcome = await engine.resolveConflicts(answers);
      return outcome.ok ? outcome.value : null;
    },
    async keptContents() {
      const names = (await disk.list("/data/history")) ?? [];
      const saves = names.filter((file) => file.endsWith(".save"));
      return Promise.all(
        saves.map(async (file) => ({
          sha256: file.replace(".save", "") as Sha256,
          text: textOf(await disk.read(`/data/history/${file}`)) ?? "",
        })),
      );
    },
    restore: (game, sha256, next) => play(game, { kind: "copy", sha256 }, next),
    select: (game, { slot, begins }, next) =>
      ask(game, next, () =>
        engine.slots.select({
          appId: appIdOf(game),
          slot: slot as Slot,
          begins: begins && toBeginning(begins),
        }),
      ),
    undoable: (game) => acts.newest(game === "many" ? game : { appId: appIdOf(game) }),
    undo: (game, { id }, next) => ask(game, next, () => acts.undo(id)),
    async undoMany({ id }) {
      listing = null;
      const outcome = await acts.undo(id);
      return outcome.ok ? outcome.value.lines : [];
    },
    async keptCopies() {
      const names = (await disk.list("/data/history")) ?? [];
      const saves = names.filter((file) => file.endsWith(".save"));
      return Promise.all(saves.map(async (file) => textOf(await disk.read(`/data/history/${file}`)) ?? ""));
    },
    stopPlaying() {
      const unitId = runningGame === null ? null : unitIdOfGame(gameAt(games, runningGame));
      if (unitId !== null) leases.end(unitId, leases.current(unitId));
      [runningGame, runningAtBegin] = [null, null];
    },
    restart() {
      listing = null;
      [runningGame, runningAtBegin] = [null, null];
      loaded = null;
      engine = start();
      watch.onStart();
    },
    setMounted: (isMounted) => mountCard(disk, isMounted),
    async setTracked(game, isTracked) {
      round = newRound(game);
      await engine.setTracking(appIdOf(game), isTracked);
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
    async prove() {
      const units = engine.listUnshown();
      const told = [];
      for (const unitId of units) {
        const game = games.findIndex((one) => unitIdOfGame(one) === unitId);
        round = newRound(game);
        const shown = await engine.proveStored([unitId], createGate().signal);
        told.push({ game, shown: shown.get(unitId) ?? "none" });
      }
      return told;
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

/** Of a server that was reached. */
const answers = { conflict: true, "not-found": true, rejected: true };

const appIdOf = (game: number) => (game + 1) as AppId;

function toBeginning(begins: { from: Sha256 | null }): SlotWish["begins"] {
  return begins.from === null
    ? { kind: "empty" }
    : { kind: "version", content: { kind: "copy", sha256: begins.from } };
}

function gone(): never {
  throw new Error("A Deck without a device.");
}

function refuse(message: string, facts: LogFacts = {}): never {
  throw new Error(`${message} ${JSON.stringify(facts)}`);
}

const silent: Log & LogScope = {
  ...{ error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
  during: (_, work) => work(),
};

/** Whether a file or folder of the save is put there. */
function isOfSave(location: SaveLocation, path: string): boolean {
  return claimsOf(location).some((claim) =>
    claim.is === "prefix" ? path.startsWith(claim.path) : path === claim.path,
  );
}

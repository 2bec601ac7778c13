import type { SyncLine } from "../../../../backend/contract/saves/sync.ts";
import { nameOf, parentOf } from "../../../../backend/core/paths.ts";
import type { UnitId } from "../../../../backend/core/vocabulary.ts";
import { readStamps } from "../../../../backend/launch/quiet.ts";
import type { WatchFolder } from "../../../../backend/machine/folder-watch.ts";
import { type Ran, ranOf, withUnfinished } from "../../../../backend/triggers/ran.ts";
import { createTriggers, type RunAsked, type TriggerDeps } from "../../../../backend/triggers/triggers.ts";
import { toRommProblem } from "../../../../backend/work/problems.ts";
import { note } from "../create-world.ts";
import { unitIdOfGame } from "../deck/deck-state.ts";
import type { SimDeck } from "../deck/sim-deck.ts";
import { endGame } from "../end-game.ts";
import { count } from "../minima.ts";
import type { Trouble } from "../story.ts";
import type { SimTriggers, World } from "../world.ts";
import { createDueClock, type DueClock } from "./due-clock.ts";

export function createSimTriggers(world: World, deck: SimDeck): SimTriggers {
  let process = startProcess();
  let met: { trouble: Trouble; at: number } | null = null;
  let broken: { error: unknown } | null = null;

  /** Null where the process died: nobody hears what came of it. */
  async function run(asked: RunAsked, isAlive: () => boolean): Promise<Ran | null> {
    const { account } = deck.ground();
    const units = Object.values(account().units);
    const wanted = asked.isWhole ? units.map(({ unitId }) => unitId) : withUnfinished(units, asked.unitIds);
    if (wanted.length > 0) count(world.tally, `triggered ${asked.isWhole ? "whole" : "some"}`);
    const lines: SyncLine[] = [];
    for (const [at, unitId] of wanted.entries()) {
      const trouble: Trouble = met?.at === at ? met.trouble : { kind: "none" };
      if (met?.at === at) met = null;
      const game = gameOf(world, unitId);
      const line = await deck.sync(game, "run", trouble);
      await note(world, deck, game, line);
      if (line) lines.push(line);
      if (!isAlive()) return null;
    }
    await endGame(world, deck);
    return isAlive() ? ranOf(account(), lines, false) : null;
  }

  async function orBroken(asked: RunAsked, isAlive: () => boolean): Promise<Ran | null> {
    try {
      return await run(asked, isAlive);
    } catch (error) {
      broken ??= { error };
      throw error;
    }
  }

  function startProcess() {
    const clock = createDueClock(deck.ground().clock);
    const watches: { folder: string; heard: (name: string | null) => void }[] = [];
    const watchFolder: WatchFolder = (folder, heard) => {
      const one = { folder, heard };
      watches.push(one);
      return () => void watches.splice(watches.indexOf(one), 1);
    };
    const own = { clock, watches };
    const triggers = createTriggers({
      ...{ clock, log: { ...silent, error: refuse }, addresses: () => "", dropConnections: () => {} },
      probe: async () => {
        count(world.tally, "requests probe");
        return deck.isOnline ? "there" : "offline";
      },
      run: (asked) => clock.during(() => orBroken(asked, () => process.clock === clock)),
      folders: foldersOf(world, deck, clock, watchFolder),
    });
    triggers.begin();
    triggers.start();
    return { ...own, triggers };
  }

  /** A defect ends the story, as everywhere in it. */
  function refuse(message: string, facts: unknown): void {
    broken ??= { error: new Error(`${message} ${JSON.stringify(facts)}`) };
  }

  return {
    started() {
      process = startProcess();
    },
    signedIn: () => process.triggers.asked(),
    panelOpened: () => process.triggers.panelOpened(),
    retry: (game) => process.triggers.retry(unitIdAt(world, game)),
    answered(failure) {
      const atMs = deck.ground().clock.now();
      process.triggers.reached(
        failure ? { kind: "failed", atMs, problem: toRommProblem(failure) } : { kind: "reached", atMs },
      );
    },
    written(path) {
      for (const { folder, heard } of [...process.watches])
        if (path === null || parentOf(path) === folder) heard(path === null ? null : nameOf(path));
    },
    meet(trouble, at) {
      met = { trouble, at };
    },
    dueInMs: () => process.clock.dueInMs(),
    async comeDue() {
      for (let woken = 0; broken === null && (await process.clock.wakeNext()); woken++)
        if (woken > mostAtOnce) throw new Error(`A storm: ${deck.name} does not come to rest.`);
      if (broken) throw broken.error;
    },
  };
}

/** What the watch over folders sees of a Deck in memory. */
function foldersOf(
  world: World,
  deck: SimDeck,
  clock: DueClock,
  watchFolder: WatchFolder,
): TriggerDeps["folders"] {
  const { disk, engine, leases, isRunning, account } = deck.ground();
  return {
    ...{ disk, watchFolder, isLeased: leases.isLeased },
    readStatus: (unitId) => clock.during(() => engine.readStatus(unitId)),
    listUnits: () => Object.values(account().units),
    readStamps: async (unit) => (await readStamps({ disk, clock }, unit)).text,
    isOpen: async ({ unitId }) => isRunning(unitId),
    questionOf: (unitId) => engine.conflictOf(unitId)?.conflictId ?? null,
    async sendOpen({ unitId }) {
      const game = gameOf(world, unitId);
      const line = await clock.during(() => deck.sync(game, "open", { kind: "none" }));
      await note(world, deck, game, line);
      return line !== null && line.outcome !== "failed";
    },
  };
}

function gameOf({ server }: World, unitId: UnitId): number {
  return server.games.findIndex((one) => unitIdOfGame(one) === unitId);
}

function unitIdAt({ server }: World, game: number): UnitId {
  const one = server.games[game];
  if (!one) throw new Error(`No game ${game}.`);
  return unitIdOfGame(one);
}

/** At one moment; each waits at least two seconds for the next. */
const mostAtOnce = 100;

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

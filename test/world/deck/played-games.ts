import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { decodeSave, type PlaySession } from "../emulator/sessions.ts";
import { type Game, savePathOf } from "./game.ts";
import type { Home } from "./home.ts";
import type { ProcRoot } from "./proc-root.ts";
import { readIfPresent } from "./read-files.ts";
import { type RunningGame, startGame } from "./running-game.ts";

/** The games of one Deck: their processes, their save files, and all that was ever played in them. */
export interface PlayedGames {
  /** As Steam does it: nobody is asked. Resolves when the emulator has read its save. */
  launch(game: Game, options?: { emulatorOptions?: string }): Promise<void>;
  play(game: Game): Promise<PlaySession>;
  exit(game: Game): Promise<void>;
  isRunning(game: Game): boolean;
  /** What the player would see: the emulator's memory while it runs, else the save file. */
  sessions(game: Game): Promise<PlaySession[]>;
  /** Every session ever played here, also in saves that were replaced since. */
  everPlayed(): readonly PlaySession[];
  saveBytes(game: Game): Promise<Uint8Array | null>;
  /** A game started, ended or was played, or a save file changed. */
  onGameChange(listener: (game: Game) => void): () => void;
}

export interface PlayedGamesOwner extends PlayedGames {
  /** Kills what runs; nothing is saved. */
  stop(): Promise<void>;
}

export function createPlayedGames(home: Home, procRoot: ProcRoot, games: readonly Game[]): PlayedGamesOwner {
  const running = new Map<Game, { process: RunningGame; memory: PlaySession[] }>();
  const starting = new Set<Promise<RunningGame>>();
  let isStopped = false;
  const everPlayed: PlaySession[] = [];
  const listeners = new Set<(game: Game) => void>();
  const tellChange = (game: Game) => {
    for (const listener of listeners) listener(game);
  };
  const watchers = games.map((game) => watchSave(savePathOf(home.folder, game), () => tellChange(game)));
  const saveBytes = (game: Game) => readIfPresent(savePathOf(home.folder, game));
  const onDisk = async (game: Game) => decodeSave((await saveBytes(game)) ?? new Uint8Array()) ?? [];
  const inMemory = (game: Game) => {
    const found = running.get(game);
    if (found === undefined) throw new Error(`${game.name} does not run.`);
    return found;
  };

  const start = async (game: Game, emulatorOptions: string) => {
    await procRoot.sweep();
    if (isStopped) throw new Error("This Deck was switched off.");
    const launch = startGame(game, home, { procRoot: procRoot.folder, emulatorOptions });
    starting.add(launch);
    return launch.finally(() => starting.delete(launch));
  };

  return {
    launch: async (game, { emulatorOptions = "" } = {}) => {
      if (running.has(game)) throw new Error(`${game.name} runs already.`);
      const started = await start(game, emulatorOptions);
      running.set(game, { process: started, memory: await onDisk(game) });
      void started.hasEnded.then(() => {
        running.delete(game);
        tellChange(game);
      });
      tellChange(game);
    },
    play: async (game) => {
      const { process, memory } = inMemory(game);
      const session = await process.play();
      everPlayed.push(session);
      memory.push(session);
      tellChange(game);
      return session;
    },
    exit: (game) => inMemory(game).process.exit(),
    isRunning: (game) => running.has(game),
    sessions: async (game) => running.get(game)?.memory ?? onDisk(game),
    everPlayed: () => everPlayed,
    saveBytes,
    onGameChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      isStopped = true;
      for (const watcher of watchers) watcher.close();
      await Promise.allSettled([...starting].map(async (launch) => (await launch).kill()));
      await Promise.all([...running.values()].map(({ process }) => process.kill()));
    },
  };
}

/** The folder is watched, since a sync puts another file in the old one's place. */
function watchSave(path: string, tell: () => void): FSWatcher {
  return watch(dirname(path), (_, changed) => {
    if (changed === basename(path)) tell();
  });
}

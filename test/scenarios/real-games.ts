import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AppId } from "../../backend/core/vocabulary.ts";

/** A real process, as the backend finds it in `/proc`. */
export interface Game {
  end(): Promise<void>;
}

export interface Games {
  /** `…/reaper SteamLaunch AppId=<id> -- game`, and nothing else. */
  startReaper(appId: AppId): Promise<Game>;
  /** A program that nobody knows, without a word about the rom: it only holds the save open. */
  startHolder(savePath: string): Promise<Game>;
  endAll(): Promise<void>;
}

/** Bash runs what it is told as its first word: a file called `SteamLaunch` gives the very words of Steam's reaper. */
export async function createGames(folder: string): Promise<Games> {
  const children: ChildProcess[] = [];
  const untilStdinEnds = "echo up\nread -r _\n";
  await writeFile(join(folder, "SteamLaunch"), untilStdinEnds);

  async function start(argv0: string, words: string[]): Promise<Game> {
    const child = spawn("/bin/bash", words, { argv0, cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");
    return { end: () => end(child) };
  }

  return {
    startReaper: (appId) =>
      start("/home/deck/.local/share/Steam/ubuntu12_32/reaper", [
        ...["SteamLaunch", `AppId=${appId}`, "--", "game"],
      ]),
    startHolder: (savePath) => start("/opt/unheard-of", ["-c", `exec 3<>"$0"\n${untilStdinEnds}`, savePath]),
    async endAll() {
      await Promise.all(children.map(end));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.stdin?.end();
  await gone;
}

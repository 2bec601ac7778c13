import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { RomId } from "../../backend/contract/words.ts";
import { drawAppId, type Game, savePathOf } from "../world/deck/game.ts";
import { layOutHome } from "../world/deck/home.ts";
import { createProcRoot, isAlive } from "../world/deck/proc-root.ts";
import { startGame } from "../world/deck/running-game.ts";
import { decodeSave } from "../world/emulator/sessions.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

test("a game stands in its own Deck's process table as Steam starts it, and in no other Deck's", async () => {
  const a = await setupDeck();
  const b = await setupDeck();
  const running = await a.start();
  const lines = commandLines(a.procRoot);
  expect(lines).toContainEqual([
    expect.stringMatching(/\/ubuntu12_32\/reaper$/),
    "SteamLaunch",
    `AppId=${a.game.appId}`,
    "--",
    expect.stringMatching(/\/retroarch$/),
    "-L",
    expect.any(String),
    expect.stringMatching(/it's a game\.gbc$/),
  ]);
  expect(lines).toContainEqual(expect.arrayContaining([expect.stringMatching(/it's a game\.gbc$/)]));
  expect(commandLines(b.procRoot)).toEqual([]);

  await running.exit();
  expect(commandLines(a.procRoot)).toEqual([]);
  expect(isAlive(running.emulatorPid)).toBe(false);
});

test("the save is written in place at the first SIGTERM, and holds what was played", async () => {
  const deck = await setupDeck();
  const first = await deck.start();
  const one = await first.play();
  await first.save();
  const inode = (await stat(deck.savePath)).ino;
  const two = await first.play();
  expect(deck.sessions()).toEqual([one]);
  await first.exit();
  expect(deck.sessions()).toEqual([one, two]);
  expect((await stat(deck.savePath)).ino).toBe(inode);
});

test("a game that was killed has written nothing, and one that was not played makes no save file", async () => {
  const deck = await setupDeck();
  const untouched = await deck.start();
  await untouched.exit();
  await expect(stat(deck.savePath)).rejects.toMatchObject({ code: "ENOENT" });
  const killed = await deck.start();
  await killed.play();
  await killed.kill();
  await expect(stat(deck.savePath)).rejects.toMatchObject({ code: "ENOENT" });
});

test("what the emulator read at start wins over what is put in place while it runs", async () => {
  const deck = await setupDeck();
  const running = await deck.start();
  const played = await running.play();
  await writeFile(deck.savePath, "somebody else's bytes");
  await running.exit();
  expect(deck.sessions()).toEqual([played]);
});

test("an emulator that holds its save open is seen to hold it", async () => {
  const deck = await setupDeck();
  const running = await deck.start("--hold");
  const fds = `/proc/${running.emulatorPid}/fd`;
  const save = await stat(deck.savePath);
  const held = await Promise.all(readdirSync(fds).map((fd) => stat(join(fds, fd)).catch(() => null)));
  expect(held.some((file) => file?.ino === save.ino && file.dev === save.dev)).toBe(true);
  await running.play();
  await running.exit();
  expect(deck.sessions()).toHaveLength(1);
});

async function setupDeck() {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-game-"));
  stops.push(() => rm(folder, { recursive: true }));
  const game: Game = {
    appId: drawAppId(),
    romId: 1 as RomId,
    name: "A game",
    platformSlug: "gbc",
    fsName: "it's a game.gbc",
  };
  const procRoot = await createProcRoot(join(folder, "proc"));
  const home = await layOutHome(join(folder, "home"), "a", [game]);
  const savePath = savePathOf(home.folder, game);
  return {
    game,
    savePath,
    procRoot: procRoot.folder,
    sessions: () => decodeSave(readFileSync(savePath)),
    start: async (emulatorOptions = "") => {
      const running = await startGame(game, home, { procRoot: procRoot.folder, emulatorOptions });
      stops.push(running.kill);
      return running;
    },
  };
}

/** The words of every process in the table. */
function commandLines(procRoot: string): string[][] {
  const pids = readdirSync(procRoot).filter((name) => /^\d+$/.test(name));
  return pids.map((pid) =>
    readFileSync(join(procRoot, pid, "cmdline"), "utf8")
      .split("\0")
      .slice(0, -1),
  );
}

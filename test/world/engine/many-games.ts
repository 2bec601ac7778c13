import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SyncLine } from "../../../backend/contract/saves/sync.ts";
import type { AppId, RomId } from "../../../backend/core/vocabulary.ts";
import { type EngineDeck, expectOk } from "./deck.ts";
import type { World } from "./world.ts";

/** A game of a Deck that has many. */
export interface DeckGame {
  appId: AppId;
  romId: RomId;
  name: string;
  write(text: string): Promise<void>;
  read(): Promise<string | null>;
  remove(): Promise<void>;
  sync(): Promise<SyncLine>;
}

/** Roms of one RomM, for every Deck of it. */
export function addRoms(world: World, count: number): RomId[] {
  return Array.from({ length: count }, (_, index) => {
    const { id } = world.romm.addRom({ platform: "snes", fsName: `Game ${index}.sfc` });
    return id as RomId;
  });
}

/** Registers a shortcut for each rom; the Deck's one shortcut of before goes, so that these are all. */
export async function onlyTheseGames(deck: EngineDeck, romIds: RomId[]): Promise<DeckGame[]> {
  const registered = await deck.api.listShortcuts({});
  expectOk(await deck.api.unregisterShortcuts({ appIds: registered.map((shortcut) => shortcut.appId) }));
  const games = romIds.map((romId) => toGame(deck, romId));
  const bindings = games.map(({ appId, romId, name, path }) => ({
    ...{ appId, romId, name },
    save: { kind: "file" as const, path, emulator: "retroarch" },
  }));
  expectOk(await deck.api.registerShortcuts({ bindings }));
  return games;
}

function toGame(deck: EngineDeck, romId: RomId): DeckGame & { path: string } {
  const appId = (3_100_000_000 + romId) as AppId;
  const path = join(dirname(deck.savePath), `Game ${romId}.srm`);
  return {
    ...{ appId, romId, path, name: `Game ${romId}` },
    write: (text) => writeFile(path, text),
    read: () => readFile(path, "utf8").catch(() => null),
    remove: () => rm(path),
    async sync() {
      const [line] = expectOk(await deck.api.syncShortcut({ appId })).lines;
      if (!line) throw new Error("No line.");
      return line;
    },
  };
}

/** All of them in one run. */
export async function syncAll(deck: EngineDeck): Promise<SyncLine[]> {
  return expectOk(await deck.api.syncAll({})).lines;
}

/** `{ download: 30, keep: 10 }` */
export function countBy<Line, Key extends string>(lines: Line[], keyOf: (line: Line) => Key) {
  const counts: Partial<Record<Key, number>> = {};
  for (const line of lines) counts[keyOf(line)] = (counts[keyOf(line)] ?? 0) + 1;
  return counts;
}

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Romm, type RommOptions, startRomm } from "../romm/server.ts";
import { callerOf } from "./caller.ts";
import { type DeckOptions, type EngineDeck, setupDeck } from "./deck.ts";
import { createWorldTime, type WorldTime } from "./time.ts";

/** In memory where the machine has such a folder: these worlds sync files by the thousand. */
const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export interface World {
  romm: Romm;
  time: WorldTime;
  romId: number;
  deck(
    name: string,
    options?: Pick<DeckOptions, "extensions" | "save" | "roots" | "machine" | "guise">,
  ): Promise<EngineDeck>;
  /** Of this Deck alone. */
  folderOf(name: string): string;
  /** Texts of the slot's rows, oldest first. */
  rows(): string[];
  /** `GET /api/saves` and the like, since the last call of this. */
  requests(): string[];
}

/** A RomM with one rom, and Decks on request; gone when the test ends. */
export async function setupWorld(options: Partial<RommOptions> = {}): Promise<World> {
  const folder = await mkdtemp(join(base, "savepoint-world-"));
  const time = createWorldTime();
  const romm = await startRomm({ folder: join(folder, "romm"), now: time.now, ...options });
  onTestFinished(async () => {
    await romm.stop();
    // What a Deck still writes behind the test's end may come in between.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });
  const { id: romId } = romm.addRom({ platform: "gba", fsName: "Game.gba" });
  return {
    romm,
    time,
    romId,
    deck: (name, more) => setupDeck({ name, folder: join(folder, name), romm, romId, time, ...more }),
    folderOf: (name) => join(folder, name),
    rows: () => readRows(romm, romId),
    requests() {
      const lines = romm.requests.all().map(({ method, path }) => `${method} ${path}`);
      romm.requests.clear();
      return lines;
    },
  };
}

function readRows(romm: Romm, romId: number): string[] {
  const caller = callerOf({ romm });
  const listed = romm.rules.saves.list(caller, { romId });
  if (!listed.ok) throw new Error("The listing was refused.");
  const byId = [...listed.value].sort((a, b) => a.id - b.id);
  return byId.map((row) => {
    const content = romm.rules.saves.readContent(caller, row.id, {});
    return content.ok ? new TextDecoder().decode(content.value.bytes) : "(no content)";
  });
}

import * as v from "valibot";
import type { LibraryRom } from "../core/match/library.ts";
import { RommError } from "../core/romm-error.ts";
import type { RomId } from "../core/vocabulary.ts";
import { decode } from "./decode.ts";
import { readLibraryRow } from "./library-row.ts";
import { readRomPages, romListCall, unexpected } from "./rom-pages.ts";
import type { Call, Calls } from "./wire/call.ts";

/** RomM's roms as matching needs them, page by page. Every call throws `RommError`. */
export interface Library {
  /** `platformIds` empty: of all platforms. */
  list(p: { platformIds: number[]; withFiles: boolean }, signal: AbortSignal): AsyncIterable<LibraryPage>;
  /** The server's own search in titles and file names; the first `limit` that it finds. */
  search(
    p: { text: string; platformIds: number[]; limit: number },
    signal: AbortSignal,
  ): Promise<LibraryRom[]>;
  /** Null: there is no such rom, or it has no file to be started. */
  find(p: { romId: RomId }, signal: AbortSignal): Promise<LibraryRom | null>;
}

/** Roms that have no file to be started are left out, and counted as read. */
export interface LibraryPage {
  roms: LibraryRom[];
  readCount: number;
  /** Of those, rows that could not be understood. */
  unreadable: number;
  /** Of all pages; null: the server does not count. */
  total: number | null;
}

export function createLibrary(calls: Calls): Library {
  return {
    list: (p, signal) => listLibrary(calls, p, signal),
    search: (p, signal) => searchLibrary(calls, p, signal),
    find: (p, signal) => findInLibrary(calls, p, signal),
  };
}

/** RomM lists no files of a rom unless it is asked for them (since 4.9; before, always). */
async function* listLibrary(
  calls: Calls,
  { platformIds, withFiles }: { platformIds: number[]; withFiles: boolean },
  signal: AbortSignal,
): AsyncGenerator<LibraryPage> {
  const filter = { platform_ids: platformIds, with_files: withFiles };
  for await (const { rows, total } of readRomPages(calls, filter, signal)) {
    const read = rows.map((row) => readLibraryRow(row, withFiles));
    yield {
      roms: read.filter((rom) => rom != null),
      readCount: rows.length,
      unreadable: read.filter((rom) => rom === undefined).length,
      total,
    };
  }
}

const firstPage = v.object({ items: v.array(v.unknown()) });

async function searchLibrary(
  calls: Calls,
  { text, platformIds, limit }: { text: string; platformIds: number[]; limit: number },
  signal: AbortSignal,
): Promise<LibraryRom[]> {
  const query = { search_term: text, platform_ids: platformIds, limit, with_total: false };
  const call = { ...romListCall(query), task: "search for the game" };
  const { items } = decode(firstPage, (await calls.ask(call, signal)).json, call.task);
  return items.map((row) => readLibraryRow(row, false)).filter((rom) => rom != null);
}

async function findInLibrary(
  calls: Calls,
  { romId }: { romId: RomId },
  signal: AbortSignal,
): Promise<LibraryRom | null> {
  const task = "look up the game";
  const call: Call = { task, method: "GET", path: `/api/roms/${romId}`, entities: ["rom"] };
  try {
    const rom = readLibraryRow((await calls.ask(call, signal)).json, true);
    if (rom === null || rom?.romId === romId) return rom;
    throw unexpected(task, "it cannot be understood, or is about another game");
  } catch (error) {
    if (error instanceof RommError && error.code === "not-found" && error.entity === "rom") return null;
    throw error;
  }
}

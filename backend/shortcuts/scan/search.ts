import type { RomCandidate, SearchError } from "../../contract/saves/scan.ts";
import type { LibraryRom } from "../../core/match/library.ts";
import { orderBySearch } from "../../core/match/search-order.ts";
import { platformWord, wordsOf } from "../../core/match/where.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import type { RomLibrary } from "../../ports/rom-library.ts";
import { toProblem } from "../../work/problems.ts";
import { type ScanDeps, toCandidate } from "./deps.ts";

export interface SearchRequest {
  text: string;
  platformSlug?: string;
  limit?: number;
}

export type RomSearch = (p: SearchRequest) => Promise<Outcome<RomCandidate[], SearchError>>;

/** RomM is asked for more than is shown, since its order is not by likeness. */
const askedFor = 200;
const usualLimit = 25;

/** Roms that the player may mean by a text, the likeliest first. */
export function createSearch({ session }: Pick<ScanDeps, "session">): RomSearch {
  return async ({ text, platformSlug, limit = usualLimit }) => {
    const library = session()?.library;
    if (!library) return { ok: false, error: { kind: "signed-out" } };
    const words = text.trim();
    if (words === "") return { ok: true, value: [] };
    try {
      const roms = await search(library, words, platformSlug ?? null);
      return { ok: true, value: orderBySearch(words, roms).slice(0, limit).map(toCandidate) };
    } catch (error) {
      const problem = toProblem(error);
      if (problem?.kind !== "romm") throw error;
      return { ok: false, error: problem };
    }
  };
}

/** RomM before 5 finds only what holds the whole text: then its longest word is asked for. */
async function search(library: RomLibrary, text: string, platformSlug: string | null): Promise<LibraryRom[]> {
  const signal = AbortSignal.timeout(60_000);
  const platformIds = platformSlug === null ? [] : await idsOf(library, platformSlug, signal);
  if (platformSlug !== null && platformIds.length === 0) return [];
  const found = await library.search({ text, platformIds, limit: askedFor }, signal);
  const longest = text.split(/\s+/).reduce((a, b) => (b.length > a.length ? b : a));
  if (found.length > 0 || longest === text) return found;
  return await library.search({ text: longest, platformIds, limit: askedFor }, signal);
}

async function idsOf(library: RomLibrary, platformSlug: string, signal: AbortSignal): Promise<number[]> {
  const word = platformWord(platformSlug);
  const platforms = await library.platforms(signal);
  return platforms.filter((platform) => wordsOf(platform).includes(word)).map(({ platformId }) => platformId);
}

import * as v from "valibot";
import { RommError } from "../core/romm-error.ts";
import type { SaveServer } from "../core/save-server.ts";
import type { PlayStatus, RomId } from "../core/vocabulary.ts";
import type { Capabilities } from "./capabilities.ts";
import { decode } from "./decode.ts";
import { type Rom, rom, romPage } from "./rom-schema.ts";
import type { Call, Calls } from "./wire/call.ts";

/** Null in a field: not filtered by it. */
export interface RomFilter {
  /** Only roms that RetroAchievements knows. */
  hasRaId: boolean | null;
  platformIds: number[];
  searchTerm: string | null;
}

export interface Roms extends Pick<SaveServer, "findRom"> {
  get(p: { romId: RomId }, signal: AbortSignal): Promise<Rom>;
  /** Page by page; a rom that moves between pages while they are read comes once. */
  list(filter: RomFilter, signal: AbortSignal): AsyncIterable<Rom[]>;
  /** All roms of these RetroAchievements ids, several of one id included. */
  listByRaIds(p: { raIds: ReadonlySet<number> }, signal: AbortSignal): Promise<Rom[]>;
  /** Fails unless the server's answer shows the new status. */
  setStatus(p: { romId: RomId; status: PlayStatus | null }, signal: AbortSignal): Promise<void>;
}

export function createRoms(calls: Calls, { hasFlatProps }: Capabilities): Roms {
  return {
    get: (p, signal) => fetchRom(calls, p, signal),
    findRom: (p, signal) => findRom(calls, p, signal),
    list: (filter, signal) => listRoms(calls, filter, signal),
    listByRaIds: (p, signal) => listByRaIds(calls, p, signal),
    setStatus: (p, signal) => setStatus(calls, { ...p, isFlat: hasFlatProps }, signal),
  };
}

async function fetchRom(calls: Calls, p: { romId: RomId }, signal: AbortSignal): Promise<Rom> {
  const call: Call = {
    task: "look up the game",
    method: "GET",
    path: `/api/roms/${p.romId}`,
    entities: ["rom"],
  };
  const found = decode(rom, (await calls.ask(call, signal)).json, call.task);
  if (found.romId !== p.romId) throw unexpected(call.task, "it is about another game");
  return found;
}

async function findRom(calls: Calls, p: { romId: RomId }, signal: AbortSignal) {
  try {
    const { romId, platformSlug, platformFolder, fsName } = await fetchRom(calls, p, signal);
    return { romId, platformSlug, ...(platformFolder !== null && { platformFolder }), fsName };
  } catch (error) {
    if (error instanceof RommError && error.code === "not-found" && error.entity === "rom") return null;
    throw error;
  }
}

const pageLength = 500;

/** RomM 5.2 `GET /api/roms` without its expensive extras; servers ignore those that they do not know. */
async function* listRoms(calls: Calls, filter: RomFilter, signal: AbortSignal): AsyncGenerator<Rom[]> {
  const seen = new Set<RomId>();
  for (let offset = 0; ; ) {
    const call: Call = {
      task: "list the games",
      method: "GET",
      path: "/api/roms",
      query: {
        limit: pageLength,
        offset,
        order_by: "id",
        order_dir: "asc",
        with_char_index: false,
        with_filter_values: false,
        with_rom_id_index: false,
        has_ra: filter.hasRaId,
        platform_ids: filter.platformIds,
        search_term: filter.searchTerm,
      },
      patience: "library",
    };
    const { items, total } = decode(romPage, (await calls.ask(call, signal)).json, call.task);
    const fresh = items.filter(({ romId }) => !seen.has(romId));
    for (const { romId } of fresh) seen.add(romId);
    if (fresh.length > 0) yield fresh;
    offset += items.length;
    const isLast = total === null ? items.length < pageLength : offset >= total;
    if (isLast) return;
    // An incomplete list must not pass for a whole one.
    if (fresh.length === 0) throw unexpected(call.task, "its pages do not add up");
  }
}

/** RomM can look up one rom by such an id, not all of them, so the list is filtered here. */
async function listByRaIds(
  calls: Calls,
  p: { raIds: ReadonlySet<number> },
  signal: AbortSignal,
): Promise<Rom[]> {
  const found: Rom[] = [];
  const filter: RomFilter = { hasRaId: true, platformIds: [], searchTerm: null };
  for await (const page of listRoms(calls, filter, signal)) {
    found.push(...page.filter(({ raId }) => raId !== null && p.raIds.has(raId)));
  }
  return found;
}

interface StatusWrite {
  romId: RomId;
  status: PlayStatus | null;
  isFlat: boolean;
}

/** A server that expects the other body answers 200 and changes nothing, so the answer is checked, the other tried. */
async function setStatus(calls: Calls, p: StatusWrite, signal: AbortSignal): Promise<void> {
  for (const isFlat of [p.isFlat, !p.isFlat]) {
    if ((await writeStatus(calls, { ...p, isFlat }, signal)) === p.status) return;
  }
  throw unexpected(statusTask, "it still shows another status");
}

const statusTask = "set the play status";
const propsAnswer = v.object({ status: v.nullable(v.string()) });

/** RomM `PUT /api/roms/{id}/props`: flat since 4.9, nested before. */
async function writeStatus(calls: Calls, { romId, status, isFlat }: StatusWrite, signal: AbortSignal) {
  const call: Call = {
    task: statusTask,
    method: "PUT",
    path: `/api/roms/${romId}/props`,
    body: { kind: "json", value: isFlat ? { status } : { data: { status } } },
    entities: ["rom"],
    isRepeatable: true,
  };
  return decode(propsAnswer, (await calls.ask(call, signal)).json, call.task).status;
}

function unexpected(task: string, what: string): RommError {
  return new RommError(
    "malformed",
    `Could not ${task}: RomM's answer cannot be right, ${what}. Check that no cache stands in front of RomM, then try again.`,
  );
}

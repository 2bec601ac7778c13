import * as v from "valibot";
import { RommError } from "../core/romm-error.ts";
import type { RomIdentity } from "../core/state.ts";
import type { PlayStatus, RomId } from "../core/vocabulary.ts";
import type { SaveServer } from "../ports/save-server.ts";
import type { Capabilities } from "./capabilities.ts";
import { decode } from "./decode.ts";
import { readRomPages, unexpected } from "./rom-pages.ts";
import { type Rom, rom } from "./rom-schema.ts";
import type { Call, Calls } from "./wire/call.ts";

export interface Roms extends Pick<SaveServer, "findRom"> {
  get(p: { romId: RomId }, signal: AbortSignal): Promise<Rom>;
  /** All roms of these RetroAchievements ids, several of one id included. */
  listByRaIds(p: { raIds: ReadonlySet<number> }, signal: AbortSignal): Promise<Rom[]>;
  /** Fails unless the server's answer shows the new status. */
  setStatus(p: { romId: RomId; status: PlayStatus | null }, signal: AbortSignal): Promise<void>;
}

export function createRoms(calls: Calls, { hasFlatProps }: Capabilities): Roms {
  return {
    get: (p, signal) => fetchRom(calls, p, signal),
    findRom: (p, signal) => findRom(calls, p, signal),
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
    return toIdentity(await fetchRom(calls, p, signal));
  } catch (error) {
    if (error instanceof RommError && error.code === "not-found" && error.entity === "rom") return null;
    throw error;
  }
}

function toIdentity(found: Rom): RomIdentity {
  const { romId, platformSlug, platformFolder, fsName, fsNameNoExt, sizeBytes, hashes } = found;
  return {
    ...{ romId, platformSlug, ...(platformFolder !== null && { platformFolder }), fsName, sizeBytes },
    ...(fsNameNoExt !== "" && { stem: fsNameNoExt }),
    ...(hashes.md5 !== null && { md5: hashes.md5 }),
  };
}

/** RomM can look up one rom by such an id, not all of them, so the list is filtered here. */
async function listByRaIds(
  calls: Calls,
  p: { raIds: ReadonlySet<number> },
  signal: AbortSignal,
): Promise<Rom[]> {
  const found: Rom[] = [];
  for await (const { rows } of readRomPages(calls, { has_ra: true }, signal)) {
    const roms = decode(v.array(rom), rows, "list the games");
    found.push(...roms.filter(({ raId }) => raId !== null && p.raIds.has(raId)));
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

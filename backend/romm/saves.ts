import * as v from "valibot";
import { RommError } from "../core/romm-error.ts";
import type { SaveRow } from "../core/save-row.ts";
import type { ContentHash, DeviceId, RomId, SaveId } from "../core/vocabulary.ts";
import type { ByteSource, SaveServer, UploadRequest } from "../ports/save-server.ts";
import type { Capabilities } from "./capabilities.ts";
import { readLine, withLines } from "./channels.ts";
import { decode, saveId } from "./decode.ts";
import { readRow, saveRow } from "./save-schema.ts";
import { createSizeLimit } from "./size-limit.ts";
import type { Call, Calls, Reply } from "./wire/call.ts";
import { toMultipart, toUploadName } from "./wire/multipart.ts";

type SaveOfDevice = { saveId: SaveId; deviceId: DeviceId };

/** RomM's saves, as the engine asks for them. A row is never deleted by us. */
export type Saves = Omit<SaveServer, "findRom">;

/** RomM refuses more than 500, and the nginx before it addresses of more than 8 kB. */
const romsAtOnce = 200;

export function createSaves(
  calls: Calls,
  { maxUploadBytes, listsByRoms }: Pick<Capabilities, "maxUploadBytes" | "listsByRoms">,
): Saves {
  const limit = createSizeLimit(maxUploadBytes);
  return {
    listSaves: (p, signal) => listSaves(calls, p, signal),
    listAllSaves: (p, signal) => listAllSaves(calls, p, signal),
    listSavesOf: async (p, signal) => (listsByRoms ? await listSavesOf(calls, p, signal) : null),
    readLine: (p, signal) => readLine(calls, p, signal),
    listSaveIds: (signal) => listSaveIds(calls, signal),
    uploadSave: (p, signal) => limit.heard(p.content.sizeBytes, () => uploadSave(calls, p, signal)),
    sizeLimit: limit.known,
    downloadSave: (p, signal) => downloadSave(calls, p, signal),
    isHandedOut: (p, signal) => isHandedOut(calls, p, signal),
    confirmDownload: (p, signal) => confirmDownload(calls, p, signal),
    trackSave: (p, signal) => tellDevice(calls, p, { verb: "track", task: "track a save" }, signal),
    untrackSave: (p, signal) =>
      tellDevice(calls, p, { verb: "untrack", task: "stop tracking a save" }, signal),
  };
}

/** RomM 5.2 `GET /api/saves`: unsorted, unpaginated; an unknown rom has no rows and is no error. */
async function listSaves(calls: Calls, p: { romId: RomId; deviceId: DeviceId }, signal: AbortSignal) {
  const call: Call = {
    task: "list the saves of a game",
    method: "GET",
    path: "/api/saves",
    query: { rom_id: p.romId, device_id: p.deviceId },
    entities: ["device", "rom"],
    patience: "listing",
  };
  const rows = decodeRows(await calls.ask(call, signal), call);
  // A cache or proxy that drops the query would hand out another game's saves.
  if (rows.some((row) => row.romId !== p.romId)) throw foreignAnswer(call);
  return await withLines(calls, rows, signal);
}

async function listAllSaves(calls: Calls, p: { deviceId: DeviceId }, signal: AbortSignal) {
  const call: Call = {
    task: "list all saves",
    method: "GET",
    path: "/api/saves",
    query: { device_id: p.deviceId },
    entities: ["device"],
    patience: "library",
  };
  return await withLines(calls, decodeRows(await calls.ask(call, signal), call), signal);
}

/** RomM 5.3 `GET /api/saves` with `rom_ids`. Who does not know that word, or does not get it, answers with other roms' saves. */
async function listSavesOf(
  calls: Calls,
  { romIds, deviceId }: Parameters<SaveServer["listSavesOf"]>[0],
  signal: AbortSignal,
): Promise<SaveRow[] | null> {
  const wanted = [...new Set(romIds)];
  const rows: SaveRow[] = [];
  for (let first = 0; first < wanted.length; first += romsAtOnce) {
    const portion = wanted.slice(first, first + romsAtOnce);
    const some = await listPortion(calls, { romIds: portion, deviceId }, signal);
    if (some === null) return null;
    rows.push(...some);
  }
  return await withLines(calls, rows, signal);
}

async function listPortion(
  calls: Calls,
  { romIds, deviceId }: { romIds: RomId[]; deviceId: DeviceId },
  signal: AbortSignal,
): Promise<SaveRow[] | null> {
  const call: Call = {
    task: "list the saves of some games",
    method: "GET",
    path: "/api/saves",
    query: { rom_ids: romIds, device_id: deviceId },
    entities: ["device"],
    patience: "library",
  };
  try {
    const rows = decodeRows(await calls.ask(call, signal), call);
    return rows.every((row) => romIds.includes(row.romId)) ? rows : null;
  } catch (error) {
    if (error instanceof RommError && error.code === "rejected") return null;
    throw error;
  }
}

/** RomM 5.2 `GET /api/saves/identifiers`: one query, whatever the account holds. */
async function listSaveIds(calls: Calls, signal: AbortSignal): Promise<SaveId[]> {
  const call: Call = {
    task: "list the ids of all saves",
    method: "GET",
    path: "/api/saves/identifiers",
    patience: "listing",
  };
  return decode(v.array(saveId), (await calls.ask(call, signal)).json, call.task);
}

/** RomM 5.2 `POST /api/saves`; never repeated by itself, since each upload may make a row. */
async function uploadSave(calls: Calls, p: UploadRequest, signal: AbortSignal): Promise<SaveRow> {
  const fileName = toUploadName(p.fileName);
  const call: Call = {
    task: "upload the save",
    method: "POST",
    path: "/api/saves",
    query: {
      rom_id: p.romId,
      emulator: p.emulator,
      slot: p.slot,
      device_id: p.deviceId,
      overwrite: p.overwrite,
      content_hash: p.contentHash,
      autocleanup: p.autocleanupLimit !== null,
      autocleanup_limit: p.autocleanupLimit,
    },
    body: toMultipart("saveFile", fileName, p.content),
    patience: "transfer",
    entities: ["rom", "device"],
  };
  return decode(saveRow, (await calls.ask(call, signal)).json, call.task);
}

/** RomM 5.2 `GET /api/saves/{id}/content`. By default (`optimistic`) RomM would believe it done before it is. */
async function downloadSave(
  calls: Calls,
  p: Parameters<SaveServer["downloadSave"]>[0],
  signal: AbortSignal,
): Promise<ByteSource> {
  return await calls.fetchBytes(contentCall(p), signal);
}

/** RomM 5.2 `GET /api/saves/{id}/content` with a range; an older one may answer the whole. An empty file has no first byte. */
async function isHandedOut(calls: Calls, p: { saveId: SaveId }, signal: AbortSignal): Promise<boolean> {
  const call = { ...contentCall({ ...p, deviceId: null }), isFirstByteOnly: true };
  try {
    const { chunks } = await calls.fetchBytes(call, signal);
    for await (const _first of chunks) break;
    return true;
  } catch (error) {
    if (error instanceof RommError && error.entity === "save-file") return false;
    if (error instanceof RommError && error.status === 416) return true;
    throw error;
  }
}

function contentCall({ saveId, deviceId }: { saveId: SaveId; deviceId: DeviceId | null }): Call {
  return {
    task: "download the save",
    method: "GET",
    path: `/api/saves/${saveId}/content`,
    query: { device_id: deviceId, optimistic: deviceId === null ? null : false },
    patience: "transfer",
    entities: ["save-file", "device", "save"],
  };
}

/**
 * RomM 5.2 `POST /api/saves/{id}/downloaded`. From 5.4 on a device whose upload told no hash stays at the version that it
 * sent, however often it confirms a later one; forgetting its hashes (`track`) ends that.
 */
async function confirmDownload(
  calls: Calls,
  p: Parameters<SaveServer["confirmDownload"]>[0],
  signal: AbortSignal,
): Promise<SaveRow> {
  const confirm = () => tellDevice(calls, p, { verb: "downloaded", task: "confirm a download" }, signal);
  const row = await confirm();
  const own = row.deviceSyncs.find(({ deviceId }) => deviceId === p.deviceId);
  if (own?.isCurrent !== false) return row;
  await tellDevice(calls, p, { verb: "track", task: "track a save" }, signal);
  return await confirm();
}

async function tellDevice(
  calls: Calls,
  p: SaveOfDevice & { contentHash?: ContentHash | null },
  { verb, task }: { verb: "downloaded" | "track" | "untrack"; task: string },
  signal: AbortSignal,
): Promise<SaveRow> {
  const call: Call = {
    task,
    method: "POST",
    path: `/api/saves/${p.saveId}/${verb}`,
    body: {
      kind: "json",
      value: { device_id: p.deviceId, ...(p.contentHash && { content_hash: p.contentHash }) },
    },
    entities: ["device", "save"],
    isRepeatable: true,
  };
  const row = decode(saveRow, (await calls.ask(call, signal)).json, call.task);
  if (row.id !== p.saveId) throw foreignAnswer(call);
  return row;
}

function decodeRows({ json }: Reply, { task }: Call): SaveRow[] {
  const rows = decode(v.array(v.unknown()), json, task);
  try {
    return rows.map(readRow);
  } catch {
    // Which of its fields is wrong is for the message.
    return decode(v.array(saveRow), json, task);
  }
}

function foreignAnswer({ task }: Call): RommError {
  return new RommError(
    "malformed",
    `Could not ${task}: the answer is about something else. Check that no cache stands in front of RomM.`,
  );
}

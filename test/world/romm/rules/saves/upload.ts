import { type Answer, crash, grant, type Refusal, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import { stored } from "../ground/context.ts";
import { nextId, type RomRow, type SaveRecord } from "../ground/database.ts";
import { touchRom } from "../ground/rom-user.ts";
import { sameText, sanitiseFileName, splitName } from "../ground/text.ts";
import { isoTime, tagTime } from "../ground/time.ts";
import { checkDevice, countOperation, dropSave, findSync, latestOf, markSynced } from "./save-rows.ts";
import { hashOf, putScreenshot, type Screenshot } from "./save-store.ts";
import { type SaveView, viewSave } from "./save-view.ts";

export interface Upload {
  romId: number;
  fileName: string;
  bytes: Uint8Array;
  emulator?: string;
  slot?: string;
  deviceId?: string;
  sessionId?: number;
  overwrite?: boolean;
  autocleanup?: boolean;
  autocleanupLimit?: number;
  screenshot?: Screenshot;
}

const longestName = 450;
const longestNameOnDisk = 255;

/** POST /saves (section 5.2), its steps in RomM's order. */
export function upload(context: Context, caller: Caller, request: Upload): Answer<SaveView> {
  const device = checkDevice(context, caller, request.deviceId, "devices.write");
  if (!device.ok) return device;
  const rom = context.database.roms.find((row) => row.id === request.romId);
  if (rom === undefined) return refuse(404, `Rom with id '${request.romId}' not found`);
  const name = nameFor(context, request);
  if (!name.ok) return name;
  const conflict = findConflict(context, caller, request, name.value);
  if (conflict !== null) return conflict;
  const folder = folderFor(context, caller, rom, request);
  if (!folder.ok) return folder;
  return store(context, caller, request, { fileName: name.value, folder: folder.value });
}

function nameFor(context: Context, { fileName, slot }: Upload): Answer<string> {
  const clean = sanitiseFileName(fileName);
  if (clean === "" || clean === "." || clean === "..") return refuse(400, "Invalid file name");
  if (clean.length > longestName) return crash();
  const name = slot ? tagged(clean, context.clock()) : clean;
  return Buffer.byteLength(name) > longestNameOnDisk ? crash() : grant(name);
}

function tagged(name: string, nowMs: number): string {
  const { stem, extension } = splitName(name);
  const bare = stem.replace(/ \[\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}\]/g, "");
  return `${bare} [${tagTime(nowMs)}]${extension}`;
}

function folderFor(context: Context, caller: Caller, rom: RomRow, { emulator }: Upload): Answer<string> {
  if (emulator !== undefined && (emulator.includes("..") || emulator.startsWith("/"))) return crash();
  const platform = context.database.platforms.find((row) => row.id === rom.platform_id);
  const user = Buffer.from(`User:${caller.userId}`).toString("hex");
  const folder = `users/${user}/saves/${platform?.fs_slug ?? "unknown"}/${rom.id}`;
  return grant(emulator ? `${folder}/${emulator}` : folder);
}

/** Only with a device and without overwrite; never against the slot-less rows of a device that has not seen them. */
function findConflict(
  context: Context,
  caller: Caller,
  { romId, slot, deviceId, overwrite }: Upload,
  fileName: string,
): Refusal | null {
  if (deviceId === undefined || overwrite) return null;
  const own = context.database.saves.filter((row) => row.user_id === caller.userId && row.rom_id === romId);
  if (slot !== undefined) {
    const rows = own.filter((row) => sameText(context.traits, row.slot, slot));
    if (slot === "" || rows.length === 0) return null;
    const head = latestOf(rows);
    const sync = findSync(context, head.id, deviceId);
    if (sync !== undefined && sync.last_synced_at >= head.updated_at) return null;
    return conflict(
      context,
      head,
      lastSync(context, rows, deviceId),
      "Slot has a newer save since your last sync",
    );
  }
  const row = own.find((save) => save.slot === null && sameText(context.traits, save.file_name, fileName));
  const sync = row === undefined ? undefined : findSync(context, row.id, deviceId);
  if (row === undefined || sync === undefined || sync.last_synced_at >= row.updated_at) return null;
  return conflict(context, row, sync.last_synced_at, "Save has been updated since your last sync");
}

/** When the device last held any row of the slot. */
function lastSync(context: Context, rows: SaveRecord[], deviceId: string): number | null {
  const times = rows.flatMap((row) => findSync(context, row.id, deviceId)?.last_synced_at ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** Releases answer a sentence; the specification an object: `conflict` for a slot never synced, else `out_of_sync`. */
function conflict(
  { traits }: Context,
  head: SaveRecord,
  syncedAtMs: number | null,
  message: string,
): Refusal {
  if (!traits.hasStructuredConflict) return refuse(409, message);
  return refuse(409, {
    error: syncedAtMs === null ? "conflict" : "out_of_sync",
    message,
    save_id: head.id,
    current_save_time: isoTime(head.updated_at),
    device_sync_time: syncedAtMs === null ? null : isoTime(syncedAtMs),
  });
}

function store(
  context: Context,
  caller: Caller,
  request: Upload,
  place: { fileName: string; folder: string },
): Answer<SaveView> {
  const { romId, deviceId, bytes } = request;
  const path = `${place.folder}/${place.fileName}`;
  // The bytes are written first: in the same second they may fall on the file of a row that stands already.
  context.files.write(path, bytes);
  const hash = hashOf(context, bytes);
  const duplicate = findDuplicate(context, caller, request, hash);
  if (duplicate !== undefined) {
    context.files.remove(path);
    return grant(viewSave(context, duplicate, deviceId ?? null));
  }
  const nowMs = context.clock();
  const save = upsert(context, caller, request, { ...place, hash, nowMs });
  if (deviceId !== undefined) markSynced(context, save, deviceId);
  if (request.sessionId !== undefined) countOperation(context, request.sessionId);
  if (request.autocleanup && request.slot) cleanUp(context, caller, request);
  if (request.screenshot !== undefined) putScreenshot(context, save, request.screenshot);
  touchRom(context, caller.userId, romId);
  return grant(viewSave(context, save, deviceId ?? null, nowMs));
}

function findDuplicate(
  { database, traits }: Context,
  caller: Caller,
  { romId, slot, overwrite }: Upload,
  hash: string | null,
): SaveRecord | undefined {
  if (slot === undefined || overwrite || hash === null) return undefined;
  return database.saves.find(
    (row) =>
      row.user_id === caller.userId &&
      row.rom_id === romId &&
      row.content_hash === hash &&
      (!traits.dedupsWithinSlot || sameText(traits, row.slot, slot)),
  );
}

function upsert(
  context: Context,
  caller: Caller,
  { romId, slot, emulator, deviceId, bytes }: Upload,
  place: { fileName: string; folder: string; hash: string | null; nowMs: number },
): SaveRecord {
  const { database, traits } = context;
  const now = stored(context, place.nowMs);
  const content = { file_size_bytes: bytes.length, content_hash: place.hash, updated_at: now };
  const same = (a: string | null, b: string | null) => sameText(traits, a, b);
  const own = database.saves.filter(
    (row) => row.user_id === caller.userId && row.rom_id === romId && same(row.file_name, place.fileName),
  );
  const known =
    own.find((row) => same(row.slot, slot ?? null)) ??
    own.find((row) => row.file_path === place.folder && row.content_hash !== place.hash);
  if (known === undefined) {
    const row: SaveRecord = {
      id: nextId(database, "saves"),
      rom_id: romId,
      user_id: caller.userId,
      file_name: place.fileName,
      file_path: place.folder,
      emulator: emulator ?? null,
      slot: slot ?? null,
      is_public: false,
      origin_device_id: (traits.hasOriginDevice ? deviceId : null) ?? null,
      created_at: now,
      ...content,
    };
    database.saves.push(row);
    return row;
  }
  Object.assign(known, content);
  if (traits.followsUploadPath) Object.assign(known, { file_path: place.folder, emulator: emulator ?? null });
  if (traits.movesTakenOverRow && slot !== undefined) known.slot = slot;
  return known;
}

/** Keeps the newest by time. Inside one second the database's order is arbitrary: here the oldest id survives. */
function cleanUp(context: Context, caller: Caller, { romId, slot, autocleanupLimit = 10 }: Upload): void {
  const { database, traits } = context;
  const limit = traits.clampsCleanupLimit ? Math.min(Math.max(autocleanupLimit, 1), 100) : autocleanupLimit;
  const rows = database.saves
    .filter((row) => row.user_id === caller.userId && row.rom_id === romId)
    .filter((row) => sameText(traits, row.slot, slot ?? null))
    .sort((a, b) => b.updated_at - a.updated_at || a.id - b.id);
  for (const row of rows.slice(Math.max(limit, 0))) dropSave(context, row);
}

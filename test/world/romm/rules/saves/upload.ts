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

/**
 * POST /saves (section 5.2) in the pieces between which RomM lets other requests in: what `beginUpload` saw is
 * what `record` acts on, however the slot looks by then. Two that overlap within one second share one file.
 */
export interface PendingUpload {
  write(): void;
  /** Of what lies in the file now. */
  hash(): void;
  record(): Answer<SaveView>;
}

/** A POST that nobody disturbs. */
export function upload(context: Context, caller: Caller, request: Upload): Answer<SaveView> {
  const pending = beginUpload(context, caller, request);
  if (!pending.ok) return pending;
  pending.value.write();
  pending.value.hash();
  return pending.value.record();
}

/** Its checks, in RomM's order. */
export function beginUpload(context: Context, caller: Caller, request: Upload): Answer<PendingUpload> {
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
  return grant(pend(context, caller, request, { fileName: name.value, folder: folder.value }));
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

interface Place {
  fileName: string;
  folder: string;
}

function pend(context: Context, caller: Caller, request: Upload, place: Place): PendingUpload {
  const path = `${place.folder}/${place.fileName}`;
  const named = findNamed(context, caller, request, place.fileName);
  let hash: string | null = null;
  return {
    // The bytes are written first: in the same second they may fall on the file of a row that stands already.
    write: () => context.files.write(path, request.bytes),
    hash() {
      hash = hashOf(context, context.files.read(path) ?? new Uint8Array(0));
    },
    record() {
      const duplicate = findDuplicate(context, caller, request, hash);
      if (duplicate === undefined) return grant(record(context, caller, request, { ...place, named, hash }));
      context.files.remove(path);
      return grant(viewSave(context, duplicate, request.deviceId ?? null));
    },
  };
}

function record(context: Context, caller: Caller, request: Upload, found: Found): SaveView {
  const { romId, deviceId } = request;
  const nowMs = context.clock();
  const save = upsert(context, caller, request, { ...found, nowMs });
  if (deviceId !== undefined) markSynced(context, save, deviceId);
  if (request.sessionId !== undefined) countOperation(context, request.sessionId);
  if (request.autocleanup && request.slot) cleanUp(context, caller, request);
  if (request.screenshot !== undefined) putScreenshot(context, save, request.screenshot);
  touchRom(context, caller.userId, romId);
  return viewSave(context, save, deviceId ?? null, nowMs);
}

/** The row that this upload will replace. Before 4.9 of any slot; slot-less uploads looked so until 5.1. */
function findNamed(
  { database, traits }: Context,
  caller: Caller,
  { romId, slot }: Upload,
  fileName: string,
): SaveRecord | undefined {
  const isInAnySlot = slot === undefined ? !traits.upsertsSlotlessApart : traits.findsNamesInAnySlot;
  return database.saves.find(
    (row) =>
      row.user_id === caller.userId &&
      row.rom_id === romId &&
      sameText(traits, row.file_name, fileName) &&
      (isInAnySlot || sameText(traits, row.slot, slot ?? null)),
  );
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

interface Found extends Place {
  named: SaveRecord | undefined;
  hash: string | null;
}

function upsert(
  context: Context,
  caller: Caller,
  request: Upload,
  found: Found & { nowMs: number },
): SaveRecord {
  const { traits } = context;
  const now = stored(context, found.nowMs);
  const content = {
    file_size_bytes: request.bytes.length,
    content_hash: found.hash,
    updated_at: now,
  };
  const known = found.named ?? findColliding(context, caller, request, found);
  if (known === undefined) return insert(context, caller, request, { ...found, ...content });
  const formerPath = pathOf(known);
  Object.assign(known, content);
  if (traits.followsUploadPath)
    Object.assign(known, { file_path: found.folder, emulator: request.emulator ?? null });
  if (request.slot !== undefined) known.slot = request.slot;
  removeOrphan(context, known, formerPath);
  return known;
}

/** Another slot's row whose file was just written over: it is taken over, since 5.1. */
function findColliding(
  { database, traits }: Context,
  caller: Caller,
  { romId }: Upload,
  { fileName, folder, hash }: Found,
): SaveRecord | undefined {
  if (!traits.takesOverCollidingRow) return undefined;
  const row = database.saves.find(
    (save) =>
      save.user_id === caller.userId &&
      save.rom_id === romId &&
      save.file_path === folder &&
      sameText(traits, save.file_name, fileName),
  );
  return row?.content_hash === hash ? undefined : row;
}

function insert(
  { database, traits }: Context,
  caller: Caller,
  { romId, emulator, slot, deviceId }: Upload,
  found: Place & Pick<SaveRecord, "file_size_bytes" | "content_hash" | "updated_at">,
): SaveRecord {
  const row: SaveRecord = {
    id: nextId(database, "saves"),
    rom_id: romId,
    user_id: caller.userId,
    file_name: found.fileName,
    file_path: found.folder,
    emulator: emulator ?? null,
    slot: slot ?? null,
    is_public: false,
    origin_device_id: (traits.hasOriginDevice ? deviceId : null) ?? null,
    created_at: found.updated_at,
    updated_at: found.updated_at,
    file_size_bytes: found.file_size_bytes,
    content_hash: found.content_hash,
  };
  database.saves.push(row);
  return row;
}

/** A row that moved leaves no bytes behind, unless another row reads them. */
function removeOrphan(context: Context, moved: SaveRecord, formerPath: string): void {
  if (pathOf(moved) === formerPath) return;
  if (context.database.saves.every((row) => pathOf(row) !== formerPath)) context.files.remove(formerPath);
}

function pathOf(save: SaveRecord): string {
  return `${save.file_path}/${save.file_name}`;
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

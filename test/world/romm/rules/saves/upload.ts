import { type Answer, crash, grant, type Refusal, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import { stored } from "../ground/context.ts";
import { nextId, type RomRow, type SaveRecord } from "../ground/database.ts";
import { touchRom } from "../ground/rom-user.ts";
import { sameSlot, sameText, sanitiseFileName, splitName } from "../ground/text.ts";
import { isoTime, tagTime } from "../ground/time.ts";
import type { Traits } from "../ground/traits.ts";
import { channelFor, holdUpload, isFrozen, lockOf, refuseFrozen } from "../snapshots/channels.ts";
import {
  checkDevice,
  countOperation,
  dropSave,
  findSync,
  latestOf,
  markSynced,
  noteLoss,
} from "./save-rows.ts";
import { hashOf, putScreenshot, type Screenshot } from "./save-store.ts";
import { type SaveView, viewSave } from "./save-view.ts";
import { whyUnsafe } from "./unsafe-archive.ts";

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
  /** Since 5.4: the sender's own hash of these bytes. */
  contentHash?: string;
  /** Since 5.5: the libretro core that wrote them. */
  core?: string;
}

const longestName = 450;
const longestNameOnDisk = 255;
const longestSlot = 255;

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
  if (rom === undefined || (rom.is_hidden_by_admin && context.traits.refusesHiddenRoms))
    return refuse(404, `Rom with id '${request.romId}' not found`);
  const refusal = refuseStrange(context, request);
  if (refusal !== null) return refusal;
  const name = nameFor(context, request);
  if (!name.ok) return name;
  const conflict = findConflict(context, caller, request, name.value);
  if (conflict !== null) return conflict;
  const folder = folderFor(context, caller, rom, request);
  if (!folder.ok) return folder;
  const fileName = reserveName(context, request, { fileName: name.value, folder: folder.value });
  const frozen = refuseOver(context, `${folder.value}/${fileName}`);
  if (frozen !== null) return frozen;
  return grant(pend(context, caller, request, { fileName, folder: folder.value }));
}

/** What 5.3 and 5.4 began to look at before they store it. */
function refuseStrange({ traits }: Context, { slot, emulator, bytes }: Upload): Refusal | null {
  if (slot !== undefined && slot.length > longestSlot)
    return traits.checksSlotLength
      ? refuse(422, [{ loc: ["query", "slot"], type: "string_too_long" }])
      : crash();
  if (traits.checksEmulatorName && emulator && sanitiseFileName(emulator) !== emulator)
    return refuse(400, `Invalid emulator name: ${emulator}`);
  const archive = traits.checksArchives ? whyUnsafe(bytes) : null;
  return archive === null ? null : refuse(422, `Save file: ${archive}`);
}

function nameFor(context: Context, { fileName, slot }: Upload): Answer<string> {
  const { traits } = context;
  const clean = traits.sanitisesNames ? sanitiseFileName(fileName) : fileName;
  if (clean === "" || clean === "." || clean === "..") return refuse(400, "Invalid file name");
  const tooLong = () =>
    traits.refusesLongNames ? refuse(400, "Invalid save filename: it is too long") : crash();
  if (clean.length > longestName) return tooLong();
  const name = slot ? tagged(traits, clean, context.clock()) : clean;
  return Buffer.byteLength(name) > longestNameOnDisk ? tooLong() : grant(name);
}

function tagged(traits: Traits, name: string, nowMs: number): string {
  const { stem, extension } = splitName(name);
  const bare = stem.replace(/ \[\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}(?:-\d{3})?\]/g, "");
  const millis = traits.tagsMilliseconds ? `-${String(Math.floor(nowMs) % 1000).padStart(3, "0")}` : "";
  return `${bare} [${tagTime(nowMs)}${millis}]${extension}`;
}

/** Names that uploads under way were given (5.5); RomM keeps them for ten minutes. */
const reserved = new WeakMap<Context["files"], Set<string>>();

/** The first free moment from now on, so that no two uploads get one name. */
function reserveName(context: Context, { slot }: Upload, { fileName, folder }: Place): string {
  if (!context.traits.reservesNames || !slot) return fileName;
  const taken = reserved.get(context.files) ?? new Set<string>();
  reserved.set(context.files, taken);
  const isTaken = (name: string) => taken.has(`${folder}/${name}`) || context.files.has(`${folder}/${name}`);
  let name = fileName;
  for (let step = 1; isTaken(name); step += 1)
    name = tagged(context.traits, fileName, context.clock() + step);
  taken.add(`${folder}/${name}`);
  return name;
}

function refuseOver(context: Context, path: string): Refusal | null {
  const row = context.database.saves.find((save) => pathOf(save) === path);
  return row === undefined ? null : refuseFrozen(context, row);
}

function folderFor(context: Context, caller: Caller, rom: RomRow, { emulator }: Upload): Answer<string> {
  if (emulator?.includes("..") || emulator?.startsWith("/")) return crash();
  const platform = context.database.platforms.find((row) => row.id === rom.platform_id);
  const user = Buffer.from(`User:${caller.userId}`).toString("hex");
  const folder = `users/${user}/saves/${platform?.fs_slug ?? "unknown"}/${rom.id}`;
  return grant(emulator ? `${folder}/${emulator}` : folder);
}

/** Only with a device and without overwrite; never against the slot-less rows of a device that has not seen them. */
function findConflict(
  context: Context,
  caller: Caller,
  { romId, slot, deviceId, overwrite, emulator, core }: Upload,
  fileName: string,
): Refusal | null {
  if (deviceId === undefined || overwrite) return null;
  const own = context.database.saves.filter((row) => row.user_id === caller.userId && row.rom_id === romId);
  if (slot !== undefined) {
    const rows = own.filter((row) => sameSlot(context.traits, row.slot, slot));
    const current = lockOf(context, caller, { romId, slot, emulator, core });
    if (slot === "" || (rows.length === 0 && current === null)) return null;
    const head = current ?? latestOf(rows);
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
      return grant(answerDuplicate(context, caller, request, { duplicate, fileName: place.fileName }));
    },
  };
}

/** Since 5.3 the slot is pruned by it too; since 5.4 the device is then in step with what is left of it. */
function answerDuplicate(
  context: Context,
  caller: Caller,
  request: Upload,
  { duplicate, fileName }: { duplicate: SaveRecord; fileName: string },
): SaveView {
  const { deviceId = null, contentHash = null } = request;
  if (context.traits.slotCap !== null) prune(context, caller, request, fileName);
  const isLeft = context.database.saves.includes(duplicate);
  if (context.traits.dedupMarksDevice && deviceId !== null && isLeft)
    markSynced(context, duplicate, deviceId, contentHash);
  return viewSave(context, duplicate, deviceId);
}

function record(context: Context, caller: Caller, request: Upload, found: Found): SaveView {
  const { romId, deviceId } = request;
  const nowMs = context.clock();
  const newestId = context.database.lastIds.saves ?? 0;
  const save = upsert(context, caller, request, { ...found, nowMs });
  if (deviceId !== undefined) markSynced(context, save, deviceId, request.contentHash ?? null);
  if (request.sessionId !== undefined) countOperation(context, request.sessionId);
  if (request.screenshot !== undefined) putScreenshot(context, save, named(context, request, save));
  if (request.slot) holdUpload(context, save, deviceId ?? null);
  prune(context, caller, request, save.file_name);
  touchRom(context, caller.userId, romId);
  const isNew = save.id > newestId;
  return viewSave(context, save, deviceId ?? null, {
    updated_at: nowMs,
    ...(isNew && { created_at: nowMs }),
  });
}

/** Since 5.3 a slotted save's screenshot is called as the save is. */
function named({ traits }: Context, { screenshot, slot }: Upload, save: SaveRecord): Screenshot {
  const { fileName = "", bytes = new Uint8Array(0) } = screenshot ?? {};
  if (!traits.linksSlotScreenshots || !slot) return { fileName, bytes };
  return { fileName: `${splitName(save.file_name).stem}${splitName(fileName).extension}`, bytes };
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
      (isInAnySlot || sameSlot(traits, row.slot, slot ?? null)),
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
      (!traits.dedupsWithinSlot || sameSlot(traits, row.slot, slot)),
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
  const channel_id = channelFor(context, caller, request);
  const known = found.named ?? findColliding(context, caller, request, found);
  if (known === undefined) return insert(context, caller, request, { ...found, ...content, channel_id });
  const formerPath = pathOf(known);
  if (known.content_hash !== found.hash) noteLoss(context, known);
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
  { romId, emulator, slot, deviceId, core }: Upload,
  found: Place & Pick<SaveRecord, "file_size_bytes" | "content_hash" | "updated_at" | "channel_id">,
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
    is_favorite: false,
    labels: [],
    core: core ?? null,
    channel_id: found.channel_id,
    format: null,
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

/**
 * Keeps the newest by time. Inside one second the database's order was arbitrary: here the oldest id survives, until
 * 5.3 looked at the id too, and set a limit of its own.
 */
function prune(context: Context, caller: Caller, request: Upload, fileName: string): void {
  const { database, traits } = context;
  const { romId, slot, autocleanup, autocleanupLimit = 10 } = request;
  const asked = traits.clampsCleanupLimit ? Math.min(Math.max(autocleanupLimit, 1), 100) : autocleanupLimit;
  const limits = [...(autocleanup ? [asked] : []), ...(traits.slotCap === null ? [] : [traits.slotCap])];
  if (!slot || limits.length === 0) return;
  const lineage = lineageOf(request.emulator ?? null, fileName);
  const rows = database.saves
    .filter((row) => row.user_id === caller.userId && row.rom_id === romId)
    .filter((row) => sameSlot(traits, row.slot, slot))
    .filter((row) => !traits.prunesByLineage || lineageOf(row.emulator, row.file_name) === lineage)
    .sort((a, b) => b.updated_at - a.updated_at || (traits.prunesByIdToo ? b.id - a.id : a.id - b.id));
  for (const row of rows.slice(Math.max(Math.min(...limits), 0)))
    if (!isFrozen(context, row)) dropSave(context, row);
}

/** Since 5.5 each emulator's files of a kind are counted by themselves. */
function lineageOf(emulator: string | null, fileName: string): string {
  return `${emulator ?? ""} ${splitName(fileName).extension.toLowerCase()}`;
}

import { type Answer, grant, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import type { SaveRecord } from "../ground/database.ts";
import { sameSlot } from "../ground/text.ts";
import {
  checkDevice,
  countOperation,
  findSave,
  latestOf,
  markSynced,
  ownSaves,
  unknownSave,
} from "./save-rows.ts";
import { type SaveView, viewSave } from "./save-view.ts";

export interface SaveQuery {
  romId?: number;
  /** Since 5.3; with `romId`, those of both. */
  romIds?: number[];
  platformId?: number;
  slot?: string;
  deviceId?: string;
}

export interface SaveContent {
  fileName: string;
  bytes: Uint8Array;
  contentHash: string | null;
  updatedAtMs: number;
}

export interface SlotSummary {
  slot: string | null;
  count: number;
  latest: SaveView;
}

/** GET /saves: own saves only. */
export function listSaves(context: Context, caller: Caller, query: SaveQuery = {}): Answer<SaveView[]> {
  const device = checkDevice(context, caller, query.deviceId, "devices.read");
  if (!device.ok) return device;
  const { romId, platformId, slot } = query;
  const romIds = context.traits.listsByRomIds ? (query.romIds ?? []) : [];
  const platformOf = (id: number) => context.database.roms.find((rom) => rom.id === id)?.platform_id;
  const found = ownSaves(context, caller)
    .filter((save) => romId === undefined || save.rom_id === romId)
    .filter((save) => romIds.length === 0 || romIds.includes(save.rom_id))
    .filter((save) => platformId === undefined || platformOf(save.rom_id) === platformId)
    .filter((save) => slot === undefined || sameSlot(context.traits, save.slot, slot));
  return grant(unsorted(found).map((save) => viewSave(context, save, query.deviceId ?? null)));
}

/** GET /saves/identifiers. */
export function identifySaves(context: Context, caller: Caller): Answer<number[]> {
  return grant(unsorted(ownSaves(context, caller)).map((save) => save.id));
}

/** The listing has no order; a client that trusts one finds out here. */
function unsorted(saves: SaveRecord[]): SaveRecord[] {
  const scatter = (id: number) => Math.imul(id, 2_654_435_761) >>> 0;
  return [...saves].sort((a, b) => scatter(a.id) - scatter(b.id));
}

/** GET /saves/{id}. */
export function readSave(
  context: Context,
  caller: Caller,
  saveId: number,
  deviceId?: string,
): Answer<SaveView> {
  const device = checkDevice(context, caller, deviceId, "devices.read");
  if (!device.ok) return device;
  const save = findSave(context, caller, saveId);
  return save.ok ? grant(viewSave(context, save.value, deviceId ?? null)) : save;
}

/** GET /saves/summary: slots as they are spelt. */
export function summariseSaves(
  context: Context,
  caller: Caller,
  romId: number,
): Answer<{ total_count: number; slots: SlotSummary[] }> {
  const own = ownSaves(context, caller).filter((save) => save.rom_id === romId);
  const groups = Map.groupBy(own, (save) => save.slot);
  const slots = [...groups].map(([slot, saves]) => ({
    slot,
    count: saves.length,
    latest: viewSave(context, latestOf(saves), null),
  }));
  return grant({ total_count: own.length, slots });
}

/** GET /saves/{id}/content: own saves, and public ones since 5.0. */
export function readContent(
  context: Context,
  caller: Caller,
  saveId: number,
  query: { deviceId?: string; sessionId?: number; optimistic?: boolean } = {},
): Answer<SaveContent> {
  const device = checkDevice(context, caller, query.deviceId, "devices.read");
  if (!device.ok) return device;
  const save = context.database.saves.find(
    (row) =>
      row.id === saveId && (row.user_id === caller.userId || (context.traits.hasVisibility && row.is_public)),
  );
  if (save === undefined || isHidden(context, save.rom_id)) return unknownSave(saveId);
  const bytes = context.files.read(`${save.file_path}/${save.file_name}`);
  if (bytes === null) return refuse(404, "Save file not found on disk");
  if (query.deviceId !== undefined && query.optimistic !== false) markSynced(context, save, query.deviceId);
  if (query.sessionId !== undefined) countOperation(context, query.sessionId);
  return grant({
    fileName: save.file_name,
    bytes,
    contentHash: save.content_hash,
    updatedAtMs: save.updated_at,
  });
}

function isHidden(context: Context, romId: number): boolean {
  return context.database.roms.find((rom) => rom.id === romId)?.is_hidden_by_admin ?? false;
}

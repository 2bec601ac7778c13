import { guarded } from "../accounts/access.ts";
import { type Answer, grant } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import type { RomRow, RomUserRow } from "../ground/database.ts";
import { findRom } from "./find-rom.ts";
import { type PlatformView, type RomView, viewPlatform, viewRom } from "./library-view.ts";
import { changeProps } from "./props.ts";
import { readRomContent, readRomFile } from "./rom-content.ts";

interface RomQuery {
  platformIds?: number[];
  searchTerm?: string;
  statuses?: string[];
  updatedAfterMs?: number;
  limit?: number;
  offset?: number;
  withFiles?: boolean;
  withTotal?: boolean;
  withRomIdIndex?: boolean;
}

interface RomPage {
  items: RomView[];
  total: number | null;
  limit: number;
  offset: number;
  char_index: Record<string, number>;
  rom_id_index: number[];
  filter_values: Record<string, unknown>;
}

/** Sections 2.3 to 2.6 and 3. */
export function createRoms(context: Context) {
  return {
    platforms: guarded(context, ["platforms.read"], listPlatforms),
    list: guarded(context, ["roms.read"], list),
    one: guarded(context, ["roms.read"], one),
    readContent: guarded(context, ["roms.read"], readRomContent),
    readFile: guarded(context, ["roms.read"], readRomFile),
    changeProps: guarded(context, ["roms.user.write"], changeProps),
  };
}

function listPlatforms(context: Context): Answer<PlatformView[]> {
  return grant(context.database.platforms.map((platform) => viewPlatform(context, platform)));
}

function one(context: Context, caller: Caller, romId: number): Answer<RomView> {
  const rom = findRom(context, romId);
  return rom.ok ? grant(viewRom(context, rom.value, caller.userId, true)) : rom;
}

function list(context: Context, caller: Caller, query: RomQuery = {}): Answer<RomPage> {
  const { database, traits } = context;
  const { limit = 50, offset = 0, platformIds = [], statuses = [], searchTerm, updatedAfterMs } = query;
  const term = searchTerm?.toLowerCase();
  const userRow = (rom: RomRow): RomUserRow | undefined =>
    database.romUsers.find((row) => row.rom_id === rom.id && row.user_id === caller.userId);
  const found = database.roms
    .filter((rom) => !rom.is_hidden_by_admin)
    .filter((rom) => platformIds.length === 0 || platformIds.includes(rom.platform_id))
    .filter((rom) => term === undefined || `${rom.name ?? ""}\n${rom.fs_name}`.toLowerCase().includes(term))
    .filter((rom) => updatedAfterMs === undefined || rom.updated_at > updatedAfterMs)
    .filter((rom) => hasStatus(userRow(rom), statuses))
    .sort((a, b) => (a.name ?? "").localeCompare(b.name ?? "") || a.id - b.id);
  const withFiles = traits.romListOmitsFiles ? (query.withFiles ?? false) : true;
  return grant({
    items: found.slice(offset, offset + limit).map((rom) => viewRom(context, rom, caller.userId, withFiles)),
    total: query.withTotal === false && traits.canOmitTotal ? null : found.length,
    limit,
    offset,
    char_index: {},
    rom_id_index:
      query.withRomIdIndex === false && traits.canOmitRomIdIndex ? [] : found.map((rom) => rom.id),
    filter_values: {},
  });
}

/** Roms that the user hid are left out unless asked for. */
function hasStatus(row: RomUserRow | undefined, statuses: string[]): boolean {
  if (statuses.length === 0) return row?.hidden !== true;
  return statuses.some((status) => {
    if (status === "hidden") return row?.hidden === true;
    if (status === "now_playing") return row?.now_playing === true;
    if (status === "backlogged") return row?.backlogged === true;
    return row?.status === status && !row.hidden;
  });
}

import { guarded } from "../accounts/access.ts";
import { type Answer, grant } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import type { RomRow, RomUserRow } from "../ground/database.ts";
import { type ChannelView, viewChannel } from "../snapshots/channel-view.ts";
import { findRom } from "./find-rom.ts";
import { type PlatformView, type RomView, viewPlatform, viewRom } from "./library-view.ts";
import { changeProps } from "./props.ts";
import { readRomContent, readRomFile } from "./rom-content.ts";

interface RomQuery {
  platformIds?: number[];
  searchTerm?: string;
  statuses?: string[];
  updatedAfterMs?: number;
  hasRa?: boolean;
  isMissing?: boolean;
  /** A column; the name if it is none that is told. */
  orderBy?: string;
  isDescending?: boolean;
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

/** Since 5.5 with the channels of its file. */
function one(
  context: Context,
  caller: Caller,
  romId: number,
): Answer<RomView & { user_channels?: ChannelView[] }> {
  const rom = findRom(context, romId);
  if (!rom.ok) return rom;
  const view = viewRom(context, rom.value, caller.userId, true);
  if (!context.traits.hasChannels) return grant(view);
  const own = context.database.channels.filter(
    (row) => row.user_id === caller.userId && row.rom_id === romId,
  );
  return grant({ ...view, user_channels: own.map((row) => viewChannel(context, row, caller.userId)) });
}

function list(context: Context, caller: Caller, query: RomQuery = {}): Answer<RomPage> {
  const { database, traits } = context;
  const { limit = 50, offset = 0, platformIds = [], statuses = [], searchTerm, updatedAfterMs } = query;
  const terms = (searchTerm ?? "")
    .toLowerCase()
    .split("|")
    .map((term) => term.trim())
    .filter(Boolean);
  const userRow = (rom: RomRow): RomUserRow | undefined =>
    database.romUsers.find((row) => row.rom_id === rom.id && row.user_id === caller.userId);
  const found = database.roms
    .filter((rom) => !rom.is_hidden_by_admin)
    .filter((rom) => platformIds.length === 0 || platformIds.includes(rom.platform_id))
    .filter((rom) => terms.length === 0 || terms.some((term) => namesOf(rom).includes(term)))
    .filter((rom) => query.hasRa === undefined || (rom.ra_id !== null) === query.hasRa)
    .filter((rom) => query.isMissing === undefined || rom.missing_from_fs === query.isMissing)
    .filter((rom) => updatedAfterMs === undefined || rom.updated_at > updatedAfterMs)
    .filter((rom) => hasStatus(userRow(rom), statuses))
    .sort(orderOf(query));
  const withFiles = traits.romListOmitsFiles ? (query.withFiles ?? false) : true;
  return grant({
    items: found.slice(offset, offset + limit).map((rom) => viewRom(context, rom, caller.userId, withFiles)),
    total: omitsTotal(context, query) ? null : found.length,
    limit,
    offset,
    char_index: {},
    rom_id_index:
      query.withRomIdIndex === false && traits.canOmitRomIdIndex ? [] : found.map((rom) => rom.id),
    filter_values: {},
  });
}

/** The total is what the index is counted by: it goes only with it. */
function omitsTotal({ traits }: Context, { withTotal, withRomIdIndex }: RomQuery): boolean {
  return withTotal === false && withRomIdIndex === false && traits.canOmitTotal;
}

const namesOf = (rom: RomRow): string => `${rom.name ?? ""}\n${rom.fs_name}`.toLowerCase();

const byName = new Intl.Collator();

function orderOf({ orderBy, isDescending }: RomQuery): (a: RomRow, b: RomRow) => number {
  const turn = isDescending ? -1 : 1;
  if (orderBy === "id") return (a, b) => turn * (a.id - b.id);
  return (a, b) => turn * byName.compare(a.name ?? "", b.name ?? "") || a.id - b.id;
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

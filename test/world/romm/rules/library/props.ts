import { type Answer, crash, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { romUserOf } from "../ground/rom-user.ts";
import { findRom } from "./find-rom.ts";
import { type RomUserView, viewRomUser } from "./library-view.ts";

export const playStatuses = ["incomplete", "finished", "completed_100", "retired", "never_playing"] as const;

/** Only what is given changes; null clears the status and is an error on a yes-or-no column. */
export interface PropsChange {
  is_main_sibling?: boolean | null;
  backlogged?: boolean | null;
  now_playing?: boolean | null;
  hidden?: boolean | null;
  rating?: number | null;
  difficulty?: number | null;
  completion?: number | null;
  status?: (typeof playStatuses)[number] | null;
}

export interface PropsFlags {
  updateLastPlayed?: boolean;
  removeLastPlayed?: boolean;
}

/** PUT /roms/{id}/props (section 3). */
export function changeProps(
  context: Context,
  caller: Caller,
  romId: number,
  change: PropsChange,
  flags: PropsFlags = {},
): Answer<RomUserView> {
  const rom = findRom(context, romId);
  if (!rom.ok) return rom;
  if (flags.updateLastPlayed && flags.removeLastPlayed)
    return refuse(400, "Cannot set and remove last_played at the same time");
  const { status, ...columns } = change;
  if (Object.values(columns).includes(null)) return crash();
  const row = romUserOf(context, caller.userId, romId);
  Object.assign(row, change, { updated_at: storedNow(context) });
  if (flags.updateLastPlayed) row.last_played = storedNow(context);
  if (flags.removeLastPlayed) row.last_played = null;
  if (change.is_main_sibling) clearSiblings(context, caller, romId, rom.value.sibling_group);
  return grant(viewRomUser(row));
}

function clearSiblings(context: Context, caller: Caller, romId: number, group: string | null): void {
  if (group === null) return;
  const { roms, romUsers } = context.database;
  const siblings = roms.filter((rom) => rom.sibling_group === group && rom.id !== romId).map((rom) => rom.id);
  for (const row of romUsers)
    if (row.user_id === caller.userId && siblings.includes(row.rom_id)) row.is_main_sibling = false;
}

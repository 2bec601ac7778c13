import { type Context, storedNow } from "./context.ts";
import { nextId, type RomUserRow } from "./database.ts";

/** The user's row of a rom, made if missing. */
export function romUserOf(context: Context, userId: number, romId: number): RomUserRow {
  const { database } = context;
  const known = database.romUsers.find((row) => row.user_id === userId && row.rom_id === romId);
  if (known !== undefined) return known;
  const now = storedNow(context);
  const row: RomUserRow = {
    id: nextId(database, "romUsers"),
    user_id: userId,
    rom_id: romId,
    last_played: null,
    is_main_sibling: false,
    backlogged: false,
    now_playing: false,
    hidden: false,
    rating: 0,
    difficulty: 0,
    completion: 0,
    status: null,
    created_at: now,
    updated_at: now,
  };
  database.romUsers.push(row);
  return row;
}

/** A written save counts as played now. */
export function touchRom(context: Context, userId: number, romId: number): void {
  romUserOf(context, userId, romId).last_played = storedNow(context);
}

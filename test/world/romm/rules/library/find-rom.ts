import { type Answer, grant, refuse } from "../ground/answer.ts";
import type { Context } from "../ground/context.ts";
import type { RomRow } from "../ground/database.ts";

/** A rom hidden by the administrator is as unknown as none. */
export function findRom(context: Context, romId: number): Answer<RomRow> {
  const rom = context.database.roms.find((row) => row.id === romId && !row.is_hidden_by_admin);
  return rom === undefined ? refuse(404, `Rom with id '${romId}' not found`) : grant(rom);
}

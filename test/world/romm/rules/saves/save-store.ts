import { contentHash, looksLikeZip } from "../../content-hash.ts";
import type { Context } from "../ground/context.ts";
import { storedNow } from "../ground/context.ts";
import { nextId, type SaveRecord } from "../ground/database.ts";

export interface Screenshot {
  fileName: string;
  bytes: Uint8Array;
}

/** RomM's hash of a save's bytes, as this version computes it; null: it could not. */
export function hashOf({ traits }: Context, bytes: Uint8Array): string | null {
  return traits.hashesRawSaves || looksLikeZip(bytes) ? contentHash(bytes) : null;
}

/** Keeps a screenshot beside the save; whether it is linked to it is a matter of names (section 8). */
export function putScreenshot(context: Context, save: SaveRecord, shot: Screenshot): void {
  const now = storedNow(context);
  const file_path = save.file_path.replace("/saves/", "/screenshots/");
  context.files.write(`${file_path}/${shot.fileName}`, shot.bytes);
  const { database } = context;
  const known = database.screenshots.find(
    (row) => row.user_id === save.user_id && row.rom_id === save.rom_id && row.file_name === shot.fileName,
  );
  if (known !== undefined) Object.assign(known, { file_size_bytes: shot.bytes.length, updated_at: now });
  else
    database.screenshots.push({
      id: nextId(database, "screenshots"),
      rom_id: save.rom_id,
      user_id: save.user_id,
      file_name: shot.fileName,
      file_path,
      file_size_bytes: shot.bytes.length,
      created_at: now,
      updated_at: now,
    });
}

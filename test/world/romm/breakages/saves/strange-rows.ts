import { type Breakage, type JsonObject, rewriteRows } from "../breakage.ts";

/** Rows as no release tells them. */
export const strangeRowBreakages = {
  "listed-rows-have-a-date": strange("dated", { updated_at: null }),
  "listed-rows-have-devices": strange("followed", { device_syncs: null }),
  "listed-hashes-are-md5-or-none": strange("hashed", { content_hash: "none" }),
} satisfies Record<string, Breakage>;

function strange(emulator: string, change: JsonObject): Breakage {
  return rewriteRows("GET /api/saves", (row) => (row.emulator === emulator ? { ...row, ...change } : row));
}

import * as v from "valibot";
import { RommError } from "../core/romm-error.ts";
import { decode } from "./decode.ts";
import type { Call, Calls, QueryValue } from "./wire/call.ts";

/** One page of RomM's list, its rows not decoded. */
export interface RomPage {
  rows: unknown[];
  /** Of all pages; null: the server does not count. */
  total: number | null;
}

const page = v.object({
  items: v.array(v.unknown()),
  total: v.nullish(v.pipe(v.number(), v.safeInteger()), null),
});
const identified = v.object({ id: v.number() });

const pageLength = 500;

/** Without the expensive extras of RomM 5.2; servers ignore those that they do not know. */
export function romListCall(query: Record<string, QueryValue | QueryValue[]>): Call {
  return {
    task: "list the games",
    method: "GET",
    path: "/api/roms",
    query: { ...query, with_char_index: false, with_filter_values: false, with_rom_id_index: false },
    patience: "library",
  };
}

/**
 * RomM 5.2 `GET /api/roms` from its first page to its last; rows that moved between pages while they were read come
 * once. The server counts for the first page only.
 */
export async function* readRomPages(
  calls: Calls,
  filter: Record<string, QueryValue | QueryValue[]>,
  signal: AbortSignal,
): AsyncGenerator<RomPage> {
  const seen = new Set<number>();
  let total: number | null = null;
  for (let offset = 0; ; ) {
    const paging = { limit: pageLength, offset, order_by: "id", order_dir: "asc" };
    const call = romListCall({ ...filter, ...paging, with_total: offset === 0 });
    const found = decode(page, (await calls.ask(call, signal)).json, call.task);
    total ??= found.total;
    const fresh = found.items.filter((row) => isFirst(row, seen));
    if (fresh.length > 0) yield { rows: fresh, total };
    offset += found.items.length;
    const isLast = total === null ? found.items.length < pageLength : offset >= total;
    if (isLast) return;
    // An incomplete list must not pass for a whole one.
    if (fresh.length === 0) throw unexpected(call.task, "its pages do not add up");
  }
}

function isFirst(row: unknown, seen: Set<number>): boolean {
  const read = v.safeParse(identified, row);
  if (!read.success) return true;
  const isNew = !seen.has(read.output.id);
  seen.add(read.output.id);
  return isNew;
}

export function unexpected(task: string, what: string): RommError {
  return new RommError(
    "malformed",
    `Could not ${task}: RomM's answer cannot be right, ${what}. Check that no cache stands in front of RomM, then try again.`,
  );
}

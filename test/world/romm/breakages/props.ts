import { asObject, type Breakage, on, rebody, requery, restatus, rewriteRows } from "./breakage.ts";

const route = "PUT /api/roms/*/props";

/** Section 3. */
export const propsBreakages = {
  "flat-props-change-what-is-given": rewriteRows(route, (row) => ({
    ...row,
    backlogged: row.status === "finished" ? false : row.backlogged,
  })),
  "flat-servers-ignore-the-wrapped-body": rebody(route, (body) => ({ ...asObject(body.data), ...body })),
  "wrapped-props-change-what-is-given": rebody(route, (body) => ({ ...body, data: {} })),
  "wrapped-servers-ignore-the-flat-body": rebody(route, (body) => ({ data: body, ...body })),
  "null-clears-the-status": rebody(route, ({ status, ...body }) =>
    status === null ? body : { ...body, status },
  ),
  "null-flag-is-500": restatus(route, 500, 422),
  "unknown-status-is-422": rebody(route, (body) => (body.status === "mastered" ? {} : body)),
  "rating-is-at-most-ten": rebody(route, (body) => (body.rating === 11 ? { rating: 10 } : body)),
  "last-played-can-be-set": rewriteRows(route, (row) => ({
    ...row,
    last_played: row.last_played && new Date(Date.parse(String(row.last_played)) - 3_600_000).toISOString(),
  })),
  "last-played-can-be-removed": requery(route, (query) => {
    if (!query.has("update_last_played")) query.delete("remove_last_played");
  }),
  "last-played-cannot-be-both": requery(route, (query) => {
    if (query.has("update_last_played")) query.delete("remove_last_played");
  }),
  "main-sibling-is-one": on(route, async (c, next) => {
    const { database } = c.get("rules");
    const before = database.romUsers.filter((row) => row.is_main_sibling);
    await next();
    for (const row of before) row.is_main_sibling = true;
  }),
  "props-of-unknown-rom-are-404": restatus(route, 404, 400),
} satisfies Record<string, Breakage>;

import {
  asObject,
  type Breakage,
  during,
  instead,
  on,
  queryOf,
  replaceJson,
  requery,
  restatus,
  rewrite,
  rewriteRows,
} from "../breakage.ts";
import { grantDevicesRead, tokenOf } from "../rows.ts";

const list = "GET /api/saves";
const one = "GET /api/saves/#";
const summary = "GET /api/saves/summary";

/** Sections 5 and 5.1. */
export const saveReadBreakages = {
  "row-has-its-fields": rewriteRows(one, ({ file_name_no_tags, ...row }) => row),
  "row-has-visibility": rewriteRows(one, ({ is_public, ...row }) => row),
  "row-had-no-origin": rewriteRows(one, (row) => ({ ...row, origin_device_id: null })),
  "download-path-is-the-content-route": rewriteRows(one, (row) => ({
    ...row,
    download_path: `/api/raw/assets/${String(row.full_path)}`,
  })),
  "download-path-was-raw": rewriteRows(one, (row) => ({
    ...row,
    download_path: `/api/saves/${String(row.id)}/content`,
  })),
  "list-is-an-array": instead(
    list,
    (c) => ["rom_id", "slot", "device_id"].every((name) => queryOf(c).has(name)),
    200,
    { items: [] },
  ),
  "list-shows-own-saves-only": during(list, (c) => {
    const userId = tokenOf(c)?.user_id ?? 0;
    const strangers = c.get("rules").database.saves.filter((row) => row.user_id !== userId);
    const owners = strangers.map((row) => row.user_id);
    for (const row of strangers) row.user_id = userId;
    return () => {
      for (const [index, row] of strangers.entries()) row.user_id = owners[index] ?? 0;
    };
  }),
  "list-of-unknown-rom-is-empty": instead(list, (c) => queryOf(c).get("rom_id") === "987654321", 404, {
    detail: "Rom not found",
  }),
  "list-filters-by-whole-slot": on(list, async (c, next) => {
    const slot = queryOf(c).get("slot") ?? "";
    const query = queryOf(c);
    const isExact = c.get("rules").database.saves.some((row) => row.slot === slot);
    if (isExact) query.delete("slot");
    c.set("query", query);
    await next();
    if (isExact)
      await replaceJson(c, (body) =>
        Array.isArray(body) ? body.filter((row) => String(asObject(row).slot).startsWith(slot)) : body,
      );
  }),
  "list-filters-by-platform": requery(list, (query) => query.delete("platform_id")),
  "empty-slot-selects-no-archive": requery(list, (query) => {
    if (query.get("slot") === "") query.delete("slot");
  }),
  "no-device-no-syncs": rewriteRows(one, (row, c) =>
    queryOf(c).has("device_id") ? row : { ...row, device_syncs: [entryFor("unasked")] },
  ),
  "stranger-gets-a-made-up-entry": rewriteRows(one, (row, c) => {
    const { syncs } = c.get("rules").database;
    const entries = Array.isArray(row.device_syncs) ? row.device_syncs.map(asObject) : [];
    const isReal = (id: unknown) => syncs.some((sync) => sync.save_id === row.id && sync.device_id === id);
    const device_syncs = entries.map((entry) =>
      isReal(entry.device_id) ? entry : { ...entry, last_synced_at: "1970-01-01T00:00:00+00:00" },
    );
    return { ...row, device_syncs };
  }),
  "every-device-is-shown": { traits: { listsAllDeviceSyncs: false } },
  "only-the-caller-was-shown": { traits: { listsAllDeviceSyncs: true } },
  "list-with-unknown-device-is-404": restatus(list, 404, 400),
  "list-with-device-needs-its-scope": during(list, grantDevicesRead),
  "identifiers-are-ids": rewrite("GET /api/saves/identifiers", (body) =>
    Array.isArray(body) ? body.map((id) => ({ id })) : body,
  ),
  "unknown-save-is-404": restatus(one, 404, 400, (c) => c.req.path.endsWith("/987654321")),
  "summary-needs-a-rom": instead(summary, (c) => !queryOf(c).has("rom_id"), 200, {
    total_count: 0,
    slots: [],
  }),
  "summary-counts-each-slot": rewriteSlots((slot) => ({ ...slot, count: 1 })),
  "summary-shows-the-latest": on(summary, async (c, next) => {
    await next();
    const { saves } = c.get("rules").database;
    await replaceJson(c, (body) => ({
      ...asObject(body),
      slots: slotsIn(body).map((slot) => {
        const rows = saves.filter((row) => row.slot === slot.slot).sort((a, b) => b.id - a.id);
        return { ...slot, latest: { ...asObject(slot.latest), id: rows[0]?.id } };
      }),
    }));
  }),
  "summary-shows-no-devices": on(summary, async (c, next) => {
    await next();
    const device_id = queryOf(c).get("device_id");
    if (device_id === null) return;
    await replaceJson(c, (body) => ({
      ...asObject(body),
      slots: slotsIn(body).map((slot) => ({
        ...slot,
        latest: { ...asObject(slot.latest), device_syncs: [entryFor(device_id)] },
      })),
    }));
  }),
  "summary-of-unknown-rom-is-empty": instead(summary, (c) => queryOf(c).get("rom_id") === "987654321", 404, {
    detail: "Rom not found",
  }),
} satisfies Record<string, Breakage>;

function entryFor(device_id: string) {
  return { device_id, last_synced_at: "2026-01-01T00:00:00+00:00", is_untracked: false, is_current: true };
}

function rewriteSlots(change: (slot: Record<string, unknown>) => Record<string, unknown>): Breakage {
  return rewriteRows(summary, (body) => ({ ...body, slots: slotsIn(body).map(change) }));
}

function slotsIn(body: unknown): Record<string, unknown>[] {
  const { slots } = asObject(body);
  return Array.isArray(slots) ? slots.map(asObject) : [];
}

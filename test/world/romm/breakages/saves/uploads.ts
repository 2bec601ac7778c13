import type { RommContext } from "../../http/app.ts";
import type { SaveRecord } from "../../rules/ground/database.ts";
import {
  afterwards,
  asObject,
  type Breakage,
  during,
  instead,
  on,
  queryOf,
  replaceJson,
  restatus,
  rewriteRows,
} from "../breakage.ts";
import { saveOf, tokenOf } from "../rows.ts";

const post = "POST /api/saves";
const tag = / \[\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}\]/;

/** Section 5.2: name and row. */
export const uploadBreakages = {
  "upload-is-200": restatus(post, 200, 201),
  "slot-upload-is-tagged": rewriteName((name) => name.replace(tag, "")),
  "old-tags-are-replaced": rewriteName((name) => name.replace(" (", " [2020-01-01_00-00-00] (")),
  "upload-without-slot-keeps-its-name": rewriteName((name, c) =>
    queryOf(c).has("slot") ? name : name.replace(/(\.\w+)$/, " [2026-01-01_00-00-00]$1"),
  ),
  "save-file-is-required": on(post, async (c, next) => {
    await next();
    if (c.res.status === 422) await replaceJson(c, () => ({ detail: [{ loc: ["body", "file"] }] }));
  }),
  "encoded-name-alone-is-422": { traits: { readsEncodedFileNames: true } },
  "encoded-name-alone-was-taken": { traits: { readsEncodedFileNames: false } },
  "names-are-sanitised": rewriteName((name) => name.replace("a-b-c", "a:b:c")),
  "empty-name-is-400": restatus(post, 400, 422),
  "long-name-is-500": restatus(
    post,
    500,
    400,
    (c) => !queryOf(c).has("emulator") && (queryOf(c).get("slot") ?? "").length < 200,
  ),
  "upload-to-unknown-rom-is-404": restatus(post, 404, 400, (c) => !queryOf(c).has("device_id")),
  "upload-checks-the-device-first": instead(post, (c) => queryOf(c).has("device_id") && !isKnownRom(c), 404, {
    detail: "Rom not found",
  }),
  "upload-with-device-needs-its-scope": during(post, (c) => {
    const token = tokenOf(c);
    const scopes = token?.scopes ?? [];
    if (token !== undefined && queryOf(c).has("device_id")) token.scopes = [...scopes, "devices.write"];
    return () => {
      if (token !== undefined) token.scopes = scopes;
    };
  }),
  "slot-only-grows": on("GET /api/saves", async (c, next) => {
    await next();
    if (!queryOf(c).has("slot")) return;
    await replaceJson(c, (body) => {
      const ids = Array.isArray(body) ? body.map((row) => Number(asObject(row).id)) : [];
      return Array.isArray(body) ? body.filter((row) => asObject(row).id === Math.max(...ids)) : body;
    });
  }),
  "same-second-replaces": hidingRows((row, c) => row.slot !== null && row.slot === queryOf(c).get("slot")),
  "without-slot-the-name-decides": hidingRows(
    (row, c) =>
      row.slot === null &&
      row.origin_device_id === null &&
      !["slot", "device_id", "emulator"].some((name) => queryOf(c).has(name)),
  ),
  "other-slots-row-is-taken-over": on(post, async (c, next) => {
    const slots = new Map(c.get("rules").database.saves.map((row) => [row.id, row.slot]));
    await next();
    if (c.res.status >= 300) return;
    await replaceJson(c, (body) => {
      const row = asObject(body);
      return slots.has(Number(row.id)) ? { ...row, slot: slots.get(Number(row.id)) } : row;
    });
  }),
  "same-name-is-replaced-in-any-slot": { traits: { findsNamesInAnySlot: false } },
  "two-slots-share-one-file": { traits: { takesOverCollidingRow: true } },
  "emulator-follows-the-upload": { traits: { followsUploadPath: false } },
  "emulator-is-a-folder": rewriteRows(post, (row) => ({
    ...row,
    file_path: String(row.file_path).replace(`/${String(row.emulator)}`, ""),
  })),
  "emulator-cannot-climb": restatus(post, 500, 400, (c) => queryOf(c).has("emulator")),
  "origin-is-the-first-uploader": afterwards(post, (c, row) => {
    const deviceId = queryOf(c).get("device_id");
    if (deviceId !== null && row.slot === null) saveOf(c, Number(row.id)).origin_device_id = deviceId;
  }),
  "uploader-is-current": rewriteRows("GET /api/saves", (row) => ({
    ...row,
    device_syncs: withCurrent(row, false),
  })),
  "mariadb-answers-not-current": rewriteRows(post, (row) => ({
    ...row,
    device_syncs: withCurrent(row, true),
  })),
  "mariadb-answers-fractions": rewriteRows(post, (row) => ({
    ...row,
    created_at: String(row.created_at).replace(/\.\d+/, ""),
  })),
  "postgres-answers-current": rewriteRows(post, (row) => ({ ...row, device_syncs: withCurrent(row, false) })),
  "replacing-tracks-again": on(post, async (c, next) => {
    const { database } = c.get("rules");
    const untracked = database.syncs.filter((row) => row.is_untracked);
    await next();
    for (const row of untracked) row.is_untracked = true;
  }),
  "upload-bumps-last-seen": during(post, (c) => {
    const { devices } = c.get("rules").database;
    const before = devices.map((row) => row.last_seen);
    return () => {
      for (const [index, row] of devices.entries()) row.last_seen = before[index] ?? null;
    };
  }),
  "upload-sets-last-played": afterwards(post, (c) => {
    for (const row of c.get("rules").database.romUsers) row.last_played = null;
  }),
  "slot-screenshot-is-not-linked": rewriteRows("GET /api/saves/#", (row, c) => {
    const shot = c.get("rules").database.screenshots.find(({ rom_id }) => rom_id === row.rom_id);
    return { ...row, screenshot: row.screenshot ?? shot ?? null };
  }),
} satisfies Record<string, Breakage>;

function rewriteName(change: (name: string, c: RommContext) => string): Breakage {
  return rewriteRows(post, (row, c) => ({ ...row, file_name: change(String(row.file_name), c) }));
}

/** While an upload is at work, the rows bear names under which it does not find them. */
function hidingRows(isHidden: (row: SaveRecord, c: RommContext) => boolean): Breakage {
  return during(post, (c) => {
    const rows = c.get("rules").database.saves.filter((row) => isHidden(row, c));
    const names = rows.map((row) => row.file_name);
    for (const row of rows) row.file_name = `hidden ${row.id}`;
    return () => {
      for (const [index, row] of rows.entries()) row.file_name = names[index] ?? row.file_name;
    };
  });
}

function withCurrent(row: Record<string, unknown>, is_current: boolean) {
  const entries = Array.isArray(row.device_syncs) ? row.device_syncs.map(asObject) : [];
  return entries.map((entry) => ({ ...entry, is_current }));
}

function isKnownRom(c: RommContext): boolean {
  const romId = Number(queryOf(c).get("rom_id"));
  return c.get("rules").database.roms.some((rom) => rom.id === romId);
}

import type { SaveRecord } from "../../rules/ground/database.ts";
import {
  afterwards,
  type Breakage,
  during,
  idIn,
  instead,
  on,
  queryOf,
  replaceJson,
  restatus,
  rewriteRows,
} from "../breakage.ts";
import { entriesOf, findSave } from "../rows.ts";

const put = "PUT /api/saves/*";
const one = "GET /api/saves/#";

/** Sections 5.3, 5.6 and 9.4. */
export const saveChangeBreakages = {
  "put-replaces-in-place": on(put, async (c, next) => {
    const { files } = c.get("rules");
    const save = findSave(c);
    const path = `${save?.file_path}/${save?.file_name}`;
    const before = files.read(path);
    await next();
    const after = files.read(path);
    if (save === undefined || after === null || after === before) return;
    save.file_name = `renamed ${save.file_name}`;
    files.write(`${save.file_path}/${save.file_name}`, after);
  }),
  "put-recomputes-the-hash": restoring(put, (save) => ({ content_hash: save.content_hash })),
  "put-bumps-the-time": rewriteRows(one, (row, c) =>
    queryOf(c).has("device_id") ? row : { ...row, updated_at: row.created_at },
  ),
  "put-has-no-conflict": instead(
    put,
    (c) => {
      const origin = findSave(c)?.origin_device_id ?? null;
      const deviceId = queryOf(c).get("device_id");
      return deviceId !== null && origin !== null && deviceId !== origin;
    },
    409,
    { detail: "Save has been updated since your last sync" },
  ),
  "put-makes-others-stale": rewriteRows(one, (row, c) => {
    const { syncs } = c.get("rules").database;
    const isReal = (id: unknown) => syncs.some((sync) => sync.save_id === row.id && sync.device_id === id);
    const device_syncs = entriesOf(row).map((entry) =>
      isReal(entry.device_id) ? { ...entry, is_current: true } : entry,
    );
    return { ...row, device_syncs };
  }),
  "put-marks-its-device": afterwards(put, (c, row) => {
    const { database } = c.get("rules");
    const deviceId = queryOf(c).get("device_id");
    database.syncs = database.syncs.filter((sync) => sync.save_id !== row.id || sync.device_id !== deviceId);
  }),
  "put-links-its-screenshot": rewriteRows(one, (row) => ({ ...row, screenshot: null })),
  "put-of-unknown-save-is-404": restatus(put, 404, 400),
  "delete-answers-the-ids": on("POST /api/saves/delete", async (c, next) => {
    await next();
    if (c.res.status === 200) await replaceJson(c, () => null);
  }),
  "delete-removes-the-row": restatus(
    one,
    404,
    200,
    (c) => findSave(c) === undefined && idIn(c) <= (c.get("rules").database.lastIds.saves ?? 0),
  ),
  "delete-nothing-is-400": restatus("POST /api/saves/delete", 400, 422),
  "delete-stops-at-the-unknown": on("POST /api/saves/delete", async (c, next) => {
    const { database } = c.get("rules");
    const before = database.saves;
    await next();
    if (c.res.status === 404) database.saves = before;
  }),
  "visibility-redates-the-row": restoring("PUT /api/saves/*/visibility", (save) => ({
    updated_at: save.updated_at,
  })),
  "visibility-is-kept": rewriteRows("PUT /api/saves/*/visibility", (row) => ({ ...row, is_public: false })),
  "put-keeps-the-origin": afterwards(put, (c) => {
    const save = findSave(c);
    const deviceId = queryOf(c).get("device_id");
    if (save?.origin_device_id) save.origin_device_id = deviceId;
  }),
  "rehash-redates-what-it-changes": { traits: { rehashRedatesAll: true } },
  "start-hashes-what-has-none": { traits: { rehashesAtStart: false } },
} satisfies Record<string, Breakage>;

/** Lets a request change everything but those columns of its save. */
function restoring(route: string, columns: (save: SaveRecord) => Partial<SaveRecord>): Breakage {
  return during(route, (c) => {
    const save = findSave(c);
    const before = save === undefined ? {} : columns(save);
    return () => {
      if (save !== undefined) Object.assign(save, before);
    };
  });
}

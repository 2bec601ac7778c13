import {
  afterwards,
  type Breakage,
  during,
  idIn,
  on,
  replaceJson,
  requery,
  restatus,
  rewriteRows,
} from "../breakage.ts";
import { entriesOf, findSave, saveOf, tokenOf, unknownHashes } from "../rows.ts";

const one = "GET /api/saves/#";
const content = "GET /api/saves/*/content";
const downloaded = "POST /api/saves/*/downloaded";

/** Sections 5.4 and 5.5. */
export const downloadBreakages = {
  "content-is-the-bytes": on(content, async (c, next) => {
    await next();
    if (c.res.status === 200) c.header("content-disposition", "inline");
  }),
  "optimistic-marks-before-the-bytes": requery(content, (query) => query.set("optimistic", "false")),
  "optimistic-false-marks-nothing": requery(content, (query) => query.delete("optimistic")),
  "content-of-unknown-save-is-404": restatus(content, 404, 400, (c) => idIn(c) === 987_654_321),
  "missing-file-says-so": on(content, async (c, next) => {
    await next();
    if (c.res.status === 404 && findSave(c) !== undefined)
      await replaceJson(c, () => ({ detail: `Save with ID ${idIn(c)} not found` }));
  }),
  "public-saves-are-for-anyone": during(content, (c) => {
    const shown = c.get("rules").database.saves.filter((row) => row.is_public);
    for (const row of shown) row.is_public = false;
    return () => {
      for (const row of shown) row.is_public = true;
    };
  }),
  "private-saves-are-404": restatus(content, 404, 403, (c) => {
    const row = findSave(c);
    return row !== undefined && row.user_id !== tokenOf(c)?.user_id;
  }),
  "saves-of-hidden-roms-are-404": during(content, (c) => {
    const hidden = c.get("rules").database.roms.filter((rom) => rom.is_hidden_by_admin);
    for (const rom of hidden) rom.is_hidden_by_admin = false;
    return () => {
      for (const rom of hidden) rom.is_hidden_by_admin = true;
    };
  }),
  "downloaded-marks-the-device": rewriteRows(downloaded, (row) => ({
    ...row,
    device_syncs: entriesOf(row).map((entry) =>
      row.updated_at === row.created_at ? { ...entry, is_current: false } : entry,
    ),
  })),
  "downloaded-takes-the-present-version": afterwards(downloaded, (c, row) => {
    const save = saveOf(c, Number(row.id));
    for (const sync of c.get("rules").database.syncs)
      if (sync.save_id === save.id && sync.last_synced_at === save.updated_at)
        sync.last_synced_at = save.created_at;
  }),
  "downloaded-needs-one-scope": restatus(downloaded, 200, 403, (c) => tokenOf(c)?.scopes.length === 1),
  "downloaded-of-unknown-is-404": restatus(downloaded, 404, 400),
  "downloaded-tracks-again": on(downloaded, async (c, next) => {
    const untracked = c.get("rules").database.syncs.filter((row) => row.is_untracked);
    await next();
    for (const row of untracked) row.is_untracked = true;
  }),
  "untrack-sets-the-flag": rewriteRows("POST /api/saves/*/untrack", (row) => ({
    ...row,
    device_syncs: entriesOf(row).map((entry) => ({ ...entry, is_untracked: false, ...unknownHashes })),
  })),
  "untrack-says-synced-now": rewriteRows(one, (row) => ({
    ...row,
    device_syncs: entriesOf(row).map((entry) =>
      entry.is_untracked ? { ...entry, last_synced_at: row.updated_at } : entry,
    ),
  })),
  "track-clears-the-flag": rewriteRows("POST /api/saves/*/track", (row) => ({
    ...row,
    device_syncs: entriesOf(row).map((entry) => ({ ...entry, is_untracked: true })),
  })),
  "track-makes-no-entry": afterwards("POST /api/saves/*/track", (c, row) => {
    const { syncs } = c.get("rules").database;
    const save = saveOf(c, Number(row.id));
    for (const { device_id } of entriesOf(row))
      if (!syncs.some((sync) => sync.save_id === save.id && sync.device_id === device_id))
        syncs.push({
          device_id: String(device_id),
          save_id: save.id,
          last_synced_at: save.updated_at,
          is_untracked: false,
          ...unknownHashes,
        });
  }),
  "next-row-is-tracked": rewriteRows(one, (row, c) => {
    const { saves, syncs } = c.get("rules").database;
    const older = saves.filter((save) => save.slot === row.slot && save.id < Number(row.id));
    const isUntracked = (id: unknown) =>
      syncs.some(
        (sync) =>
          sync.device_id === id && sync.is_untracked && older.some((save) => save.id === sync.save_id),
      );
    const device_syncs = entriesOf(row).map((entry) =>
      isUntracked(entry.device_id) ? { ...entry, is_untracked: true } : entry,
    );
    return { ...row, device_syncs };
  }),
} satisfies Record<string, Breakage>;

import type { RommContext } from "../../http/app.ts";
import type { SaveRecord } from "../../rules/ground/database.ts";
import {
  afterwards,
  asObject,
  type Breakage,
  during,
  idIn,
  instead,
  on,
  queryOf,
  readBody,
  requery,
} from "../breakage.ts";
import { unknownHashes } from "../rows.ts";
import { spelledAlike } from "./conflicts.ts";

const post = "POST /api/saves";

/** Section 5.2: dedup, clean-up, session counter. */
export const dedupAndCleanupBreakages = {
  "equal-bytes-answer-the-old-row": hidingHashes(
    ([row, ...more], c) =>
      row !== undefined &&
      more.length === 0 &&
      row.updated_at + 1000 <= c.get("rules").now() &&
      !queryOf(c).has("device_id"),
  ),
  "dedup-finds-any-row": hidingHashes(
    (rows, c) => rows.length > 1 && !queryOf(c).has("device_id") && !queryOf(c).has("autocleanup"),
  ),
  "dedup-stays-in-its-slot": { traits: { dedupsWithinSlot: false } },
  "dedup-crossed-slots": { traits: { dedupsWithinSlot: true } },
  "overwrite-skips-dedup": requery(post, (query) => {
    if (!query.has("device_id")) query.delete("overwrite");
  }),
  "dedup-marks-no-device": afterwards(post, (c, row) => {
    const { syncs, saves } = c.get("rules").database;
    const device_id = queryOf(c).get("device_id");
    const save = saves.find(({ id }) => id === row.id);
    const isKnown = syncs.some((sync) => sync.save_id === row.id && sync.device_id === device_id);
    if (device_id !== null && save !== undefined && !isKnown)
      syncs.push({
        device_id,
        save_id: save.id,
        last_synced_at: save.updated_at,
        is_untracked: false,
        ...unknownHashes,
      });
  }),
  "dedup-cleans-nothing-up": afterUpload((c, { isNew, rows }) => {
    if (!isNew && queryOf(c).has("autocleanup")) drop(c, rows[0]);
  }),
  "same-second-dedup-loses-the-file": on(post, async (c, next) => {
    const { files } = c.get("rules");
    const kept = rowsOfSlot(c).map((row) => {
      const path = `${row.file_path}/${row.file_name}`;
      return { path, bytes: files.read(path) };
    });
    await next();
    for (const { path, bytes } of kept) if (bytes !== null && !files.has(path)) files.write(path, bytes);
  }),
  "postgres-keeps-spellings-apart": spelledAlike((c) => !queryOf(c).has("device_id")),
  "dedup-finds-a-lost-file": during(post, (c) => {
    const { files } = c.get("rules");
    const lost = rowsOfSlot(c).filter((row) => !files.has(`${row.file_path}/${row.file_name}`));
    const hashes = lost.map((row) => row.content_hash);
    for (const row of lost) row.content_hash = null;
    return () => {
      for (const [index, row] of lost.entries()) row.content_hash = hashes[index] ?? null;
    };
  }),
  "no-hash-no-dedup": afterUpload((c, { isNew, rows }) => {
    const [first, second] = rows.filter((row) => row.content_hash === null);
    if (isNew && first !== undefined) drop(c, second);
  }),
  "cleanup-keeps-the-newest": afterUpload((c, { isNew, rows }) => {
    if (isNew && queryOf(c).has("autocleanup") && rows.length > 1) drop(c, rows[0]);
  }),
  "cleanup-removes-the-file": instead(
    "GET /api/saves/*/content",
    (c) => {
      const { saves, lastIds } = c.get("rules").database;
      return idIn(c) <= (lastIds.saves ?? 0) && !saves.some((row) => row.id === idIn(c));
    },
    200,
    "the old bytes",
  ),
  "cleanup-is-asked-for": requery(post, (query) => {
    if (query.has("autocleanup_limit")) query.set("autocleanup", "true");
  }),
  "cleanup-may-take-the-newest": afterUpload((c, { id, rows }) => {
    if (queryOf(c).has("autocleanup") && rows.length === 1 && !rows.some((row) => row.id === id))
      drop(c, rows[0]);
  }),
  "cleanup-limit-is-at-least-one": { traits: { clampsCleanupLimit: false } },
  "cleanup-limit-zero-took-all": { traits: { clampsCleanupLimit: true } },
  "cleanup-stays-in-its-slot": afterwards(post, (c, row) => {
    const { database } = c.get("rules");
    if (queryOf(c).has("autocleanup"))
      database.saves = database.saves.filter((save) => save.rom_id !== row.rom_id || save.slot === row.slot);
  }),
  "upload-counts-for-its-session": { traits: { countsSyncSessions: false } },
  "unknown-session-is-no-error": instead(post, (c) => queryOf(c).get("session_id") === "987654321", 404, {
    detail: "Sync session not found",
  }),
} satisfies Record<string, Breakage>;

/** While an upload is at work, the slot's rows have no hash by which it could find them. */
function hidingHashes(when: (rows: SaveRecord[], c: RommContext) => boolean): Breakage {
  return during(post, (c) => {
    const rows = rowsOfSlot(c);
    const hidden = when(rows, c) ? rows : [];
    const hashes = hidden.map((row) => row.content_hash);
    for (const row of hidden) row.content_hash = null;
    return () => {
      for (const [index, row] of hidden.entries()) row.content_hash ??= hashes[index] ?? null;
    };
  });
}

/** Acts once an upload was answered, on the slot's rows as they are then. */
function afterUpload(
  act: (c: RommContext, facts: { id: unknown; isNew: boolean; rows: SaveRecord[] }) => void,
): Breakage {
  return on(post, async (c, next) => {
    const before = rowsOfSlot(c).map((row) => row.id);
    await next();
    const { id } = asObject(await readBody(c));
    if (c.res.status === 200)
      act(c, { id, isNew: !before.some((known) => known === id), rows: rowsOfSlot(c) });
  });
}

function drop(c: RommContext, gone: SaveRecord | undefined): void {
  const { database } = c.get("rules");
  database.saves = database.saves.filter((row) => row !== gone);
}

function rowsOfSlot(c: RommContext): SaveRecord[] {
  const slot = queryOf(c).get("slot");
  return c.get("rules").database.saves.filter((row) => row.slot !== null && row.slot === slot);
}

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
  requery,
  restatus,
} from "../breakage.ts";

const post = "POST /api/saves";

/** Section 5.2: the 409. */
export const conflictBreakages = {
  "stranger-to-the-head-is-409": restatus(
    post,
    409,
    412,
    (c) => queryOf(c).has("slot") && syncsInSlot(c).length === 0,
  ),
  "stale-device-is-409": restatus(post, 409, 412, (c) => syncsInSlot(c).length > 0),
  "slot-conflict-is-a-sentence": redetail(() => ({ detail: { error: "conflict" } }), true),
  "specified-conflict-is-an-object": redetail(
    (detail) => ({
      detail: { ...asObject(detail), device_sync_time: "2026-01-01T00:00:00+00:00" },
    }),
    true,
    "conflict",
  ),
  "specified-stale-is-out-of-sync": redetail(
    (detail) => ({
      detail: { ...asObject(detail), error: "conflict" },
    }),
    true,
    "out_of_sync",
  ),
  "conflict-changes-nothing": on(post, async (c, next) => {
    await next();
    const { saves } = c.get("rules").database;
    const head = rowsOfSlot(c).at(-1);
    if (c.res.status === 409 && head !== undefined) saves.push({ ...head, id: head.id + 1_000_000 });
  }),
  "device-in-step-may-upload": instead(
    post,
    (c) => {
      const deviceId = queryOf(c).get("device_id");
      const head = rowsOfSlot(c).at(-1);
      const origin = head?.origin_device_id ?? null;
      const holdsIt = syncsInSlot(c).some((row) => row.save_id === head?.id);
      return deviceId !== null && origin !== null && origin !== deviceId && holdsIt && !isOverwriting(c);
    },
    409,
    { detail: "Slot has a newer save since your last sync" },
  ),
  "no-device-no-conflict": instead(
    post,
    (c) => !queryOf(c).has("device_id") && (rowsOfSlot(c).at(-1)?.origin_device_id ?? null) !== null,
    409,
    { detail: "Slot has a newer save since your last sync" },
  ),
  "overwrite-has-no-conflict": instead(
    post,
    (c) =>
      isOverwriting(c) &&
      queryOf(c).has("device_id") &&
      rowsOfSlot(c).length > 0 &&
      syncsInSlot(c).length === 0,
    409,
    { detail: "Slot has a newer save since your last sync" },
  ),
  "archive-conflict-needs-a-sync": instead(
    post,
    (c) => {
      const { saves, syncs } = c.get("rules").database;
      const deviceId = queryOf(c).get("device_id");
      const romId = Number(queryOf(c).get("rom_id"));
      const rows = saves.filter((row) => row.slot === null && row.rom_id === romId);
      const isUnseen = (row: SaveRecord) =>
        !syncs.some((sync) => sync.save_id === row.id && sync.device_id === deviceId);
      return deviceId !== null && !queryOf(c).has("slot") && rows.some(isUnseen);
    },
    409,
    { detail: "Save has been updated since your last sync" },
  ),
  "archive-conflict-is-a-sentence": redetail(
    () => ({ detail: "Slot has a newer save since your last sync" }),
    false,
  ),
  "mariadb-folds-slots-in-the-lock": requery(post, (query, c) => {
    const slot = query.get("slot");
    const isKnownSlot = c.get("rules").database.saves.some((row) => row.slot === slot);
    const isNewSpelling = slot !== null && !isKnownSlot && slot === slot.toUpperCase();
    if (isNewSpelling) query.set("overwrite", "true");
  }),
  "postgres-locks-each-spelling": spelledAlike((c) => queryOf(c).has("device_id")),
  "untracked-then-tracked-passes": afterwards("POST /api/saves/*/track", (c, body) => {
    const { database } = c.get("rules");
    const save = database.saves.find((row) => row.id === body.id);
    database.syncs = database.syncs.filter(
      (row) => row.save_id !== save?.id || row.last_synced_at <= save.updated_at,
    );
  }),
} satisfies Record<string, Breakage>;

/** While an upload is at work, the slot's rows of any spelling are spelt as it spells it. */
export function spelledAlike(when: (c: RommContext) => boolean): Breakage {
  return during(post, (c) => {
    const slot = queryOf(c).get("slot");
    const { saves } = c.get("rules").database;
    const others = saves.filter((row) => row.slot?.toLowerCase() === slot?.toLowerCase() && when(c));
    const spellings = others.map((row) => row.slot);
    for (const row of others) row.slot = slot;
    return () => {
      for (const [index, row] of others.entries()) row.slot = spellings[index] ?? null;
    };
  });
}

function redetail(change: (detail: unknown) => unknown, isSlot: boolean, error?: string): Breakage {
  return on(post, async (c, next) => {
    await next();
    if (c.res.status !== 409 || queryOf(c).has("slot") !== isSlot) return;
    await replaceJson(c, (body) => {
      const { detail } = asObject(body);
      return error === undefined || asObject(detail).error === error ? change(detail) : body;
    });
  });
}

function isOverwriting(c: RommContext): boolean {
  return queryOf(c).get("overwrite") === "true";
}

function rowsOfSlot(c: RommContext): SaveRecord[] {
  const slot = queryOf(c).get("slot");
  return c.get("rules").database.saves.filter((row) => row.slot !== null && row.slot === slot);
}

function syncsInSlot(c: RommContext) {
  const deviceId = queryOf(c).get("device_id");
  const ids = rowsOfSlot(c).map((row) => row.id);
  return c
    .get("rules")
    .database.syncs.filter((row) => row.device_id === deviceId && ids.includes(row.save_id));
}

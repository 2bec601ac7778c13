import {
  afterwards,
  asObject,
  type Breakage,
  during,
  idIn,
  on,
  queryOf,
  rebody,
  requery,
  rewriteRows,
} from "../breakage.ts";
import { entriesOf, grantDevicesRead, tokenOf } from "../rows.ts";

const [post, negotiate] = ["POST /api/saves", "POST /api/sync/negotiate"];
const confirm = "POST /api/saves/*/downloaded";
const [put, sessions] = ["PUT /api/saves/*", "GET /api/play-sessions"];

/** RomM 5.4. */
export const breakages54 = {
  "confirm-keeps-what-was-served": requery(post, (query) => {
    if (query.has("device_id") && !query.has("content_hash")) query.set("content_hash", "f".repeat(32));
  }),
  "confirm-moved-at-once": rewriteRows(confirm, (row, c) => ({
    ...row,
    device_syncs: entriesOf(row).map((entry) =>
      wasPut(c.get("rules").database.saves, idIn(c)) ? { ...entry, is_current: false } : entry,
    ),
  })),
  "upload-hash-lets-the-confirm-move": requery(post, (query) => {
    if (query.get("content_hash") === "a".repeat(32)) query.delete("content_hash");
  }),
  "put-hash-lets-the-confirm-move": requery(put, (query) => query.delete("content_hash")),
  "confirm-with-the-hash-moves-the-second-time": rebody(confirm, ({ content_hash, ...body }, c) => {
    const isOwn = c.get("rules").database.saves.some((save) => save.content_hash === content_hash);
    return isOwn ? body : { ...body, content_hash };
  }),
  "confirm-with-another-hash-forgets": on(confirm, async (c, next) => {
    const { content_hash } = asObject(await c.req.json());
    await next();
    for (const row of c.get("rules").database.syncs)
      if (row.save_id === idIn(c) && typeof content_hash === "string") row.client_hash = content_hash;
  }),
  "long-hash-is-unknown": requery(post, (query) => {
    if (query.get("content_hash")?.length === 33) query.set("content_hash", "b".repeat(32));
  }),
  "optimistic-download-is-what-was-served": afterwards("GET /api/saves/*/content", (c) => {
    for (const row of c.get("rules").database.syncs) if (row.save_id === idIn(c)) row.server_hash = null;
  }),
  "hash-takes-a-conflict-away": on(negotiate, async (c, next) => {
    for (const row of c.get("rules").database.syncs) row.client_hash = null;
    await next();
  }),
  "dedup-marks-the-device": { traits: { dedupMarksDevice: false } },
  "slots-are-compared-exactly": { traits: { comparesSlotsExactly: false } },
  "emulator-is-one-folder": { traits: { checksEmulatorName: false } },
  "long-name-is-400": { traits: { refusesLongNames: false } },
  "unsafe-archive-is-422": { traits: { checksArchives: false } },
  "annotations-keep-the-date": { traits: { hasAnnotations: false } },
  "hidden-rom-takes-no-upload": { traits: { refusesHiddenRoms: false } },
  "bad-sign-in-is-nobody": { traits: { badJwtIs500: true } },
  "play-sessions-need-devices-read": during(sessions, grantDevicesRead),
  "play-sessions-infer-no-device": requery(sessions, (query, c) => {
    const token = tokenOf(c);
    const mayReadDevices = token?.scopes.includes("devices.read");
    if (mayReadDevices && token?.device_id && !queryOf(c).has("device_id"))
      query.set("device_id", token.device_id);
  }),
  "play-sessions-tell-no-sync": { traits: { playSessionsTellSync: true } },
  "devices-have-capabilities": { traits: { deviceHasCapabilities: false } },
  "heartbeat-tells-the-branch": { traits: { tellsBranch: false } },
  "heartbeat-tells-device-install": { traits: { tellsDeviceInstall: false } },
  "sessions-stand-side-by-side": { traits: { keepsSyncSessions: false } },
  "negotiate-equal-marks-the-device": on(negotiate, async (c, next) => {
    const { database } = c.get("rules");
    const before = structuredClone(database.syncs);
    await next();
    database.syncs = before;
  }),
  "lost-saves-are-told": on(negotiate, async (c, next) => {
    const { database } = c.get("rules");
    const isDeletion = (slot: string) => !database.saves.some((save) => save.slot === slot);
    const few =
      database.losses.length < 100 ? database.losses.filter((loss) => !isDeletion(loss.slot)) : null;
    if (few !== null) database.losses = few;
    await next();
  }),
  "put-loses-the-old-content": on("PUT /api/saves/*", async (c, next) => {
    const { database } = c.get("rules");
    const before = database.losses;
    await next();
    database.losses = before;
  }),
  "pruned-rows-are-lost": on(post, async (c, next) => {
    const { database } = c.get("rules");
    const before = database.losses;
    await next();
    database.losses = before;
  }),
  "hundred-losses-are-remembered": on(negotiate, async (c, next) => {
    const { database } = c.get("rules");
    if (database.losses.length >= 100) database.losses = database.losses.slice(-50);
    await next();
  }),
  "archive-loses-nothing": rebody(negotiate, (body, c) => {
    const { database } = c.get("rules");
    const saves = Array.isArray(body.saves) ? body.saves : [];
    const archived = saves.find((save) => save.slot === null);
    const isThere = (hash: unknown) => database.saves.some((save) => save.content_hash === hash);
    if (!archived?.content_hash || isThere(archived.content_hash)) return body;
    const lost = { user_id: 1, rom_id: archived.rom_id, slot: "lost", lost_at: Number.MAX_SAFE_INTEGER };
    database.losses.push({ ...lost, content_hash: archived.content_hash });
    return { ...body, saves: [{ ...archived, slot: "lost" }] };
  }),
  "unlisted-saves-can-be-restored": rebody(negotiate, ({ restore_unlisted: _ignored, ...body }) => body),
  "negotiate-by-emulators": rebody(negotiate, ({ emulators: _ignored, ...body }) => body),
} satisfies Record<string, Breakage>;

function wasPut(saves: { id: number; created_at: number; updated_at: number }[], id: number): boolean {
  const row = saves.find((save) => save.id === id);
  return row !== undefined && row.updated_at > row.created_at;
}

import type { RommContext } from "../http/app.ts";
import {
  answer,
  asObject,
  type Breakage,
  type JsonObject,
  on,
  readBody,
  rebody,
  replaceJson,
  restatus,
  rewriteRows,
} from "./breakage.ts";
import { unknownHashes } from "./rows.ts";

const negotiate = "POST /api/sync/negotiate";

/** Section 6. */
export const syncBreakages = {
  "negotiate-uploads-the-unknown": changeAction("upload", (operation) =>
    operation.save_id === null && operation.slot !== null && !isShouted(operation) ? "no_op" : "upload",
  ),
  "negotiate-ignores-the-archive": changeAction("upload", (operation) =>
    operation.slot === null ? "no_op" : "upload",
  ),
  "negotiate-offers-the-unmentioned": rewriteOperations((operations, mentioned) =>
    operations.filter((operation) => mentioned.includes(operation.slot)),
  ),
  "negotiate-lets-the-deleted-rest": rewriteOperations((operations, mentioned, c, deviceId) => {
    const { saves, syncs } = c.get("rules").database;
    const held = saves.filter((save) =>
      syncs.some((sync) => sync.save_id === save.id && sync.device_id === deviceId),
    );
    const forgotten = held.filter((save) => !mentioned.includes(save.slot));
    return [
      ...operations,
      ...forgotten.map((save) => ({
        action: "download",
        rom_id: save.rom_id,
        save_id: save.id,
        slot: save.slot,
      })),
    ];
  }),
  "negotiate-equal-is-no-op": changeAction("no_op", (operation) =>
    operation.reason === "Content is identical" ? "upload" : "no_op",
  ),
  "negotiate-equal-marks-nothing": on(negotiate, async (c, next) => {
    await next();
    const deviceId = asObject(await c.req.json()).device_id;
    const { saves, syncs } = c.get("rules").database;
    for (const operation of await operationsIn(c)) {
      const save = saves.find((row) => row.id === operation.save_id);
      if (operation.reason === "Content is identical" && save !== undefined)
        syncs.push({
          device_id: String(deviceId),
          save_id: save.id,
          last_synced_at: save.updated_at,
          is_untracked: false,
          ...unknownHashes,
        });
    }
  }),
  "negotiate-newer-server-wins": changeAction("download", (operation) =>
    operation.reason === "Server is newer" ? "conflict" : "download",
  ),
  "negotiate-newer-client-wins": changeAction("upload", (operation) =>
    operation.reason === "Client is newer" ? "conflict" : "upload",
  ),
  "negotiate-conflict-needs-a-put": changeAction("conflict", () => "download"),
  "negotiate-trusts-old-times": changeAction("no_op", (operation) =>
    operation.reason === "Nothing changed since the last sync" ? "upload" : "no_op",
  ),
  "negotiate-honours-untracked": changeAction("no_op", (operation) =>
    operation.reason === "Save is untracked" ? "upload" : "no_op",
  ),
  "negotiate-pairs-slots-exactly": changeAction("upload", (operation) =>
    operation.save_id === null && isShouted(operation) ? "download" : "upload",
  ),
  "negotiate-takes-naive-times": on(negotiate, async (c, next) => {
    await next();
    const text = JSON.stringify(await c.req.json());
    if (/"updated_at":"[^"]*\d"/.test(text)) c.res = new Response("Internal Server Error", { status: 500 });
  }),
  "negotiate-needs-enabled-sync": refusedOtherwise(/^Sync is disabled/, 403),
  "negotiate-needs-a-known-device": restatus(negotiate, 404, 400),
  "negotiate-needs-a-device": refusedOtherwise(/^device_id is required/, 422),
  "no-sync-before-4-9": { traits: { hasSync: true } },
  "new-session-cancels-the-old": on(negotiate, async (c, next) => {
    const open = c.get("rules").database.syncSessions.filter((row) => row.status === "IN_PROGRESS");
    await next();
    for (const row of open) row.status = "IN_PROGRESS";
  }),
  "session-counts-what-is-planned": rewriteRows("GET /api/sync/sessions/*", (session) => ({
    ...session,
    operations_planned: 0,
  })),
  "complete-sets-the-counters": rebody(
    "POST /api/sync/sessions/*/complete",
    ({ operations_completed, ...body }) => body,
  ),
  "complete-works-once": restatus("POST /api/sync/sessions/*/complete", 400, 409),
  "unknown-session-is-404": restatus("POST /api/sync/sessions/*/complete", 404, 400),
  "sessions-by-device": on("GET /api/sync/sessions", async (c, next) => {
    c.set("query", new URLSearchParams());
    await next();
  }),
} satisfies Record<string, Breakage>;

/** The suite writes a slot in capitals to see whether it is paired with the small one. */
function isShouted({ slot }: JsonObject): boolean {
  return typeof slot === "string" && slot === slot.toUpperCase();
}

function refusedOtherwise(detail: RegExp, status: number): Breakage {
  return on(negotiate, async (c, next) => {
    await next();
    const body = asObject(await readBody(c));
    if (c.res.status === 400 && detail.test(String(body.detail))) await answer(c, status, body);
  });
}

function changeAction(action: string, change: (operation: JsonObject) => string): Breakage {
  return rewriteOperations((operations) =>
    operations.map((operation) =>
      operation.action === action ? { ...operation, action: change(operation) } : operation,
    ),
  );
}

function rewriteOperations(
  change: (operations: JsonObject[], mentioned: unknown[], c: RommContext, deviceId: unknown) => JsonObject[],
): Breakage {
  return on(negotiate, async (c, next) => {
    const { saves, device_id } = asObject(await c.req.json());
    const mentioned = Array.isArray(saves) ? saves.map((save) => asObject(save).slot) : [];
    await next();
    if (c.res.status !== 200) return;
    const operations = change(await operationsIn(c), mentioned, c, device_id);
    await replaceJson(c, (body) => ({ ...asObject(body), operations }));
  });
}

async function operationsIn(c: RommContext): Promise<JsonObject[]> {
  const { operations } = asObject(await c.res.clone().json());
  return Array.isArray(operations) ? operations.map(asObject) : [];
}

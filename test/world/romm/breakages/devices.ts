import type { RommContext } from "../http/app.ts";
import {
  afterwards,
  answer,
  asObject,
  type Breakage,
  type JsonObject,
  on,
  readBody,
  rebody,
  replaceJson,
  restatus,
  rewrite,
  rewriteRows,
} from "./breakage.ts";
import { deviceOf } from "./rows.ts";

const register = "POST /api/devices";
const one = "GET /api/devices/*";

/** Section 4. */
export const deviceBreakages = {
  "new-device-is-201": restatus(register, 201, 200),
  "no-fingerprint-is-always-new": rebody(register, (body) =>
    body.hostname === undefined && body.mac_address === undefined
      ? { ...body, hostname: `name of ${String(body.name)}`, platform: "guessed" }
      : body,
  ),
  "hostname-and-platform-match": rebody(register, (body, c) => {
    const isPlain = Object.keys(body).length === 2 && isKnownExactly(c, body);
    return isPlain ? { ...body, allow_duplicate: true } : body;
  }),
  "match-is-200": on(register, async (c, next) => {
    await next();
    const { mac_address, hostname } = asObject(await c.req.json());
    if (c.res.status === 200 && mac_address !== undefined && hostname === undefined)
      await answer(c, 201, await readBody(c));
  }),
  "hostname-alone-is-no-match": rebody(register, (body) =>
    body.hostname !== undefined && body.platform === undefined ? { ...body, platform: "any" } : body,
  ),
  "mac-address-matches": rebody(register, ({ mac_address, ...body }) =>
    mac_address !== undefined && body.hostname !== undefined ? body : { ...body, mac_address },
  ),
  "other-hostname-is-another-device": rebody(register, (body) =>
    body.client === "contract" &&
    body.hostname !== undefined &&
    body.name !== "Contract" &&
    body.name !== "Before"
      ? { ...body, hostname: `name of ${String(body.name)}` }
      : body,
  ),
  "match-stores-nothing": on(register, async (c, next) => {
    const body = asObject(await c.req.json());
    await next();
    if (c.res.status !== 200 || typeof body.client_version !== "string") return;
    deviceOf(c, asObject(await readBody(c)).device_id).client_version = body.client_version;
  }),
  "match-bumps-last-seen": on(register, async (c, next) => {
    const before = new Map(c.get("rules").database.devices.map((row) => [row.id, row.last_seen]));
    await next();
    for (const row of c.get("rules").database.devices)
      if (before.has(row.id)) row.last_seen = before.get(row.id) ?? null;
  }),
  "allow-existing-false-is-409": on(register, async (c, next) => {
    await next();
    if (c.res.status === 409) await replaceJson(c, () => ({ detail: "device_exists" }));
  }),
  "allow-duplicate-is-always-new": rebody(register, ({ allow_duplicate, ...body }) => body),
  "reset-syncs-forgets-what-was-synced": rebody(register, ({ reset_syncs, ...body }) => body),
  "mariadb-folds-hostnames": rebody(register, (body, c) =>
    isKnownExactly(c, body) || isMac(body) ? body : { ...body, allow_duplicate: true },
  ),
  "postgres-compares-hostnames-exactly": rebody(register, (body) => ({
    ...body,
    ...(typeof body.hostname === "string" && { hostname: body.hostname.toLowerCase() }),
  })),
  "long-client-is-500": rebody(register, (body) => ({
    ...body,
    ...(typeof body.client === "string" && { client: body.client.slice(0, 50) }),
  })),
  "devices-are-listed": rewrite("GET /api/devices", (body) => ({ items: body })),
  "other-users-devices-are-404": restatus(one, 404, 403, (c) =>
    c.get("rules").database.devices.some((row) => c.req.path.endsWith(row.id)),
  ),
  "put-changes-what-is-given": afterwards("PUT /api/devices/*", (c, body) => {
    if (body.name === "After") deviceOf(c, body.id).client = null;
  }),
  "put-stores-null": rebody("PUT /api/devices/*", (body) =>
    Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)),
  ),
  "delete-is-204": on("DELETE /api/devices/*", async (c, next) => {
    await next();
    if (c.res.status === 204) await answer(c, 200, null);
  }),
  "deleted-device-is-unknown": restatus("DELETE /api/devices/*", 404, 200),
  "delete-forgets-its-syncs": on("DELETE /api/devices/*", async (c, next) => {
    const { database } = c.get("rules");
    const kept = database.syncs.filter((row) => c.req.path.endsWith(row.device_id));
    await next();
    database.syncs.push(...kept);
  }),
  "delete-clears-the-origin": on("DELETE /api/devices/*", async (c, next) => {
    const { database } = c.get("rules");
    const deviceId = c.req.path.split("/").at(-1) ?? null;
    const own = database.saves.filter((row) => row.origin_device_id === deviceId);
    await next();
    for (const row of own) row.origin_device_id = deviceId;
  }),
  "devices-have-sync-fields": rewriteRows(one, (device) => ({ ...device, sync_mode: "push_pull" })),
  "devices-had-no-sync-config": rewriteRows(one, (device) => ({ ...device, sync_config: null })),
  "sync-can-be-switched-off": rewriteRows(one, (device) => ({ ...device, sync_enabled: true })),
  "ssh-secrets-are-masked": rewriteRows(one, (device, c) => ({
    ...device,
    sync_config: deviceOf(c, device.id).sync_config,
  })),
  "devices-have-an-identifier": { traits: { deviceHasIdentifier: false } },
} satisfies Record<string, Breakage>;

function isKnownExactly(c: RommContext, { hostname, platform }: JsonObject): boolean {
  return c
    .get("rules")
    .database.devices.some(
      (row) => row.hostname === hostname && row.platform === platform && row.hostname !== null,
    );
}

function isMac({ mac_address }: JsonObject): boolean {
  return mac_address !== undefined;
}

import type { RommContext } from "../../http/app.ts";
import {
  afterwards,
  answer,
  asObject,
  type Breakage,
  during,
  instead,
  on,
  readBody,
  rebody,
  restatus,
  rewriteRows,
} from "../breakage.ts";

const init = "POST /api/auth/device/init";
const approve = "POST /api/auth/device/approve";
const collect = "POST /api/auth/device/token";

/** Section 1.4. */
export const deviceAuthBreakages = {
  "pairing-needs-no-sign-in": rewriteRows(init, (flow) => ({
    ...flow,
    verification_path_complete: flow.verification_path,
  })),
  "unknown-scope-starts-no-pairing": rebody(init, (body) => ({
    ...body,
    requested_scopes: Array.isArray(body.requested_scopes)
      ? body.requested_scopes.filter((scope) => scope !== "saves.sync")
      : [],
  })),
  "pending-says-who-asks": rewriteRows("GET /api/auth/device/pending/*", (pending) => ({
    ...pending,
    allowed_scopes: pending.requested_scopes,
  })),
  "waiting-is-400": saying("authorization_pending", (c) =>
    answer(c, 401, { detail: "authorization_pending" }),
  ),
  "hasty-poll-is-told-so": saying("slow_down", (c) => answer(c, 400, { detail: "authorization_pending" })),
  "approval-binds-token-and-device": rebody(approve, ({ device_name: _, ...body }) => body),
  "approval-is-collected-once": on(collect, async (c, next) => {
    const { redis } = c.get("rules");
    const key = `device_auth:dc:${asObject(await c.req.json()).device_code}`;
    const held = redis.get(key);
    await next();
    if (held !== null && c.res.status === 200) redis.set(key, held, 60);
  }),
  "approval-may-give-less": rewriteRows(collect, (body) => ({ ...body, scopes: ["assets.read", "me.read"] })),
  "approval-cannot-give-more": restatus(approve, 403, 200),
  "one-identifier-one-device": during(approve, (c) => {
    const { devices } = c.get("rules").database;
    const paired = devices.filter((device) => device.client_device_identifier !== null);
    const identifiers = paired.map((device) => device.client_device_identifier);
    for (const device of paired) device.client_device_identifier = null;
    return () => {
      for (const [index, device] of paired.entries())
        device.client_device_identifier = identifiers[index] ?? null;
    };
  }),
  "registering-finds-no-paired-device": afterwards(approve, (c, { device_id }) => {
    const device = c.get("rules").database.devices.find(({ id }) => id === device_id);
    if (device !== undefined) device.hostname = device.client_device_identifier;
  }),
  "denial-is-told": restatus("POST /api/auth/device/deny", 200, 204),
  "pairing-ends-after-ten-minutes": instead(
    "GET /api/auth/device/pending/*",
    (c) => c.get("rules").redis.get(`device_auth:uc:${c.req.path.split("/").at(-1)}`) === null,
    410,
    { detail: "Code already expired" },
  ),
  "eleventh-pairing-is-429": uncounted(init, "device_auth:rate:authorize"),
  "sixty-first-poll-is-429": uncounted(collect, "device_auth:rate:token"),
} satisfies Record<string, Breakage>;

function saying(detail: string, act: (c: RommContext) => Promise<void>): Breakage {
  return on(collect, async (c, next) => {
    await next();
    if (asObject(await readBody(c)).detail === detail) await act(c);
  });
}

function uncounted(route: string, key: string): Breakage {
  return during(route, (c) => {
    c.get("rules").redis.remove(key);
    return () => {};
  });
}

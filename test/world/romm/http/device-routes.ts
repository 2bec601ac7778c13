import * as v from "valibot";
import { type RommApp, respond } from "./app.ts";
import { given } from "./given.ts";
import { readJson } from "./validate.ts";

const text = v.nullable(v.string());
const config = v.nullable(v.record(v.string(), v.unknown()));
const mode = v.picklist(["api", "file_transfer", "push_pull"]);

const commonFields = {
  name: text,
  platform: text,
  client: text,
  client_version: text,
  ip_address: text,
  mac_address: text,
  hostname: text,
  sync_config: config,
  capabilities: v.record(v.string(), v.boolean()),
};

const registerBody = v.partial(
  v.object({
    ...commonFields,
    sync_mode: v.nullable(mode),
    allow_existing: v.boolean(),
    allow_duplicate: v.boolean(),
    reset_syncs: v.boolean(),
  }),
);

const updateBody = v.partial(v.object({ ...commonFields, sync_mode: mode, sync_enabled: v.boolean() }));

/** Section 4. */
export function addDeviceRoutes(app: RommApp): void {
  app.post("/api/devices", async (c) => {
    const body = await readJson(c, registerBody);
    if (!body.ok) return respond(c, body);
    return respond(c, c.get("rules").devices.register(c.get("caller"), given(body.value)));
  });
  app.get("/api/devices", (c) => respond(c, c.get("rules").devices.list(c.get("caller"))));
  app.get("/api/devices/:id", (c) => {
    return respond(c, c.get("rules").devices.one(c.get("caller"), c.req.param("id")));
  });
  app.put("/api/devices/:id", async (c) => {
    const body = await readJson(c, updateBody);
    if (!body.ok) return respond(c, body);
    return respond(c, c.get("rules").devices.update(c.get("caller"), c.req.param("id"), given(body.value)));
  });
  app.delete("/api/devices/:id", (c) => {
    return respond(c, c.get("rules").devices.remove(c.get("caller"), c.req.param("id")));
  });
}

import * as v from "valibot";
import { refuse } from "../rules/ground/answer.ts";
import type { Push } from "../rules/snapshots/snapshots.ts";
import { type RommApp, type RommContext, respond } from "./app.ts";
import { given } from "./given.ts";
import { readFileParts } from "./multipart.ts";
import { readJson, readPathInt, readQuery } from "./validate.ts";

const channelBody = v.object({ rom_file_id: v.number(), label: v.string(), id: v.optional(v.string()) });

const manifestShape = v.object({
  rom_file_id: v.number(),
  channel_id: v.optional(v.string()),
  label: v.optional(v.string()),
  expected_current_id: v.optional(v.nullable(v.number())),
  parent_snapshot_id: v.optional(v.number()),
  save: v.optional(
    v.nullable(
      v.union([
        v.object({ hash: v.string(), shape: v.string(), format: v.picklist(["native", "neutral"]) }),
        v.object({ copy_of: v.number() }),
      ]),
    ),
  ),
  emulator: v.optional(v.string()),
  core: v.optional(v.string()),
  is_hardcore: v.optional(v.boolean()),
  approve_hardcore_downgrade: v.optional(v.boolean()),
});

/** 5.5; before, nothing was there. */
export function addSnapshotRoutes(app: RommApp): void {
  for (const path of ["/api/channels", "/api/snapshots"])
    app.use(`${path}/*`, async (c, next) => {
      if (c.get("rules").traits.hasChannels) return await next();
      return respond(c, refuse(404, "Not Found"));
    });
  app.get("/api/channels", (c) => {
    const query = readQuery(c);
    const { rules, caller } = c.var;
    const asked = {
      fileIds: query.ints("rom_file_id"),
      channelIds: query.texts("channel_id"),
      deviceId: query.text("device_id"),
    };
    return respond(c, rules.snapshots.channels(caller, given(asked)));
  });
  app.post("/api/channels", async (c) => {
    const body = await readJson(c, channelBody);
    if (!body.ok) return respond(c, body);
    const { rom_file_id: romFileId, label, id } = body.value;
    const { rules, caller } = c.var;
    return respond(c, rules.snapshots.createChannel(caller, { romFileId, label, ...(id && { id }) }));
  });
  app.get("/api/snapshots", (c) => {
    const { rules, caller } = c.var;
    const channelId = readQuery(c).text("channel_id") ?? "";
    return respond(c, rules.snapshots.list(caller, { channelId }));
  });
  app.post("/api/snapshots", acceptSnapshot);
  addHoldRoutes(app);
}

function addHoldRoutes(app: RommApp): void {
  app.get("/api/snapshots/:id", (c) => {
    const query = readQuery(c);
    const id = readPathInt(c, "id");
    if (!id.ok) return respond(c, id);
    const how = given({ hold: query.bool("hold"), deviceId: query.text("device_id") });
    const { rules, caller } = c.var;
    return respond(c, query.refusal() ?? rules.snapshots.one(caller, { id: id.value, ...how }));
  });
  app.put("/api/snapshots/:id/devices/:device", (c) => {
    const id = readPathInt(c, "id");
    if (!id.ok) return respond(c, id);
    const { rules, caller } = c.var;
    return respond(c, rules.snapshots.hold(caller, { id: id.value, deviceId: c.req.param("device") }));
  });
  app.delete("/api/channels/:id/held", (c) => {
    const { rules, caller } = c.var;
    const how = given({ deviceId: readQuery(c).text("device_id") });
    return respond(c, rules.snapshots.clearHeld(caller, { channelId: c.req.param("id"), ...how }));
  });
}

async function acceptSnapshot(c: RommContext): Promise<Response> {
  const parts = await readFileParts(c);
  if (!parts.ok) return respond(c, parts);
  const text = Buffer.from(parts.value.get("manifest")?.bytes ?? []).toString();
  const manifest = v.safeParse(v.pipe(v.string(), v.parseJson(), manifestShape), text);
  if (!manifest.success) return respond(c, refuse(422, { manifest: manifest.issues[0].message }));
  const { save, ...told } = manifest.output;
  const deviceId = readQuery(c).text("device_id");
  const bytes = parts.value.get("save")?.bytes;
  const asked = {
    channelId: told.channel_id,
    label: told.label,
    expectedCurrentId: told.expected_current_id,
    parentSnapshotId: told.parent_snapshot_id,
    emulator: told.emulator,
    core: told.core,
    isHardcore: told.is_hardcore,
    approvesDowngrade: told.approve_hardcore_downgrade,
    save: save && "copy_of" in save ? { copyOf: save.copy_of } : save,
    ...{ bytes, deviceId },
  };
  const push: Push = { romFileId: told.rom_file_id, ...given(asked) };
  const { rules, caller } = c.var;
  return respond(c, rules.snapshots.push(caller, push));
}

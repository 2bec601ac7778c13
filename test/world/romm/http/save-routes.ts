import { setTimeout } from "node:timers/promises";
import * as v from "valibot";
import { type Answer, refuse } from "../rules/ground/answer.ts";
import type { Converted } from "../rules/saves/layouts.ts";
import type { SaveView } from "../rules/saves/save-view.ts";
import type { Upload } from "../rules/saves/upload.ts";
import { type RommApp, type RommContext, respond } from "./app.ts";
import { given } from "./given.ts";
import { readFileParts } from "./multipart.ts";
import { sendFile } from "./send-file.ts";
import { readJson, readPathInt, readQuery } from "./validate.ts";

const deviceBody = v.object({ device_id: v.string() });
const downloadedBody = v.object({ device_id: v.string(), content_hash: v.nullish(v.string(), null) });
const mostRomIds = 500;
const idsBody = v.object({ saves: v.array(v.pipe(v.number(), v.integer())) });
const visibilityBody = v.object({ is_public: v.boolean() });

/** Since 5.4. */
const annotations = [
  ["favorite", v.object({ is_favorite: v.boolean() })],
  ["labels", v.object({ labels: v.array(v.string()) })],
  ["file-name", v.object({ file_name: v.string() })],
] as const;

/** Section 5. */
export function addSaveRoutes(app: RommApp): void {
  app.get("/api/saves", (c) => {
    const query = readQuery(c);
    const filter = {
      romId: query.int("rom_id"),
      romIds: query.ints("rom_ids"),
      platformId: query.int("platform_id"),
      slot: query.text("slot"),
      deviceId: query.text("device_id"),
    };
    if (c.get("rules").traits.listsByRomIds && filter.romIds.length > mostRomIds)
      return respond(c, refuse(422, [{ loc: ["query", "rom_ids"], type: "too_long" }]));
    return respond(c, query.refusal() ?? c.get("rules").saves.list(c.get("caller"), given(filter)));
  });
  app.get("/api/saves/identifiers", (c) => respond(c, c.get("rules").saves.identifiers(c.get("caller"))));
  app.get("/api/saves/summary", (c) => {
    const query = readQuery(c);
    const romId = query.requiredInt("rom_id");
    return respond(c, query.refusal() ?? c.get("rules").saves.summary(c.get("caller"), romId));
  });
  app.get("/api/saves/layouts", (c, next) => {
    const { rules, caller } = c.var;
    if (!rules.traits.hasChannels) return next();
    const platform = readQuery(c).text("platform");
    return respond(
      c,
      platform === undefined
        ? refuse(422, [{ loc: ["query", "platform"], type: "missing" }])
        : rules.saves.layouts(caller, { platform }),
    );
  });
  app.get("/api/saves/:id", (c) => {
    const saveId = readPathInt(c, "id");
    if (!saveId.ok) return respond(c, saveId);
    const { rules, caller } = c.var;
    return respond(c, rules.saves.one(caller, saveId.value, readQuery(c).text("device_id")));
  });
  app.get("/api/saves/:id/content", sendContent);
  app.post("/api/saves", acceptUpload);
  app.post("/api/saves/delete", async (c) => {
    const body = await readJson(c, idsBody);
    if (!body.ok) return respond(c, body);
    return respond(c, c.get("rules").saves.remove(c.get("caller"), body.value.saves));
  });
  app.post("/api/saves/:id/downloaded", async (c) => {
    const saveId = readPathInt(c, "id");
    const body = await readJson(c, downloadedBody);
    if (!saveId.ok || !body.ok) return respond(c, saveId.ok ? body : saveId);
    const { device_id: deviceId, content_hash: contentHash } = body.value;
    const { rules, caller } = c.var;
    return respond(c, rules.saves.confirmDownloaded(caller, saveId.value, deviceId, contentHash));
  });
  for (const [path, verb] of [
    ["track", "track"],
    ["untrack", "untrack"],
  ] as const)
    app.post(`/api/saves/:id/${path}`, async (c) => {
      const saveId = readPathInt(c, "id");
      const body = await readJson(c, deviceBody);
      if (!saveId.ok || !body.ok) return respond(c, saveId.ok ? body : saveId);
      return respond(c, c.get("rules").saves[verb](c.get("caller"), saveId.value, body.value.device_id));
    });
  app.put("/api/saves/:id/visibility", async (c) => {
    if (!c.get("rules").traits.hasVisibility) return respond(c, refuse(404, "Not Found"));
    const saveId = readPathInt(c, "id");
    const body = await readJson(c, visibilityBody);
    if (!saveId.ok || !body.ok) return respond(c, saveId.ok ? body : saveId);
    return respond(
      c,
      c.get("rules").saves.setVisibility(c.get("caller"), saveId.value, body.value.is_public),
    );
  });
  app.put("/api/saves/:id", replaceContent);
  for (const [path, schema] of annotations)
    app.put(`/api/saves/:id/${path}`, async (c) => {
      if (!c.get("rules").traits.hasAnnotations) return respond(c, refuse(404, "Not Found"));
      const saveId = readPathInt(c, "id");
      const body = await readJson(c, schema);
      if (!saveId.ok || !body.ok) return respond(c, saveId.ok ? body : saveId);
      return respond(c, c.get("rules").saves.annotate(c.get("caller"), saveId.value, body.value));
    });
}

/** Step by step as section 0 says: size, then parameters and the whole body, then who asks, then the handler. */
async function acceptUpload(c: RommContext): Promise<Response> {
  const tooLarge = refuseTooLarge(c);
  if (tooLarge !== null) return tooLarge;
  const query = readQuery(c);
  const request = {
    romId: query.requiredInt("rom_id"),
    emulator: query.text("emulator"),
    slot: query.text("slot"),
    deviceId: query.text("device_id"),
    sessionId: query.int("session_id"),
    overwrite: query.bool("overwrite"),
    autocleanup: query.bool("autocleanup"),
    autocleanupLimit: query.int("autocleanup_limit"),
    contentHash: query.text("content_hash"),
    core: query.text("core"),
  };
  const parts = await readFileParts(c);
  if (!parts.ok) return respond(c, parts);
  const refusal = query.refusal();
  if (refusal !== null) return respond(c, refusal);
  const save = parts.value.get("saveFile");
  if (save === undefined)
    return respond(
      c,
      c.get("rules").traits.missingFileIs400
        ? refuse(400, "No save file provided")
        : missingField("saveFile"),
    );
  const upload: Upload = {
    ...given(request),
    romId: request.romId,
    ...save,
    ...given({ screenshot: parts.value.get("screenshotFile") }),
  };
  return respond(c, await handleUpload(c, upload));
}

/** Other requests are let in while the file is written and while it is hashed, as in RomM. */
async function handleUpload(c: RommContext, upload: Upload): Promise<Answer<SaveView>> {
  const pending = c.get("rules").saves.beginUpload(c.get("caller"), upload);
  if (!pending.ok) return pending;
  const windowMs = c.get("uploadWindowMs")(upload.bytes.length);
  await setTimeout(windowMs / 2);
  pending.value.write();
  await setTimeout(windowMs / 2);
  pending.value.hash();
  await setTimeout(0);
  return pending.value.record();
}

async function replaceContent(c: RommContext): Promise<Response> {
  const tooLarge = refuseTooLarge(c);
  if (tooLarge !== null) return tooLarge;
  const saveId = readPathInt(c, "id");
  const parts = await readFileParts(c);
  if (!saveId.ok || !parts.ok) return respond(c, saveId.ok ? parts : saveId);
  const change = given({
    bytes: parts.value.get("saveFile")?.bytes,
    fileName: parts.value.get("saveFile")?.fileName,
    contentHash: readQuery(c).text("content_hash"),
    screenshot: parts.value.get("screenshotFile"),
    deviceId: readQuery(c).text("device_id"),
  });
  return respond(c, c.get("rules").saves.update(c.get("caller"), saveId.value, change));
}

function sendContent(c: RommContext): Response {
  const saveId = readPathInt(c, "id");
  if (!saveId.ok) return respond(c, saveId);
  const query = readQuery(c);
  const how = given({
    deviceId: query.text("device_id"),
    sessionId: query.int("session_id"),
    optimistic: query.bool("optimistic"),
  });
  const refusal = query.refusal();
  if (refusal !== null) return respond(c, refusal);
  const core = query.text("core");
  const { rules, caller } = c.var;
  if (rules.traits.hasChannels && core !== undefined)
    return sendConverted(c, rules.saves.convert(caller, saveId.value, { core, ...how }));
  const content = rules.saves.readContent(caller, saveId.value, how);
  if (!content.ok) return respond(c, content);
  const { bytes, fileName, updatedAtMs } = content.value;
  return sendFile(c, bytes, {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename*=utf-8''${encodeURIComponent(fileName)}`,
    "last-modified": new Date(updatedAtMs).toUTCString(),
    etag: `"${saveId.value}-${updatedAtMs}-${bytes.length}"`,
  });
}

/** One file as it is, with its path; several as an archive. */
function sendConverted(c: RommContext, converted: Answer<Converted>): Response {
  if (!converted.ok) return respond(c, converted);
  const { bytes, path } = converted.value;
  if (path === null) return sendFile(c, bytes, { "content-type": "application/zip" });
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return sendFile(c, bytes, { "content-type": "application/octet-stream", "x-save-path": encoded });
}

function refuseTooLarge(c: RommContext): Response | null {
  const limit = c.get("rules").traits.maxUploadBytes;
  const sizeBytes = Number(c.req.header("content-length") ?? 0);
  if (limit === null || sizeBytes <= limit) return null;
  return respond(c, refuse(413, `Request body exceeds the maximum allowed size of ${limit} bytes`));
}

function missingField(name: string) {
  return refuse(422, [{ type: "missing", loc: ["body", name], msg: "Field required", input: null }]);
}

import * as v from "valibot";
import { type Answer, grant } from "../rules/ground/answer.ts";
import { type PropsChange, type PropsFlags, playStatuses } from "../rules/library/props.ts";
import type { RomContent } from "../rules/library/rom-content.ts";
import { type RommApp, type RommContext, respond } from "./app.ts";
import { given } from "./given.ts";
import { sendFile } from "./send-file.ts";
import { readJson, readPathInt, readQuery } from "./validate.ts";

/** Sections 2.4 to 2.6 and 3: roms, their content and covers, and what the user keeps about them. */
export function addRomRoutes(app: RommApp): void {
  app.get("/api/roms", listRoms);
  app.get("/api/roms/:id", (c) => {
    const romId = readPathInt(c, "id");
    return respond(c, romId.ok ? c.get("rules").roms.one(c.get("caller"), romId.value) : romId);
  });
  app.get("/api/roms/:id/content/:name", (c) => {
    const romId = readPathInt(c, "id");
    if (!romId.ok) return respond(c, romId);
    const fileIds = (readQuery(c).text("file_ids") ?? "").split(",").filter(Boolean).map(Number);
    const { rules, caller } = c.var;
    return respondContent(c, rules.roms.readContent(caller, romId.value, c.req.param("name"), fileIds));
  });
  app.get("/api/roms/:id/files/content/:name", (c) => {
    const fileId = readPathInt(c, "id");
    if (!fileId.ok) return respond(c, fileId);
    const { rules, caller } = c.var;
    return respondContent(c, rules.roms.readFile(caller, fileId.value, c.req.param("name")));
  });
  app.put("/api/roms/:id/props", async (c) => {
    const romId = readPathInt(c, "id");
    const change = await readProps(c);
    if (!romId.ok || !change.ok) return respond(c, romId.ok ? change : romId);
    const { props, flags } = change.value;
    return respond(c, c.get("rules").roms.changeProps(c.get("caller"), romId.value, props, flags));
  });
}

/** Covers come from the web server in front of RomM: without a token, and not under /api (section 2.5). */
export function addCoverRoute(app: RommApp): void {
  app.get("/assets/romm/resources/*", (c) => {
    const path = decodeURIComponent(c.req.path).replace("/assets/romm/", "");
    const bytes = c.get("rules").files.read(path);
    if (bytes === null) return c.text("404 Not Found", 404);
    return sendFile(c, bytes, { "content-type": "image/png" });
  });
}

function listRoms(c: RommContext): Response {
  const query = readQuery(c);
  const filter = {
    limit: query.ranged("limit", 1, 10_000),
    offset: query.ranged("offset", 0, Number.MAX_SAFE_INTEGER),
    platformIds: query.ints("platform_ids"),
    statuses: query.texts("statuses"),
    searchTerm: query.text("search_term"),
    updatedAfterMs: query.timeMs("updated_after"),
    hasRa: query.bool("has_ra"),
    isMissing: query.bool("missing"),
    orderBy: query.text("order_by"),
    isDescending: query.text("order_dir") === "desc",
    withFiles: query.bool("with_files"),
    withTotal: query.bool("with_total"),
    withRomIdIndex: query.bool("with_rom_id_index"),
  };
  return respond(c, query.refusal() ?? c.get("rules").roms.list(c.get("caller"), given(filter)));
}

function respondContent(c: RommContext, content: Answer<RomContent>): Response {
  if (!content.ok) return respond(c, content);
  const { bytes, fileName, type } = content.value;
  return sendFile(c, bytes, {
    "content-type": type,
    "content-disposition": `attachment; filename*=utf-8''${encodeURIComponent(fileName)}`,
  });
}

const flag = v.nullable(v.boolean());
const upToTen = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)));
const percent = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)));

const flatProps = v.partial(
  v.object({
    is_main_sibling: flag,
    backlogged: flag,
    now_playing: flag,
    hidden: flag,
    rating: upToTen,
    difficulty: upToTen,
    completion: percent,
    status: v.nullable(v.picklist(playStatuses)),
  }),
);

const wrappedProps = v.object({
  data: v.optional(flatProps),
  update_last_played: v.optional(v.boolean()),
  remove_last_played: v.optional(v.boolean()),
});

/** Each version knows one shape of the body and sees nothing in the other. */
async function readProps(c: RommContext): Promise<Answer<{ props: PropsChange; flags: PropsFlags }>> {
  if (!c.get("rules").traits.hasFlatProps) {
    const body = await readJson(c, wrappedProps);
    if (!body.ok) return body;
    const { data = {}, update_last_played, remove_last_played } = body.value;
    const flags = { updateLastPlayed: update_last_played, removeLastPlayed: remove_last_played };
    return grant({ props: given(data), flags: given(flags) });
  }
  const body = await readJson(c, flatProps, { optional: true });
  if (!body.ok) return body;
  const query = readQuery(c);
  const flags = {
    updateLastPlayed: query.bool("update_last_played"),
    removeLastPlayed: query.bool("remove_last_played"),
  };
  return query.refusal() ?? grant({ props: given(body.value), flags: given(flags) });
}

import {
  answer,
  asObject,
  type Breakage,
  during,
  idIn,
  instead,
  on,
  queryOf,
  readBody,
  requery,
  restatus,
  rewrite,
  rewriteRows,
} from "./breakage.ts";

/** Section 2. */
export const serverAndLibraryBreakages = {
  "heartbeat-needs-no-token": instead(
    "GET /api/heartbeat",
    (c) => c.req.header("authorization") === undefined,
    401,
    { detail: "Not authenticated" },
  ),
  "heartbeat-tells-the-version": rewriteRows("GET /api/heartbeat", (body) => ({
    ...body,
    SYSTEM: { ...asObject(body.SYSTEM), VERSION: `v${String(asObject(body.SYSTEM).VERSION)}` },
  })),
  "me-has-its-fields": rewriteRows("GET /api/users/me", ({ username, ...me }) => me),
  "platforms-are-an-array": rewrite("GET /api/platforms", (body) => ({ items: body })),
  "roms-are-a-page": rewriteRows("GET /api/roms", ({ offset, ...page }) => page),
  "rom-limit-is-checked": requery("GET /api/roms", (query) => {
    if (Number(query.get("limit")) > 10_000) query.set("limit", "10000");
  }),
  "platform-filter-repeats": requery("GET /api/roms", (query) => {
    const [first] = query.getAll("platform_ids");
    if (first !== undefined) query.set("platform_ids", first);
  }),
  "rom-list-omits-files": { traits: { romListOmitsFiles: false } },
  "rom-list-had-files": { traits: { romListOmitsFiles: true } },
  "total-can-be-left-out": { traits: { canOmitTotal: false } },
  "rom-id-index-can-be-left-out": { traits: { canOmitRomIdIndex: false } },
  "siblings-are-sibling-roms": { traits: { namesSiblingRoms: false } },
  "siblings-were-siblings": { traits: { namesSiblingRoms: true } },
  "no-rom-user-is-minus-one": rewriteRows("GET /api/roms/*", (rom) => {
    const own = asObject(rom.rom_user);
    return { ...rom, rom_user: own.id === -1 ? { ...own, id: 0 } : own };
  }),
  "unknown-rom-is-404": restatus("GET /api/roms/*", 404, 400, (c) => idIn(c) === 987_654_321),
  "hidden-by-user-is-left-out": during("GET /api/roms", (c) => {
    const hidden = c.get("rules").database.romUsers.filter((row) => row.hidden);
    const isPlain = !queryOf(c).has("statuses");
    for (const row of hidden) row.hidden = !isPlain;
    return () => {
      for (const row of hidden) row.hidden = true;
    };
  }),
  "updated-after-ignores-the-user": requery("GET /api/roms", (query) => query.delete("updated_after")),
  "folder-rom-is-named-by-its-folder": rewriteRows("GET /api/roms/*", (rom) => ({
    ...rom,
    fs_name: rom.has_multiple_files ? `${String(rom.fs_name)}.zip` : rom.fs_name,
  })),
  "cover-path-is-raw": rewriteRows("GET /api/roms/*", (rom) => ({
    ...rom,
    path_cover_small: String(rom.path_cover_small).replace(/ /, "%20").replace("+", "%2B"),
  })),
  "no-cover-is-empty": rewriteRows("GET /api/roms/*", (rom) => ({
    ...rom,
    path_cover_small: rom.path_cover_small === "" ? "/none.png" : rom.path_cover_small,
  })),
  "cover-needs-no-token": instead("GET /assets/**", (c) => c.req.header("authorization") === undefined, 401, {
    detail: "Not authenticated",
  }),
  "single-file-content": on("GET /api/roms/*/content/*", async (c, next) => {
    await next();
    const isWhole = c.res.status === 200 && c.res.headers.get("content-type") !== "application/zip";
    if (isWhole) c.header("content-disposition", "inline");
  }),
  "content-in-ranges": restatus("GET /api/roms/*/content/*", 206, 416),
  "several-files-are-a-zip": on("GET /api/roms/*/content/*", async (c, next) => {
    await next();
    if (c.res.headers.get("content-type") === "application/zip")
      c.header("content-disposition", "attachment");
  }),
  "no-files-is-404": on("GET /api/roms/*/content/*", async (c, next) => {
    await next();
    if (c.res.status === 404) await answer(c, 404, { detail: "Not Found", was: await readBody(c) });
  }),
} satisfies Record<string, Breakage>;

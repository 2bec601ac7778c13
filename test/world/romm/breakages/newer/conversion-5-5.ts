import { type Breakage, instead, on, queryOf, requery, restatus } from "../breakage.ts";

const [list, content] = ["GET /api/saves/layouts", "GET /api/saves/#/content"];

/** A save in another emulator's files. */
export const conversionBreakages55 = {
  "layouts-are-listed": restatus(list, 200, 422),
  "layouts-were-a-number": instead(list, () => true, 200, []),
  "one-file-tells-its-path": on(content, async (c, next) => {
    await next();
    c.res.headers.delete("x-save-path");
  }),
  "several-files-come-zipped": on(content, async (c, next) => {
    await next();
    if (c.res.headers.get("content-type") === "application/zip")
      c.res.headers.set("content-type", "text/plain");
  }),
  "unknown-layout-is-400": requery(content, (query) => {
    if (query.get("core") === "no-such-layout") query.delete("core");
  }),
  "conversion-needs-a-helper": restatus(content, 503, 500),
  "conversion-is-a-download": requery(content, (query) => {
    if (query.has("core")) query.set("optimistic", "false");
  }),
  "core-was-no-word": on(content, async (c, next) => {
    await next();
    if (queryOf(c).has("core")) c.res.headers.set("x-save-path", "Game.srm");
  }),
} satisfies Record<string, Breakage>;

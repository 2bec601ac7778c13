import { refuse } from "../rules/ground/answer.ts";
import { type RommApp, type RommContext, respond } from "./app.ts";

const root = "/api/sync/retroarch/";

/** Section 5.10: the little of WebDAV that RetroArch speaks. It signs in by name and password, and by nothing else. */
export function addRetroarchRoutes(app: RommApp): void {
  app.use(`${root}*`, async (c, next) => {
    if (!c.get("rules").traits.servesRetroarch) return respond(c, refuse(404, "Not Found"));
    const isBasic = /^basic /i.test(c.req.header("authorization") ?? "");
    if (!isBasic) return respond(c, refuse(401, "Not authenticated"));
    return next();
  });
  app.get(`${root}manifest.server`, (c) =>
    respond(c, c.get("rules").retroarchSync.manifest(c.get("caller"))),
  );
  app.get(`${root}*`, (c) => {
    const found = c.get("rules").retroarchSync.read(c.get("caller"), pathIn(c));
    return found.ok ? c.body(new Uint8Array(found.value), 200) : respond(c, found);
  });
  app.put(`${root}*`, async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return respond(c, c.get("rules").retroarchSync.write(c.get("caller"), pathIn(c), bytes));
  });
  app.delete(`${root}*`, (c) => respond(c, c.get("rules").retroarchSync.remove(c.get("caller"), pathIn(c))));
}

function pathIn(c: RommContext): string {
  return decodeURIComponent(new URL(c.req.url).pathname).slice(root.length);
}

import {
  answer,
  asObject,
  type Breakage,
  idIn,
  instead,
  on,
  queryOf,
  replaceJson,
  restatus,
  rewriteRows,
} from "./breakage.ts";

/** Section 0. */
export const conventionBreakages = {
  "trailing-slash": instead("* /**", (c) => new URL(c.req.url).pathname.endsWith("/"), 404, {
    detail: "Not Found",
  }),
  "errors-have-detail": on("GET /api/devices/*", async (c, next) => {
    await next();
    if (c.res.status === 404) await replaceJson(c, (body) => ({ message: asObject(body).detail }));
  }),
  "validation-answers-a-list": on("GET /api/saves/summary", async (c, next) => {
    await next();
    if (c.res.status === 422) await replaceJson(c, () => ({ detail: "Bad request" }));
  }),
  "validation-before-scopes": instead(
    "POST /api/saves",
    (c) => c.req.header("authorization") === "Bearer rmm_nobody",
    401,
    { detail: "Not authenticated" },
  ),
  "no-authorization-is-csrf": instead(
    "POST /api/saves",
    (c) => c.req.header("authorization") === undefined,
    422,
    { detail: [] },
  ),
  "scopes-before-handler": on("POST /api/saves", async (c, next) => {
    await next();
    const romId = Number(queryOf(c).get("rom_id"));
    const isKnown = c.get("rules").database.roms.some((rom) => rom.id === romId);
    if (c.res.status === 403 && !isKnown) await answer(c, 404, { detail: "Rom not found" });
  }),
  "no-identity-is-401": { traits: { tellsUnauthorizedFromForbidden: false } },
  "no-identity-was-403": { traits: { tellsUnauthorizedFromForbidden: true } },
  "missing-scope-is-403": restatus("GET /api/devices", 403, 401),
  "hidden-rom-is-404": restatus("GET /api/roms/*", 404, 403, (c) =>
    c.get("rules").database.roms.some((rom) => rom.id === idIn(c)),
  ),
  "times-have-offset": rewriteRows("GET /api/devices/*", (device) => ({
    ...device,
    created_at: String(device.created_at).slice(0, 19),
  })),
  "mariadb-keeps-whole-seconds": rewriteRows("GET /api/saves/#", (save) => ({
    ...save,
    created_at: String(save.created_at).replace("+", ".250000+"),
  })),
  "postgres-keeps-fractions": rewriteRows("GET /api/saves/#", (save) => ({
    ...save,
    created_at: String(save.created_at).replace(/\.\d+/, ""),
  })),
  "mariadb-folds-slot-names": rewriteRowsBySlot((slot, asked) => slot === asked),
  "postgres-compares-exactly": {
    around: async (c, next) => {
      const slot = queryOf(c).get("slot");
      if (c.req.method === "GET" && slot !== null) {
        const query = queryOf(c);
        query.delete("slot");
        c.set("query", query);
      }
      await next();
      if (slot === null || c.req.method !== "GET") return;
      await replaceJson(c, (body) =>
        Array.isArray(body)
          ? body.filter((row) => String(asObject(row).slot).toLowerCase() === slot.toLowerCase())
          : body,
      );
    },
  },
  "too-large-is-413": { traits: { maxUploadBytes: null } },
  "unknown-parameters-are-ignored": instead("GET /api/roms", (c) => queryOf(c).has("with_nothing"), 422, {
    detail: [],
  }),
} satisfies Record<string, Breakage>;

function rewriteRowsBySlot(isSame: (slot: unknown, asked: string) => boolean): Breakage {
  return on("GET /api/saves", async (c, next) => {
    await next();
    const asked = queryOf(c).get("slot");
    if (asked === null) return;
    await replaceJson(c, (body) =>
      Array.isArray(body) ? body.filter((row) => isSame(asObject(row).slot, asked)) : body,
    );
  });
}

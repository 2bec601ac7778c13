import type { RommContext } from "../../http/app.ts";
import { answer, type Breakage, on, readBody, rewriteRows } from "../breakage.ts";

const token = "POST /api/token";

/** Section 1.2. */
export const oauthBreakages = {
  "password-gives-tokens": rewriteRows(token, (row) => ({ ...row, expires: 900 })),
  "no-scope-no-rights": retype((form) => {
    if (form.get("grant_type") === "password" && !form.has("scope")) form.set("scope", "me.read");
  }),
  "scope-beyond-the-user-is-403": retype((form) => {
    if (form.get("scope")?.includes("users.write")) form.set("scope", "me.read");
  }),
  "guessed-password-is-401": refusedWith(401, "Invalid username or password", 400),
  "no-password-is-400": refusedWith(400, "Missing username or password", 422),
  "disabled-user-gets-no-tokens": refusedWith(403, "User account is disabled", 401),
  "refresh-rotates": retype((form, c) => {
    const raw = form.get("refresh_token");
    const claims = JSON.parse(Buffer.from(raw?.split(".")[1] ?? "e30", "base64url").toString());
    if (claims.jti !== undefined) c.get("rules").redis.set(`refresh-jti:${claims.jti}`, "valid", 600);
  }),
  "refresh-stays": on(token, async (c, next) => {
    await next();
    const body = Object(await readBody(c));
    if (c.res.status === 200 && body.refresh_token === undefined)
      await answer(c, 200, { ...body, refresh_token: "another" });
  }),
  "refresh-token-is-no-bearer": onRefreshBearer(200),
  "ended-access-token-is-500": { traits: { checksJwtExpiry: false } },
  "access-token-never-ends": { traits: { checksJwtExpiry: true } },
} satisfies Record<string, Breakage>;

/** Lets the rules see another form. */
function retype(change: (form: URLSearchParams, c: RommContext) => void): Breakage {
  return on(token, async (c, next) => {
    const form = new URLSearchParams(await c.req.text());
    change(form, c);
    c.set("form", form);
    await next();
  });
}

function refusedWith(from: number, detail: string, to: number): Breakage {
  return on(token, async (c, next) => {
    await next();
    const body = Object(await readBody(c));
    if (c.res.status === from && body.detail === detail) await answer(c, to, body);
  });
}

function onRefreshBearer(status: number): Breakage {
  return on("GET /api/users/me", async (c, next) => {
    const [, payload = ""] = (c.req.header("authorization") ?? "").split(".");
    const isRefresh = Buffer.from(payload, "base64url").toString().includes('"type":"refresh"');
    if (isRefresh) await answer(c, status, { detail: "Spoilt" });
    else await next();
  });
}

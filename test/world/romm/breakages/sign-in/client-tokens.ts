import type { RommContext } from "../../http/app.ts";
import {
  answer,
  asObject,
  type Breakage,
  during,
  on,
  readBody,
  rebody,
  restatus,
  rewrite,
} from "../breakage.ts";

const make = "POST /api/client-tokens";
const exchange = "POST /api/client-tokens/exchange";

/** Section 1.3. */
export const clientTokenBreakages = {
  "token-is-shown-once": rewrite("GET /api/client-tokens", (body, c) =>
    Array.isArray(body) ? body.map((row) => ({ ...row, raw_token: rawOf(c, asObject(row).id) })) : body,
  ),
  "new-token-cannot-exceed-its-user": rebody(make, (body) => ({
    ...body,
    scopes: Array.isArray(body.scopes) ? body.scopes.filter((scope) => scope !== "tasks.run") : [],
  })),
  "25-tokens-are-enough": restatus(make, 400, 201),
  "exchange-renews-the-token": on(exchange, async (c, next) => {
    const { database } = c.get("rules");
    const before = new Map(database.tokens.map((row) => [row.id, row.raw]));
    await next();
    if (c.res.status >= 300) return;
    const body = asObject(await readBody(c));
    const row = database.tokens.find(({ id }) => id === body.id);
    if (row === undefined) return;
    row.raw = before.get(row.id) ?? row.raw;
    await answer(c, 200, { ...body, raw_token: row.raw });
  }),
  "code-in-any-spelling": rebody(exchange, (body) => ({
    ...body,
    code: String(body.code).replace("-", "!"),
  })),
  "code-serves-once": on(exchange, async (c, next) => {
    const { redis } = c.get("rules");
    const { code } = asObject(await c.req.json());
    const held = redis.get(`pair:${code}`);
    await next();
    if (held !== null && c.res.status === 200) redis.set(`pair:${code}`, held, 60);
  }),
  "code-ends-after-a-minute": on("* /api/client-tokens/**", async (c, next) => {
    await next();
    const { code } = asObject(await readBody(c));
    const { redis } = c.get("rules");
    if (c.req.path.endsWith("/pair") && typeof code === "string")
      redis.set(`pair:${code}`, redis.get(`pair:${code}`) ?? "", 300);
  }),
  "sixth-exchange-is-429": during(exchange, (c) => {
    c.get("rules").redis.remove("client-token-rate");
    return () => {};
  }),
  "disabled-owner-gets-no-token": restatus(exchange, 403, 404),
} satisfies Record<string, Breakage>;

function rawOf(c: RommContext, id: unknown): string | null {
  return c.get("rules").database.tokens.find((row) => row.id === id)?.raw ?? null;
}

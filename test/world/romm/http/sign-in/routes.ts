import * as v from "valibot";
import { type Answer, refuse } from "../../rules/ground/answer.ts";
import type { Caller } from "../../rules/ground/context.ts";
import type { RommRules } from "../../rules/rules.ts";
import { type RommApp, type RommContext, respond } from "../app.ts";
import { readJson, readPathInt } from "../validate.ts";

/** Every scope that RomM 5.2 knows (handler/auth/constants.py). */
const knownScopes = [
  ...[
    "me",
    "roms",
    "roms.user",
    "platforms",
    "assets",
    "devices",
    "firmware",
    "collections",
    "playlists",
    "users",
  ].flatMap((noun) => [`${noun}.read`, `${noun}.write`]),
  "tasks.run",
  "logs.read",
];

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const expiry = v.nullish(v.string(), null);
const userCode = text(32);

const newToken = v.object({
  name: v.string(),
  scopes: v.pipe(v.array(v.string()), v.minLength(1)),
  expires_in: expiry,
});
const exchange = v.object({ code: v.string() });
const init = v.object({
  client_device_identifier: text(255),
  name: text(255),
  client: text(50),
  platform: v.nullish(v.pipe(v.string(), v.maxLength(50)), null),
  client_version: v.nullish(v.pipe(v.string(), v.maxLength(50)), null),
  requested_scopes: v.pipe(v.array(v.picklist(knownScopes)), v.minLength(1), v.maxLength(knownScopes.length)),
});
const approve = v.object({
  user_code: userCode,
  approved_scopes: v.pipe(v.array(v.string()), v.minLength(1)),
  device_name: v.nullish(v.pipe(v.string(), v.maxLength(255)), null),
  expires_in: expiry,
});
const deny = v.object({ user_code: userCode });
const collect = v.object({ device_code: text(128) });

/** Sections 1.2 to 1.4. */
export function addSignInRoutes(app: RommApp): void {
  app.post("/api/token", async (c) => {
    const form = c.get("form") ?? new URLSearchParams(await c.req.text());
    return respond(c, c.get("rules").oauth.token(Object.fromEntries(form)));
  });
  addClientTokenRoutes(app);
  addDeviceAuthRoutes(app);
}

function addClientTokenRoutes(app: RommApp): void {
  app.use("/api/client-tokens/*", async (c, next) => {
    if (c.get("rules").traits.hasClientTokens) return next();
    return respond(c, refuse(404, "Not Found"));
  });
  app.post("/api/client-tokens", (c) =>
    withBody(c, newToken, (body) => c.get("rules").clientTokens.create(c.get("caller"), body)),
  );
  app.get("/api/client-tokens", (c) => respond(c, c.get("rules").clientTokens.list(c.get("caller"))));
  app.post("/api/client-tokens/exchange", (c) =>
    withBody(c, exchange, ({ code }) => c.get("rules").clientTokens.exchange(code)),
  );
  app.get("/api/client-tokens/pair/:code/status", (c) =>
    respond(c, c.get("rules").clientTokens.pairStatus(c.req.param("code"))),
  );
  app.delete("/api/client-tokens/:id", (c) => onToken(c, (tokens, caller, id) => tokens.remove(caller, id)));
  app.put("/api/client-tokens/:id/regenerate", (c) =>
    onToken(c, (tokens, caller, id) => tokens.regenerate(caller, id)),
  );
  app.post("/api/client-tokens/:id/pair", (c) => onToken(c, (tokens, caller, id) => tokens.pair(caller, id)));
}

function addDeviceAuthRoutes(app: RommApp): void {
  app.use("/api/auth/device/*", async (c, next) => {
    if (c.get("rules").traits.hasDeviceAuthorization) return next();
    return respond(c, refuse(404, "Not Found"));
  });
  app.post("/api/auth/device/init", (c) => withBody(c, init, (body) => c.get("rules").deviceAuth.init(body)));
  app.get("/api/auth/device/pending/:code", (c) =>
    respond(c, c.get("rules").deviceAuth.pending(c.get("caller"), c.req.param("code"))),
  );
  app.post("/api/auth/device/approve", (c) =>
    withBody(c, approve, (body) => c.get("rules").deviceAuth.approve(c.get("caller"), body)),
  );
  app.post("/api/auth/device/deny", (c) =>
    withBody(c, deny, (body) => c.get("rules").deviceAuth.deny(c.get("caller"), body.user_code)),
  );
  app.post("/api/auth/device/token", (c) =>
    withBody(c, collect, (body) => c.get("rules").deviceAuth.collect(body.device_code)),
  );
}

async function withBody<TSchema extends v.GenericSchema>(
  c: RommContext,
  schema: TSchema,
  verb: (body: v.InferOutput<TSchema>) => Answer<unknown>,
): Promise<Response> {
  const body = await readJson(c, schema);
  return respond(c, body.ok ? verb(body.value) : body);
}

function onToken(
  c: RommContext,
  verb: (tokens: RommRules["clientTokens"], caller: Caller | null, id: number) => Answer<unknown>,
): Response {
  const id = readPathInt(c, "id");
  return respond(c, id.ok ? verb(c.get("rules").clientTokens, c.get("caller"), id.value) : id);
}

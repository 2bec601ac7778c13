import { type Answer, crash, grant, type Refusal, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import { storedNow } from "../ground/context.ts";
import { nextId, type TokenRow, type UserRow } from "../ground/database.ts";
import { readJwt } from "./jwt.ts";

/** What a normal user of RomM may do (section 1). */
const userScopes = [
  "me.read",
  "me.write",
  "roms.read",
  "roms.user.read",
  "roms.user.write",
  "platforms.read",
  "assets.read",
  "assets.write",
  "devices.read",
  "devices.write",
  "firmware.read",
  "collections.read",
  "collections.write",
  "playlists.read",
  "playlists.write",
];

export interface NewUser {
  username: string;
  password?: string;
  role?: "user" | "admin";
  scopes?: string[];
  raUsername?: string | null;
}

/** Makes a user as an administrator would. */
export function addUser(context: Context, user: NewUser): UserRow {
  const now = storedNow(context);
  const row: UserRow = {
    id: nextId(context.database, "users"),
    username: user.username,
    password: user.password ?? "password",
    email: null,
    enabled: true,
    role: user.role ?? "user",
    scopes: user.scopes ?? userScopes,
    ra_username: user.raUsername ?? null,
    ra_progression: null,
    next_ra_progression: null,
    last_login: null,
    last_active: null,
    created_at: now,
    updated_at: now,
  };
  context.database.users.push(row);
  return row;
}

export interface NewToken {
  userId: number;
  name?: string;
  scopes?: string[];
  deviceId?: string | null;
  expiresAt?: number | null;
}

/** Makes a client token as RomM's web page would; `raw` is the bearer's text. Before 4.8 it stands for an access token. */
export function addToken(context: Context, token: NewToken): TokenRow {
  const row: TokenRow = {
    id: nextId(context.database, "tokens"),
    user_id: token.userId,
    raw: newClientSecret(context),
    name: token.name ?? "client",
    scopes: token.scopes ?? userScopes,
    device_id: token.deviceId ?? null,
    expires_at: token.expiresAt ?? null,
    last_used_at: null,
    created_at: storedNow(context),
  };
  context.database.tokens.push(row);
  return row;
}

/** A client token's text. Before 4.8 there are none; one then stands for an access token that never ends. */
export function newClientSecret({ newUuid, traits }: Context): string {
  const secret = (newUuid() + newUuid()).replaceAll("-", "");
  return traits.hasClientTokens ? `rmm_${secret}` : `eyJhbGciOiJIUzI1NiJ9.${secret}.${secret}`;
}

/** By name, in any case. */
export function findUser({ database }: Context, username: string): UserRow | undefined {
  return database.users.find((row) => row.username.toLowerCase() === username.toLowerCase());
}

/** Null: nobody. A refusal here comes before everything else, on every path. */
export function authenticate(context: Context, authorization: string | null): Answer<Caller | null> {
  if (authorization === null) return grant(null);
  const [scheme = "", rest = ""] = splitOnce(authorization.trim());
  if (scheme.toLowerCase() === "basic") return byPassword(context, rest);
  if (scheme.toLowerCase() !== "bearer" || rest === "")
    return context.traits.emptyBearerIs500 ? crash() : grant(null);
  const token = context.database.tokens.find((row) => row.raw === rest);
  if (token !== undefined) return grant(byToken(context, token));
  return context.traits.hasClientTokens && rest.startsWith("rmm_") ? grant(null) : byJwt(context, rest);
}

/** A verb that anyone may try: the scope guard answers before anything in it runs. */
export type Guarded<Arguments extends unknown[], T> = (
  caller: Caller | null,
  ...rest: Arguments
) => Answer<T>;

/** Wraps a verb in the scope guard, as RomM wraps its handlers. */
export function guarded<Arguments extends unknown[], T>(
  context: Context,
  scopes: string[],
  verb: (context: Context, caller: Caller, ...rest: Arguments) => Answer<T>,
): Guarded<Arguments, T> {
  return (caller, ...rest) => {
    if (caller === null) return refuseStranger(context);
    if (!scopes.every((scope) => caller.scopes.includes(scope))) return refuse(403, "Forbidden");
    return verb(context, caller, ...rest);
  };
}

function refuseStranger({ traits }: Context): Refusal {
  return traits.tellsUnauthorizedFromForbidden ? refuse(401, "Not authenticated") : refuse(403, "Forbidden");
}

function byToken(context: Context, token: TokenRow): Caller | null {
  const user = context.database.users.find((row) => row.id === token.user_id);
  if (user === undefined || !user.enabled) return null;
  if (token.expires_at !== null && token.expires_at <= context.clock()) return null;
  token.last_used_at = storedNow(context);
  const scopes = token.scopes.filter((scope) => user.scopes.includes(scope));
  return { userId: user.id, scopes, deviceId: token.device_id };
}

/** Section 1.5: up to 5.3 a JWT that is broken, has ended, or whose user is gone dies in the middleware. */
function byJwt(context: Context, raw: string): Answer<Caller | null> {
  const { traits, clock } = context;
  const nobody = traits.badJwtIs500 ? crash() : grant(null);
  const claims = readJwt(context, raw);
  if (claims === null || (traits.checksJwtExpiry && claims.exp * 1000 < clock())) return nobody;
  const user = findUser(context, claims.sub);
  if (!user?.enabled) return nobody;
  if (claims.type !== "access") return grant(null);
  const scopes = claims.scopes.split(" ").filter((scope) => user.scopes.includes(scope));
  return grant({ userId: user.id, scopes, deviceId: null });
}

function byPassword(context: Context, encoded: string): Answer<Caller | null> {
  const unreadable = context.traits.badJwtIs500 ? crash() : grant(null);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) return unreadable;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return unreadable;
  const user = findUser(context, text.slice(0, colon));
  if (user === undefined || !user.enabled || user.password !== text.slice(colon + 1)) return grant(null);
  return grant({ userId: user.id, scopes: user.scopes, deviceId: null });
}

function splitOnce(text: string): [string, string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1).trim()];
}

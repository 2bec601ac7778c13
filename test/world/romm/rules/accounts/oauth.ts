import { type Answer, grant, refuse } from "../ground/answer.ts";
import type { Context } from "../ground/context.ts";
import type { UserRow } from "../ground/database.ts";
import { findUser } from "./access.ts";
import { type Claims, readJwt, signJwt } from "./jwt.ts";

/** The fields of `POST /api/token`'s form. */
export interface TokenRequest {
  grant_type?: string;
  username?: string;
  password?: string;
  scope?: string;
  refresh_token?: string;
}

interface TokenView {
  access_token: string;
  refresh_token?: string;
  token_type: "bearer";
  expires: number;
  refresh_expires?: number;
}

const accessSeconds = 30 * 60;
const refreshSeconds = 7 * 24 * 60 * 60;

/** Section 1.2; endpoints/auth.py of 4.7.0, 4.8.0 and 5.2.0. */
export function createOauth(context: Context) {
  return { token: (request: TokenRequest) => token(context, request) };
}

function token(context: Context, request: TokenRequest): Answer<TokenView> {
  switch (request.grant_type ?? "password") {
    case "password":
      return byPassword(context, request);
    case "refresh_token":
      return byRefreshToken(context, request.refresh_token ?? "");
    case "client_credentials":
      return refuse(400, "Client credentials are not yet supported");
    default:
      return refuse(400, "Invalid or unsupported grant type");
  }
}

function byPassword(context: Context, { username, password, scope = "" }: TokenRequest): Answer<TokenView> {
  if (!username || !password) return refuse(400, "Missing username or password");
  const user = findUser(context, username);
  if (user === undefined || user.password !== password) return refuse(401, "Invalid username or password");
  if (!user.enabled) return refuse(403, "User account is disabled");
  const scopes = scope.split(/\s+/).filter((one) => one !== "");
  if (!scopes.every((one) => user.scopes.includes(one))) return refuse(403, "Insufficient scope");
  return grant(issue(context, user, scopes.join(" ")));
}

/** Before 4.8 a refresh token served any number of times, and brought no other. */
function byRefreshToken(context: Context, raw: string): Answer<TokenView> {
  const { traits, redis } = context;
  if (raw === "") return refuse(400, "Missing refresh token");
  const claims = readJwt(context, raw);
  const isInTime = !traits.checksJwtExpiry || (claims !== null && claims.exp * 1000 > context.clock());
  if (claims === null || !isInTime || (traits.rotatesRefreshTokens && claims.type !== "refresh"))
    return refuse(401, "Could not validate credentials");
  if (claims.type !== "refresh") return refuse(401, "Invalid refresh token");
  const isUnused = !traits.rotatesRefreshTokens || redis.take(keyOf(claims)) === "valid";
  const user = findUser(context, claims.sub);
  if (!isUnused || user === undefined) return refuse(401, "Could not validate credentials");
  if (!user.enabled) return refuse(401, "Disabled user");
  const fresh = issue(context, user, claims.scopes);
  if (traits.rotatesRefreshTokens) return grant(fresh);
  const { refresh_token: _kept, ...access } = fresh;
  return grant(access);
}

function issue(context: Context, { username }: UserRow, scopes: string): TokenView {
  const { traits, redis } = context;
  const nowS = Math.floor(context.clock() / 1000);
  const claims = { sub: username, iss: "romm:oauth", scopes } as const;
  const access = signJwt(context, { ...claims, type: "access", exp: nowS + accessSeconds });
  const refresh: Claims = { ...claims, type: "refresh", exp: nowS + refreshSeconds };
  if (traits.rotatesRefreshTokens) {
    refresh.jti = context.newUuid();
    redis.set(keyOf(refresh), "valid", refreshSeconds);
  }
  return {
    access_token: access,
    refresh_token: signJwt(context, refresh),
    token_type: "bearer",
    expires: accessSeconds,
    ...(traits.rotatesRefreshTokens && { refresh_expires: refreshSeconds }),
  };
}

function keyOf({ jti }: Claims): string {
  return `refresh-jti:${jti}`;
}

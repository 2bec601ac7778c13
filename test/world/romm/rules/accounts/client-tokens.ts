import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, stored } from "../ground/context.ts";
import type { TokenRow } from "../ground/database.ts";
import { isoTime, isoTimeOrNull } from "../ground/time.ts";
import { addToken, guarded, newClientSecret } from "./access.ts";

interface NewClientToken {
  name: string;
  scopes: string[];
  expires_in: string | null;
}

type TokenView = ReturnType<typeof view>;
type FreshTokenView = TokenView & { raw_token: string };

const mostTokens = 25;
const pairSeconds = 60;
const mostExchanges = 5;
const rateWindow = { seconds: 60, restarts: true };
const pairAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** Section 1.3; endpoints/client_tokens.py and utils/client_tokens.py of 4.8.0 to 5.2.0. */
export function createClientTokens(context: Context) {
  return {
    create: guarded(context, ["me.write"], create),
    list: guarded(context, ["me.read"], list),
    remove: guarded(context, ["me.write"], remove),
    regenerate: guarded(context, ["me.write"], regenerate),
    pair: guarded(context, ["me.write"], pair),
    pairStatus: (code: string) => pairStatus(context, code),
    exchange: (code: string) => exchange(context, code),
  };
}

function create(context: Context, caller: Caller, request: NewClientToken): Answer<FreshTokenView> {
  const user = context.database.users.find(({ id }) => id === caller.userId);
  const beyond = request.scopes.filter((scope) => !user?.scopes.includes(scope));
  if (beyond.length > 0)
    return refuse(403, `Requested scopes exceed your permissions: ${beyond.sort().join(", ")}`);
  if (ownTokens(context, caller).length >= mostTokens)
    return refuse(400, `Maximum of ${mostTokens} tokens per user reached`);
  const expiresAt = readExpiry(context, request.expires_in);
  if (!expiresAt.ok) return expiresAt;
  const { name, scopes } = request;
  const row = addToken(context, { userId: caller.userId, name, scopes, expiresAt: expiresAt.value });
  return grant(viewFresh(context, row), 201);
}

function list(context: Context, caller: Caller): Answer<TokenView[]> {
  return grant(ownTokens(context, caller).map((row) => view(context, row)));
}

function remove(context: Context, caller: Caller, tokenId: number): Answer<null> {
  const row = findOwn(context, caller, tokenId);
  if (!row.ok) return row;
  context.database.tokens = context.database.tokens.filter((one) => one !== row.value);
  return grant(null);
}

function regenerate(context: Context, caller: Caller, tokenId: number): Answer<FreshTokenView> {
  const row = findOwn(context, caller, tokenId);
  return row.ok ? grant(renew(context, row.value)) : row;
}

function pair(
  context: Context,
  caller: Caller,
  tokenId: number,
): Answer<{ code: string; expires_in: number }> {
  const row = findOwn(context, caller, tokenId);
  if (!row.ok) return row;
  const code = newCode(context);
  context.redis.set(`pair:${code}`, JSON.stringify({ tokenId, userId: caller.userId }), pairSeconds);
  return grant({ code, expires_in: pairSeconds });
}

function pairStatus({ redis }: Context, code: string): Answer<null> {
  return redis.get(`pair:${normalized(code)}`) === null ? refuse(404, "Not Found") : grant(null);
}

/** The token of that id gets another text: who held the former one is signed out. */
function exchange(context: Context, code: string): Answer<FreshTokenView> {
  const { redis, database } = context;
  if (redis.count("client-token-rate", rateWindow) > mostExchanges)
    return refuse(429, "Too many exchange attempts. Try again later.");
  const text = redis.take(`pair:${normalized(code)}`);
  if (text === null) return refuse(404, "Invalid or expired pairing code");
  const { tokenId, userId }: { tokenId: number; userId: number } = JSON.parse(text);
  const user = database.users.find(({ id }) => id === userId);
  if (!user?.enabled) return refuse(403, "Token owner is disabled");
  const row = database.tokens.find(({ id }) => id === tokenId);
  return row === undefined ? refuse(404, "Token no longer exists") : grant(renew(context, row));
}

/** Eight characters that nobody mistakes for others. */
export function newCode({ newUuid }: Context): string {
  const digits = [...newUuid().replaceAll("-", "").slice(-16)];
  const pairs = Array.from({ length: 8 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2).join(""), 16),
  );
  return pairs.map((value) => pairAlphabet[value % pairAlphabet.length]).join("");
}

/** Null: never. */
export function readExpiry(context: Context, text: string | null): Answer<number | null> {
  if (text === null || text === "never") return grant(null);
  const days = { "30d": 30, "90d": 90, "1y": 365 }[text];
  if (days === undefined)
    return refuse(422, `Invalid expires_in value: ${text}. Valid values: 30d, 90d, 1y, never`);
  return grant(stored(context, context.clock() + days * 24 * 60 * 60 * 1000));
}

function ownTokens({ database }: Context, { userId }: Caller): TokenRow[] {
  return database.tokens.filter((row) => row.user_id === userId);
}

function findOwn(context: Context, caller: Caller, tokenId: number): Answer<TokenRow> {
  const row = ownTokens(context, caller).find(({ id }) => id === tokenId);
  return row === undefined ? refuse(404, "Token not found") : grant(row);
}

function renew(context: Context, row: TokenRow): FreshTokenView {
  row.raw = newClientSecret(context);
  return viewFresh(context, row);
}

function viewFresh(context: Context, row: TokenRow): FreshTokenView {
  return { ...view(context, row), raw_token: row.raw };
}

function view({ traits }: Context, row: TokenRow) {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    expires_at: isoTimeOrNull(row.expires_at),
    last_used_at: isoTimeOrNull(row.last_used_at),
    created_at: isoTime(row.created_at),
    user_id: row.user_id,
    ...(traits.tokensTellDevice && { device_id: row.device_id }),
  };
}

function normalized(code: string): string {
  return code.replaceAll("-", "").toUpperCase();
}

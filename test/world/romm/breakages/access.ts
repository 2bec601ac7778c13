import type { RommContext } from "../http/app.ts";
import { answer, type Breakage, during, on, rewriteRows } from "./breakage.ts";
import { tokenOf } from "./rows.ts";

/** Section 1. */
export const accessBreakages = {
  "basic-signs-in": whereAuthorization(/^Basic cGxheWVyOnBhc3N3b3Jk$/, async (c) => {
    c.set("authorization", "Digest");
  }),
  "basic-folds-the-name": whereAuthorization(/^Basic UExBWUVS/, async (c) => {
    c.set("authorization", "Digest");
  }),
  "wrong-password-is-nobody": replacedFor(/^Basic cGxheWVyOmd1ZXNz$/, 500),
  "bad-basic-is-500": replacedFor(/^Basic %/, 401),
  "unknown-client-token-is-nobody": replacedFor(/^Bearer rmm_0{64}$/, 500),
  "garbage-bearer-is-500": replacedFor(/^Bearer garbage$/, 401),
  "empty-bearer-is-nobody": replacedFor(/^Bearer\s*$/, 500),
  "expired-token-is-nobody": during("* /**", (c) => {
    const token = tokenOf(c);
    const expiresAt = token?.expires_at ?? null;
    if (token !== undefined) token.expires_at = null;
    return () => {
      if (token !== undefined) token.expires_at = expiresAt;
    };
  }),
  "disabled-user-is-nobody": during("* /**", (c) => {
    const user = userOf(c);
    const isEnabled = user?.enabled ?? true;
    if (user !== undefined) user.enabled = true;
    return () => {
      if (user !== undefined) user.enabled = isEnabled;
    };
  }),
  "token-cannot-exceed-its-user": during("* /**", (c) => {
    const user = userOf(c);
    const scopes = user?.scopes ?? [];
    if (user !== undefined) user.scopes = [...scopes, ...(tokenOf(c)?.scopes ?? [])];
    return () => {
      if (user !== undefined) user.scopes = scopes;
    };
  }),
  "me-tells-the-users-scopes": rewriteRows("GET /api/users/me", (me, c) => ({
    ...me,
    oauth_scopes: tokenOf(c)?.scopes ?? me.oauth_scopes,
  })),
  "bound-token-tells-its-device": rewriteRows("GET /api/users/me", (me) => ({
    ...me,
    current_device_id: null,
  })),
  "saves-never-infer-the-device": on("POST /api/saves", async (c, next) => {
    const deviceId = tokenOf(c)?.device_id ?? null;
    const query = new URL(c.req.url).searchParams;
    if (deviceId !== null && !query.has("device_id")) query.set("device_id", deviceId);
    c.set("query", query);
    await next();
  }),
} satisfies Record<string, Breakage>;

function userOf(c: RommContext) {
  const token = tokenOf(c);
  return c.get("rules").database.users.find((user) => user.id === token?.user_id);
}

function whereAuthorization(pattern: RegExp, act: (c: RommContext) => Promise<void>): Breakage {
  return on("* /**", async (c, next) => {
    if (pattern.test(c.req.header("authorization") ?? "")) await act(c);
    await next();
  });
}

/** Of requests with such a header. */
export function replacedFor(pattern: RegExp, status: number): Breakage {
  return on("* /**", async (c, next) => {
    if (pattern.test(c.req.header("authorization") ?? "")) await answer(c, status, { detail: "Spoilt" });
    else await next();
  });
}

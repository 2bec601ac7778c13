import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, detailOf, read } from "../../suite/bench.ts";
import type { Reply } from "../../suite/http.ts";
import { pass } from "./pass.ts";

const tokenShape = v.object({ id: v.number(), scopes: v.array(v.string()), raw_token: v.string() });
const pairShape = v.object({
  code: v.pipe(v.string(), v.regex(/^[A-HJKMNP-Z2-9]{8}$/)),
  expires_in: v.literal(60),
});

const since = "4.8";
const standInOnly = reasons.tokens;

/** Section 1.3. */
export const clientTokens = {
  "token-is-shown-once": {
    section: "1.3",
    law: "A new token is shown by the answer that made it, and by no list.",
    since,
    standInOnly,
    async check(on) {
      const { id, raw_token } = await make(on);
      assert.match(raw_token, /^rmm_[0-9a-f]{64}$/);
      assert.equal((await me(on, raw_token)).status, 200);
      const list = await on.send("GET", "/api/client-tokens");
      assert(list.text.includes(`"id":${id},`));
      assert(!list.text.includes(raw_token));
    },
  },
  "new-token-cannot-exceed-its-user": {
    section: "1.3",
    law: "A token with a scope that its user lacks is not made.",
    since,
    standInOnly,
    async check(on) {
      const reply = await post(on, { name: on.unique(), scopes: ["me.read", "tasks.run"] });
      assert.equal(reply.status, 403);
    },
  },
  "25-tokens-are-enough": {
    section: "1.3",
    law: "A user with 25 tokens gets no further one.",
    since,
    standInOnly,
    async check(on) {
      const user = on.rules.database.users[0];
      while (user && on.rules.database.tokens.length < 25) on.rules.admin.addToken({ userId: user.id });
      assert.equal((await post(on, { name: on.unique(), scopes: ["me.read"] })).status, 400);
    },
  },
  "exchange-renews-the-token": {
    section: "1.3",
    law: "A pairing code buys a new text for its token: the former one is nobody, and the scopes stay.",
    since,
    standInOnly,
    async check(on) {
      const token = await make(on);
      const fresh = read(tokenShape, await exchange(on, await pair(on, token.id)));
      assert.deepEqual([fresh.id, fresh.scopes], [token.id, token.scopes]);
      assert.equal((await me(on, fresh.raw_token)).status, 200);
      assert([401, 403].includes((await me(on, token.raw_token)).status));
    },
  },
  "code-in-any-spelling": {
    section: "1.3",
    law: "A pairing code may be typed in small letters and with a dash.",
    since,
    standInOnly,
    async check(on) {
      const code = await pair(on, (await make(on)).id);
      const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
      read(tokenShape, await exchange(on, typed));
    },
  },
  "code-serves-once": {
    section: "1.3",
    law: "A pairing code that was exchanged is unknown afterwards.",
    since,
    standInOnly,
    async check(on) {
      const code = await pair(on, (await make(on)).id);
      assert.equal((await statusOf(on, code)).status, 200);
      read(tokenShape, await exchange(on, code));
      assertUnknown(await exchange(on, code));
      assert.equal((await statusOf(on, code)).status, 404);
    },
  },
  "code-ends-after-a-minute": {
    section: "1.3",
    law: "A pairing code is worth nothing after 60 seconds.",
    since,
    standInOnly,
    async check(on) {
      const code = await pair(on, (await make(on)).id);
      await pass(on, 61);
      assertUnknown(await exchange(on, code));
    },
  },
  "sixth-exchange-is-429": {
    section: "1.3",
    law: "Five codes may be tried in a minute; the sixth try is a 429, whatever its code.",
    since,
    standInOnly,
    async check(on) {
      for (let tries = 0; tries < 5; tries += 1) assertUnknown(await exchange(on, "WRONGCD2"));
      assert.equal((await exchange(on, await pair(on, (await make(on)).id))).status, 429);
    },
  },
  "disabled-owner-gets-no-token": {
    section: "1.3",
    law: "The code of a disabled user is a 403 that says so.",
    since,
    standInOnly,
    async check(on) {
      const user = on.rules.admin.addUser({ username: on.unique() });
      const token = on.rules.admin.addToken({ userId: user.id });
      const code = await pair(on, token.id, `Bearer ${token.raw}`);
      user.enabled = false;
      const reply = await exchange(on, code);
      assert.deepEqual([reply.status, detailOf(reply)], [403, "Token owner is disabled"]);
    },
  },
} satisfies Record<string, Behaviour>;

function post(on: Bench, json: unknown): Promise<Reply> {
  return on.send("POST", "/api/client-tokens", { json });
}

async function make(on: Bench) {
  const reply = await post(on, { name: on.unique(), scopes: ["me.read", "assets.read"], expires_in: "30d" });
  assert.equal(reply.status, 201);
  return read(tokenShape, reply);
}

async function pair(on: Bench, tokenId: number, authorization?: string): Promise<string> {
  const how = authorization === undefined ? {} : { authorization };
  return read(pairShape, await on.send("POST", `/api/client-tokens/${tokenId}/pair`, how)).code;
}

function exchange(on: Bench, code: string): Promise<Reply> {
  return on.send("POST", "/api/client-tokens/exchange", { json: { code }, authorization: null });
}

function statusOf(on: Bench, code: string): Promise<Reply> {
  return on.send("GET", `/api/client-tokens/pair/${code}/status`, { authorization: null });
}

function me(on: Bench, bearer: string): Promise<Reply> {
  return on.send("GET", "/api/users/me", { authorization: `Bearer ${bearer}` });
}

function assertUnknown(reply: Reply): void {
  assert.deepEqual([reply.status, detailOf(reply)], [404, "Invalid or expired pairing code"]);
}

import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, detailOf, read } from "../../suite/bench.ts";
import type { Reply } from "../../suite/http.ts";
import { pass } from "./pass.ts";

const answerShape = v.object({
  access_token: v.string(),
  refresh_token: v.optional(v.string()),
  token_type: v.literal("bearer"),
  expires: v.number(),
  refresh_expires: v.optional(v.number()),
});

const standInOnly = reasons.admin;
const scope = "me.read assets.read";

/** Section 1.2. */
export const oauth = {
  "password-gives-tokens": {
    section: "1.2",
    law: "User name and password buy an access token for half an hour, and a refresh token.",
    standInOnly,
    async check(on) {
      const answer = await signIn(on);
      assert.equal(answer.expires, 1800);
      assert(answer.refresh_token);
      assert.equal((await me(on, answer.access_token)).status, 200);
    },
  },
  "no-scope-no-rights": {
    section: "1.2",
    law: "An access token that was asked for without scopes may do nothing.",
    standInOnly,
    async check(on) {
      const { access_token } = read(answerShape, await post(on, { ...player }));
      assert.equal((await me(on, access_token)).status, 403);
    },
  },
  "scope-beyond-the-user-is-403": {
    section: "1.2",
    law: "One scope that the user lacks refuses the whole sign-in.",
    standInOnly,
    async check(on) {
      const reply = await post(on, { ...player, scope: `${scope} users.write` });
      assert.deepEqual([reply.status, detailOf(reply)], [403, "Insufficient scope"]);
    },
  },
  "guessed-password-is-401": {
    section: "1.2",
    law: "A wrong password is a 401 that says so.",
    standInOnly,
    async check(on) {
      const reply = await post(on, { ...player, password: "guess", scope });
      assert.deepEqual([reply.status, detailOf(reply)], [401, "Invalid username or password"]);
    },
  },
  "no-password-is-400": {
    section: "1.2",
    law: "A sign-in without a password is a 400.",
    standInOnly,
    async check(on) {
      const reply = await post(on, { grant_type: "password", username: "player", scope });
      assert.deepEqual([reply.status, detailOf(reply)], [400, "Missing username or password"]);
    },
  },
  "disabled-user-gets-no-tokens": {
    section: "1.2",
    law: "A disabled user is refused with a 403 that says so.",
    standInOnly,
    async check(on) {
      const username = on.unique();
      on.rules.admin.addUser({ username }).enabled = false;
      const reply = await post(on, { ...player, username, scope });
      assert.deepEqual([reply.status, detailOf(reply)], [403, "User account is disabled"]);
    },
  },
  "refresh-rotates": {
    section: "1.2",
    law: "A refresh token serves once: it brings another one, and is worth nothing afterwards.",
    since: "4.8",
    standInOnly,
    async check(on) {
      const first = await signIn(on);
      const second = read(answerShape, await refresh(on, first.refresh_token));
      assert(second.refresh_token !== undefined && second.refresh_token !== first.refresh_token);
      assert.equal((await me(on, second.access_token)).status, 200);
      const again = await refresh(on, first.refresh_token);
      assert.deepEqual([again.status, detailOf(again)], [401, "Could not validate credentials"]);
      read(answerShape, await refresh(on, second.refresh_token));
    },
  },
  "refresh-stays": {
    section: "1.2",
    law: "A refresh token serves any number of times and brings no other.",
    until: "4.8",
    standInOnly,
    async check(on) {
      const { refresh_token } = await signIn(on);
      for (const _ of ["once", "twice"])
        assert.equal(read(answerShape, await refresh(on, refresh_token)).refresh_token, undefined);
    },
  },
  "refresh-token-is-no-bearer": {
    section: "1.2",
    law: "A refresh token in the place of an access token is nobody.",
    standInOnly,
    async check(on) {
      const { refresh_token = "" } = await signIn(on);
      assert([401, 403].includes((await me(on, refresh_token)).status));
    },
  },
  "ended-access-token-is-500": {
    section: "1.5",
    law: "An access token whose time is over is a bare 500.",
    since: "4.8",
    until: "5.4",
    standInOnly,
    async check(on) {
      const { access_token } = await signIn(on);
      await pass(on, 1860);
      const reply = await me(on, access_token);
      assert.deepEqual([reply.status, reply.text], [500, "Internal Server Error"]);
    },
  },
  "access-token-never-ends": {
    section: "1.5",
    law: "4.7 signs an end into its tokens and never looks at it.",
    until: "4.8",
    standInOnly: reasons.deduced,
    async check(on) {
      const { access_token } = await signIn(on);
      await pass(on, 1860);
      assert.equal((await me(on, access_token)).status, 200);
    },
  },
} satisfies Record<string, Behaviour>;

const player = { grant_type: "password", username: "player", password: "password" };

function post(on: Bench, fields: Record<string, string>): Promise<Reply> {
  const bytes = Buffer.from(new URLSearchParams(fields).toString());
  const body = { type: "application/x-www-form-urlencoded", bytes };
  return on.send("POST", "/api/token", { body, authorization: null });
}

async function signIn(on: Bench) {
  return read(answerShape, await post(on, { ...player, scope }));
}

function refresh(on: Bench, token = ""): Promise<Reply> {
  return post(on, { grant_type: "refresh_token", refresh_token: token });
}

function me(on: Bench, bearer: string): Promise<Reply> {
  return on.send("GET", "/api/users/me", { authorization: `Bearer ${bearer}` });
}

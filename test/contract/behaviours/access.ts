import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { type Bench, read } from "../suite/bench.ts";
import type { Reply } from "../suite/http.ts";
import { saveShape, userShape } from "../suite/shapes.ts";

/** Section 1. */
export const access = {
  "basic-signs-in": {
    section: "1.1",
    law: "User name and password are accepted with each request.",
    standInOnly: reasons.admin,
    async check(on) {
      assert.equal((await me(on, basic("player:password"))).status, 200);
    },
  },
  "basic-folds-the-name": {
    section: "1.1",
    law: "A user's name is found in any case.",
    standInOnly: reasons.admin,
    async check(on) {
      assert.equal((await me(on, basic("PLAYER:password"))).status, 200);
    },
  },
  "wrong-password-is-nobody": {
    section: "1.1",
    law: "A wrong password is nobody.",
    standInOnly: "would count as an attack on the server",
    async check(on) {
      assertNobody(await me(on, basic("player:guess")));
    },
  },
  "bad-basic-is-500": {
    section: "1.1",
    law: "Basic credentials that cannot be decoded end in a bare 500.",
    until: "5.4",
    standInOnly: reasons.deduced,
    async check(on) {
      assertBare500(await me(on, "Basic %%%"));
    },
  },
  "unknown-client-token-is-nobody": {
    section: "1.3",
    law: "An unknown client token is nobody.",
    since: "4.8",
    async check(on) {
      assertNobody(await me(on, `Bearer rmm_${"0".repeat(64)}`));
    },
  },
  "garbage-bearer-is-500": {
    section: "1.5",
    law: "A bearer that is no token at all is a bare 500, on every path.",
    until: "5.4",
    async check(on) {
      for (const path of ["/api/users/me", "/api/heartbeat"])
        assertBare500(await on.send("GET", path, { authorization: "Bearer garbage" }));
    },
  },
  "empty-bearer-is-nobody": {
    section: "1.5",
    law: "A malformed Authorization header does not stop a request that needs none.",
    since: "4.9",
    async check(on) {
      const reply = await on.send("GET", "/api/heartbeat", { authorization: "Bearer " });
      assert.equal(reply.status, 200);
    },
  },
  "expired-token-is-nobody": {
    section: "1.3",
    law: "A client token is nobody once it has expired.",
    since: "4.8",
    standInOnly: reasons.admin,
    async check(on) {
      assertNobody(await me(on, on.bearer({ expiresAt: 1000 })));
    },
  },
  "disabled-user-is-nobody": {
    section: "1.3",
    law: "The token of a disabled user is nobody.",
    since: "4.8",
    standInOnly: reasons.admin,
    async check(on) {
      const user = on.rules.admin.addUser({ username: on.unique() });
      user.enabled = false;
      assertNobody(await me(on, `Bearer ${on.rules.admin.addToken({ userId: user.id }).raw}`));
    },
  },
  "token-cannot-exceed-its-user": {
    section: "1.3",
    law: "A token has only those of its scopes that its user has.",
    since: "4.8",
    standInOnly: reasons.admin,
    async check(on) {
      const user = on.rules.admin.addUser({ username: on.unique(), scopes: ["me.read"] });
      const { raw } = on.rules.admin.addToken({ userId: user.id, scopes: ["me.read", "assets.read"] });
      const reply = await on.send("GET", "/api/saves", { authorization: `Bearer ${raw}` });
      assert.equal(reply.status, 403);
    },
  },
  "me-tells-the-users-scopes": {
    section: "2.2",
    law: "users/me tells the scopes of the user, not those of the token.",
    standInOnly: reasons.admin,
    async check(on) {
      const { oauth_scopes } = read(userShape, await me(on, on.bearer({ scopes: ["me.read"] })));
      assert(oauth_scopes.includes("assets.write"));
    },
  },
  "bound-token-tells-its-device": {
    section: "1.4",
    law: "users/me tells the device that the token is bound to.",
    since: "4.9",
    standInOnly: reasons.admin,
    async check(on) {
      const deviceId = await on.device();
      const { current_device_id } = read(userShape, await me(on, on.bearer({ deviceId })));
      assert.equal(current_device_id, deviceId);
    },
  },
  "saves-never-infer-the-device": {
    section: "1.4",
    law: "An upload with a bound token and no device_id belongs to no device.",
    standInOnly: reasons.admin,
    async check(on) {
      const authorization = on.bearer({ deviceId: await on.device() });
      const row = read(saveShape, await on.upload({ slot: on.slot(), authorization }));
      assert.deepEqual(row.device_syncs, []);
    },
  },
} satisfies Record<string, Behaviour>;

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

function me(on: Bench, authorization: string): Promise<Reply> {
  return on.send("GET", "/api/users/me", { authorization });
}

/** 401 since 5.2, 403 before. */
function assertNobody({ status, text }: Reply): void {
  assert([401, 403].includes(status), `${status} ${text}`);
}

function assertBare500(reply: Reply): void {
  assert.equal(reply.status, 500);
  assert.equal(reply.text, "Internal Server Error");
  assert.match(reply.headers.get("content-type") ?? "", /^text\/plain/);
}

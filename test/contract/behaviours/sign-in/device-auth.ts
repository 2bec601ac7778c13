import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, detailOf, read } from "../../suite/bench.ts";
import type { Reply } from "../../suite/http.ts";
import { registeredShape } from "../../suite/shapes.ts";
import { pass } from "./pass.ts";

const flowShape = v.object({
  device_code: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  user_code: v.pipe(v.string(), v.regex(/^[A-HJKMNP-Z2-9]{8}$/)),
  verification_path: v.literal("/pair/device"),
  verification_path_complete: v.string(),
  expires_in: v.literal(600),
  interval: v.literal(5),
});
const collectedShape = v.object({
  access_token: v.string(),
  device_id: v.string(),
  scopes: v.array(v.string()),
  expires_at: v.nullable(v.string()),
});

const since = "5.0";
const standInOnly = reasons.tokens;
const scopes = ["assets.read", "me.read"];

/** Section 1.4. */
export const deviceAuth = {
  "pairing-needs-no-sign-in": {
    section: "1.4",
    law: "A device that nobody knows starts a pairing, and gets two codes and where to type one.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      assert.equal(flow.verification_path_complete, `/pair/device?user_code=${flow.user_code}`);
    },
  },
  "unknown-scope-starts-no-pairing": {
    section: "1.4",
    law: "A scope that this RomM does not know is a 422.",
    since,
    standInOnly,
    async check(on) {
      assert.equal((await init(on, { requested_scopes: ["me.read", "saves.sync"] })).status, 422);
    },
  },
  "pending-says-who-asks": {
    section: "1.4",
    law: "The page that approves is told the device's name, and which of its scopes the user has.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on, { requested_scopes: [...scopes, "tasks.run"] });
      const reply = await on.send("GET", `/api/auth/device/pending/${flow.user_code}`);
      const shape = v.object({ name: v.string(), allowed_scopes: v.array(v.string()) });
      assert.deepEqual(read(shape, reply), { name: "Deck", allowed_scopes: scopes });
    },
  },
  "waiting-is-400": {
    section: "1.4",
    law: "Until it is answered, a poll every six seconds is told that it is pending.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      for (let polls = 0; polls < 3; polls += 1) {
        assertSays(await collect(on, flow), "authorization_pending");
        await pass(on, 6);
      }
    },
  },
  "hasty-poll-is-told-so": {
    section: "1.4",
    law: "A poll within five seconds of the one before is told to slow down.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      await collect(on, flow);
      await on.nextSecond();
      assertSays(await collect(on, flow), "slow_down");
    },
  },
  "approval-binds-token-and-device": {
    section: "1.4",
    law: "An approved device collects a token of its own, bound to a device that bears the name it was approved with.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      await approve(on, flow, { device_name: "Upstairs" });
      const { access_token, device_id, ...answer } = read(collectedShape, await collect(on, flow));
      assert.deepEqual(answer, { scopes, expires_at: null });
      const authorization = `Bearer ${access_token}`;
      const shape = v.array(v.object({ device_id: v.nullable(v.string()) }));
      const tokens = read(shape, await on.send("GET", "/api/client-tokens", { authorization }));
      assert.equal(tokens.filter((token) => token.device_id === device_id).length, 1);
      assert.equal((await on.readDevice(device_id)).name, "Upstairs");
    },
  },
  "approval-is-collected-once": {
    section: "1.4",
    law: "The answer to an approval is given once: the next poll finds nothing.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      await approve(on, flow);
      read(collectedShape, await collect(on, flow));
      assertSays(await collect(on, flow), "expired_token");
    },
  },
  "approval-may-give-less": {
    section: "1.4",
    law: "The player may approve fewer scopes than were asked for, and the answer tells which.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      await approve(on, flow, { approved_scopes: ["me.read"] });
      assert.deepEqual(read(collectedShape, await collect(on, flow)).scopes, ["me.read"]);
    },
  },
  "approval-cannot-give-more": {
    section: "1.4",
    law: "A scope that was not asked for, or that the user lacks, cannot be approved.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on, { requested_scopes: ["me.read", "tasks.run"] });
      for (const scope of ["assets.read", "tasks.run"])
        assert.equal((await answer(on, "approve", flow, { approved_scopes: [scope] })).status, 403);
    },
  },
  "one-identifier-one-device": {
    section: "1.4",
    law: "Who pairs again with the same identifier is the same device.",
    since,
    standInOnly,
    async check(on) {
      const identifier = on.unique();
      assert.equal(await pairAs(on, identifier), await pairAs(on, identifier));
    },
  },
  "registering-finds-no-paired-device": {
    section: "1.4",
    law: "A registration by host name does not find a device that was paired.",
    since,
    standInOnly,
    async check(on) {
      const identifier = on.unique();
      const paired = await pairAs(on, identifier);
      const reply = await on.register({ hostname: identifier, platform: "Linux" });
      assert.notEqual(read(registeredShape, reply).device_id, paired);
    },
  },
  "denial-is-told": {
    section: "1.4",
    law: "A device that was denied is told so, for a minute.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      assert.equal((await answer(on, "deny", flow, {})).status, 200);
      assertSays(await collect(on, flow), "access_denied");
      await pass(on, 61);
      assertSays(await collect(on, flow), "expired_token");
    },
  },
  "pairing-ends-after-ten-minutes": {
    section: "1.4",
    law: "Ten minutes after its start a pairing is unknown to the page and to the device.",
    since,
    standInOnly,
    async check(on) {
      const flow = await start(on);
      await pass(on, 601);
      const page = await on.send("GET", `/api/auth/device/pending/${flow.user_code}`);
      assert.deepEqual([page.status, detailOf(page)], [404, "Unknown or expired code"]);
      assertSays(await collect(on, flow), "expired_token");
    },
  },
  "eleventh-pairing-is-429": {
    section: "1.4",
    law: "Ten pairings may be started in a minute.",
    since,
    standInOnly,
    async check(on) {
      for (let starts = 0; starts < 10; starts += 1) await start(on);
      assert.equal((await init(on)).status, 429);
    },
  },
  "sixty-first-poll-is-429": {
    section: "1.4",
    law: "Sixty polls may be made in a minute, whatever they are about.",
    since,
    standInOnly,
    async check(on) {
      for (let polls = 0; polls < 60; polls += 1) await collect(on, { device_code: "none" });
      assert.equal((await collect(on, { device_code: "none" })).status, 429);
    },
  },
} satisfies Record<string, Behaviour>;

type Flow = v.InferOutput<typeof flowShape>;

function init(on: Bench, fields: Record<string, unknown> = {}): Promise<Reply> {
  const json = {
    client_device_identifier: on.unique(),
    name: "Deck",
    client: "contract",
    platform: "Linux",
    requested_scopes: scopes,
    ...fields,
  };
  return on.send("POST", "/api/auth/device/init", { json, authorization: null });
}

async function start(on: Bench, fields: Record<string, unknown> = {}): Promise<Flow> {
  const reply = await init(on, fields);
  assert.equal(reply.status, 201);
  return read(flowShape, reply);
}

function collect(on: Bench, { device_code }: { device_code: string }): Promise<Reply> {
  return on.send("POST", "/api/auth/device/token", { json: { device_code }, authorization: null });
}

function answer(on: Bench, verb: "approve" | "deny", { user_code }: Flow, fields: object): Promise<Reply> {
  return on.send("POST", `/api/auth/device/${verb}`, { json: { user_code, ...fields } });
}

async function approve(on: Bench, flow: Flow, fields: object = {}): Promise<void> {
  const reply = await answer(on, "approve", flow, { approved_scopes: scopes, ...fields });
  assert.equal(reply.status, 200);
}

async function pairAs(on: Bench, identifier: string): Promise<string> {
  const flow = await start(on, { client_device_identifier: identifier });
  await approve(on, flow);
  return read(collectedShape, await collect(on, flow)).device_id;
}

function assertSays(reply: Reply, detail: string): void {
  assert.deepEqual([reply.status, detailOf(reply)], [400, detail]);
}

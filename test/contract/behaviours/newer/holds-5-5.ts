import assert from "node:assert/strict";
import * as v from "valibot";
import type { Behaviour } from "../../suite/behaviour.ts";
import { type Bench, read } from "../../suite/bench.ts";
import { channel, line, push, standInOnly } from "./lines.ts";

const section = "5.5: holds";
const heldShape = v.object({
  held_by: v.array(v.object({ device: v.object({ id: v.nullable(v.string()) }), synced_at: v.string() })),
});

/** What RomM keeps of a device and a line: what it holds, and the current that it knows. */
export const holds55 = {
  "devices-hold-snapshots": {
    section,
    law: "A device that says so, or reads with `hold`, holds a snapshot, which names it; without a device that is a 400.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId } = await line(on, "mgba");
      const [told, reading] = [await on.device(), await on.device()];
      const path = await currentPath(on, channelId);
      assert.equal((await on.send("PUT", `${path}/devices/${told}`)).status, 204);
      const query = { hold: true, device_id: reading };
      const row = read(heldShape, await on.send("GET", path, { query }));
      assert.deepEqual(row.held_by.map(({ device }) => device.id).sort(), [told, reading].sort());
      assert.equal((await on.send("GET", path, { query: { hold: true } })).status, 400);
      assert.equal((await on.send("GET", path)).status, 200);
    },
  },
  "held-current-is-known": {
    section,
    law: "A push that expects nothing builds on the current that its device holds.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId } = await line(on, "mgba");
      const device = await on.device();
      assert.equal((await pushBlindly(on, channelId, { device_id: device })).status, 409);
      await on.send("PUT", `${await currentPath(on, channelId)}/devices/${device}`);
      assert.equal((await pushBlindly(on, channelId, { device_id: device })).status, 201);
    },
  },
  "holds-are-forgotten": {
    section,
    law: "What a device holds of a channel is forgotten when asked, and with it what it knows.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId } = await line(on, "mgba");
      const query = { device_id: await on.device() };
      const path = await currentPath(on, channelId);
      await on.send("GET", path, { query: { hold: true, ...query } });
      assert.equal((await on.send("DELETE", `/api/channels/${channelId}/held`, { query })).status, 204);
      assert.deepEqual(read(heldShape, await on.send("GET", path)).held_by, []);
      assert.equal((await pushBlindly(on, channelId, query)).status, 409);
    },
  },
  "bound-token-knows-what-it-listed": {
    section,
    law: "A token that is bound to a device makes it know each current that it lists.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId } = await line(on, "mgba");
      const device = await on.device();
      const authorization = on.bearer({ deviceId: device });
      await on.send("GET", "/api/channels", { query: { channel_id: channelId }, authorization });
      assert.equal((await pushBlindly(on, channelId, { device_id: device })).status, 201);
    },
  },
} satisfies Record<string, Behaviour>;

async function currentPath(on: Bench, channelId: string): Promise<string> {
  return `/api/snapshots/${(await channel(on, channelId)).current_snapshot_id}`;
}

/** Without a word of what it builds on. */
function pushBlindly(on: Bench, channel_id: string, query: { device_id: string }) {
  return push(on, { channel_id }, { query });
}

import type { RommContext } from "../../http/app.ts";
import { seenBy } from "../../rules/snapshots/holds.ts";
import { type Breakage, on, queryOf, rewriteRows } from "../breakage.ts";

/** What RomM keeps of a device and a line. */
export const holdBreakages55 = {
  "devices-hold-snapshots": rewriteRows("GET /api/snapshots/#", (row) => ({ ...row, held_by: [] })),
  "held-current-is-known": on("PUT /api/snapshots/#/devices/*", async (c, next) => {
    await next();
    forgetSeen(c);
  }),
  "holds-are-forgotten": on("DELETE /api/channels/*/held", async (c) => {
    c.res = c.body(null, 204);
  }),
  "bound-token-knows-what-it-listed": on("GET /api/channels", async (c, next) => {
    await next();
    if (!queryOf(c).has("device_id")) forgetSeen(c);
  }),
} satisfies Record<string, Breakage>;

function forgetSeen(c: RommContext): void {
  const { database, redis } = c.get("rules");
  for (const device of database.devices)
    for (const channel of database.channels) redis.remove(seenBy(device.id, channel.id));
}

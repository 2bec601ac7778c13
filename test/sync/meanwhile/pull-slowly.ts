import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import { aMoment } from "../../world/engine/a-moment.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import type { World } from "../../world/engine/world.ts";

interface SlowPull {
  world: World;
  b: EngineDeck;
  report: SyncReport;
}

/** B fetches A2, and the change comes while it is on the way. */
export async function pullSlowly(
  change: (world: World, b: EngineDeck) => Promise<unknown>,
): Promise<SlowPull> {
  const { world, b } = await setupNewer();
  await world.romm.faults.set("slow", { ms: 200, route: "GET /api/saves/*/content" });
  const run = b.api.syncShortcut({ appId });
  await aMoment(80);
  await change(world, b);
  return { world, b, report: expectOk(await run) };
}

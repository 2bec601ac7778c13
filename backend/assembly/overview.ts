import type { Right } from "../contract/account.ts";
import type { Overview, RegistryHealth, ServerReach, UnreadablePart } from "../contract/overview.ts";
import { activeAccount } from "../core/units.ts";
import type { Activities } from "../history/activities.ts";
import type { Log } from "../machine/log.ts";
import type { PlayStatusSync } from "../play-status/play-status.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { createListing } from "../shortcuts/listing.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { createOtherInstallation } from "./other-installation.ts";
import { createReader } from "./parts-of-ours.ts";

/** What the panel's first page is made of. */
export interface OverviewParts {
  store: StateStore;
  health: () => RegistryHealth;
  session: SyncDeps["session"];
  reach: () => ServerReach;
  signIn: { missingRights: () => Right[] };
  engine: SyncEngine;
  listing: ReturnType<typeof createListing>;
  activity: Activities;
  playStatus: PlayStatusSync;
  listUnreadable: () => Promise<UnreadablePart[]>;
  otherInstallation: ReturnType<typeof createOtherInstallation>;
  log: Pick<Log, "error">;
}

const overviewActivities = 5;

/** Reads no network. A part that fails is named, and leaves the others standing. */
export async function createOverview(parts: OverviewParts): Promise<Overview> {
  const { engine, listing, activity } = parts;
  const unreadable = await parts.listUnreadable();
  const read = createReader(parts.log, unreadable);
  return {
    contractVersion: 1,
    connection: connectionOf(parts),
    registry: parts.health(),
    shortcuts: await read("shortcuts", listing.list, []),
    conflicts: await read("conflicts", () => engine.listConflicts(), []),
    held: await read("held", () => engine.listHeld(), []),
    activity: await read("activity", () => activity.list({ limit: overviewActivities }), []),
    runs: engine.runs(),
    playStatus: parts.playStatus.overview(),
    unreadable,
    elsewhere: await parts.otherInstallation.find(),
  };
}

function connectionOf({ store, session, reach, signIn }: OverviewParts): Overview["connection"] {
  const active = activeAccount(store.current());
  const signedIn = session();
  if (!active || !signedIn) return { kind: "signed-out" };
  const { origin, username, deviceName, serverVersion } = active.account;
  const { deviceId } = signedIn;
  return {
    ...{ kind: "connected", origin, username, deviceId, deviceName, serverVersion },
    ...{ missingRights: signIn.missingRights(), server: reach() },
  };
}

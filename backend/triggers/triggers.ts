import type { ServerReach } from "../contract/overview.ts";
import type { UnitId } from "../core/vocabulary.ts";
import { type FolderDeps, watchUnitFolders } from "./folders.ts";
import { createNetworkWatch, type NetworkDeps } from "./network.ts";
import { createQueue, type RunWish } from "./queue.ts";
import { watchForWake } from "./wake.ts";

export interface TriggerDeps extends Pick<NetworkDeps, "clock" | "log" | "addresses" | "probe"> {
  run: RunWish;
  folders: Omit<FolderDeps, "clock" | "log" | "hasChanged">;
  /** The machine slept: nobody is at the other end of its connections any more. */
  dropConnections: () => void;
}

/** What brings a run about, beside a game's end and the player's hand. */
export interface Triggers {
  /** Begins to watch; everything is looked at once. */
  start(): void;
  /** Something new is there to be looked at: a sign-in, a shortcut, a card. */
  begin(): void;
  retry(unitId: UnitId): void;
  reached(reach: ServerReach): void;
  /** Somebody looks at the panel. */
  panelOpened(): void;
}

/** Right after a start Decky may still be exchanging the plugin: nothing is touched in the first seconds. */
const afterStartMs = 3000;
/** Whoever opens and closes the panel looks once. */
const panelAgainMs = 60_000;

/** Decides when, and asks the engine: what is done then is none of its business. */
export function createTriggers(deps: TriggerDeps): Triggers {
  const { clock } = deps;
  let panelAtMs = Number.NEGATIVE_INFINITY;
  const network = createNetworkWatch({
    ...deps,
    isBack: () => queue.ask({ whole: "if-due", isAfterAway: true }, 0),
  });
  const queue = createQueue({ ...deps, settled: network.settled }, deps.run);
  const begin = () => queue.ask({ whole: "yes", isAfterAway: true }, afterStartMs);

  return {
    begin,
    start() {
      watchForWake(deps, () => {
        deps.dropConnections();
        network.check();
      });
      watchUnitFolders({
        ...{ ...deps, ...deps.folders },
        hasChanged: (unitIds) => queue.ask({ unitIds }, 0),
      });
    },
    retry: queue.retry,
    reached: network.note,
    panelOpened() {
      if (clock.monotonic() - panelAtMs < panelAgainMs) return;
      panelAtMs = clock.monotonic();
      if (network.isAway()) network.check();
      else queue.ask({ whole: "if-due" }, 0);
    },
  };
}

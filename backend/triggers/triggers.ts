import type { Conditions } from "../contract/conditions.ts";
import type { ServerReach } from "../contract/overview.ts";
import type { UnitId } from "../core/vocabulary.ts";
import type { Restraint } from "../work/restraint.ts";
import { type FolderDeps, watchUnitFolders } from "./folders.ts";
import { createNetworkWatch, type NetworkDeps } from "./network.ts";
import { createQueue, type Wish } from "./queue.ts";
import type { Ran } from "./ran.ts";
import { createRestraint } from "./restraint.ts";
import { watchForWake } from "./wake.ts";

export interface TriggerDeps extends Pick<NetworkDeps, "clock" | "log" | "addresses" | "probe"> {
  /** Null: nobody is signed in. Without a restraint nothing is too much. */
  run: (wish: RunAsked) => Promise<Ran | null>;
  folders: Omit<FolderDeps, "clock" | "log" | "hasChanged">;
  /** The machine slept: nobody is at the other end of its connections any more. */
  dropConnections: () => void;
}

export interface RunAsked extends Pick<Wish, "unitIds" | "isAfterAway"> {
  isWhole: boolean;
  restraint: Restraint | undefined;
}

/** What brings a run about, beside a game's end and the player's hand. */
export interface Triggers {
  /** Begins to watch; everything is looked at once. */
  start(): void;
  /** Something new is there to be looked at: a start, a card. */
  begin(): void;
  /** The same by the player's press: a sign-in, a shortcut. */
  asked(): void;
  retry(unitId: UnitId): void;
  /** A game starts, and RomM was not asked whether there is something newer, or did not say. */
  startedUnchecked(unitId: UnitId): void;
  reached(reach: ServerReach): void;
  /** Somebody looks at the panel. */
  panelOpened(): void;
  /** How much may move by itself from now on. */
  setConditions(conditions: Conditions): void;
}

/** Right after a start Decky may still be exchanging the plugin: nothing is touched in the first seconds. */
const afterStartMs = 3000;
/** Network and disk belong to the game while it loads; then its player may still go back without a loss. */
const afterLaunchMs = 10_000;
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
  const { restraint, change } = createRestraint(clock);
  let waiting: readonly UnitId[] = [];
  /** What a game's end could not send goes at any cost, however late. */
  const ended = new Set<UnitId>();
  const unlessEnded: Restraint = (sizeBytes, unitId) => (ended.has(unitId) ? null : restraint(sizeBytes));
  const queue = createQueue({ ...deps, settled: network.settled }, async ({ isAsked, ...wish }) => {
    const ran = await deps.run({ ...wish, restraint: isAsked ? undefined : unlessEnded });
    if (ran && !ran.isCancelled) {
      for (const unitId of wish.unitIds) if (!ran.undone.includes(unitId)) ended.delete(unitId);
    }
    if (ran) waiting = wish.isWhole ? ran.waiting : [...new Set([...waiting, ...ran.waiting])];
    return ran;
  });
  const begin = (isAsked: boolean) => queue.ask({ whole: "yes", isAfterAway: true, isAsked }, afterStartMs);

  return {
    begin: () => begin(false),
    asked: () => begin(true),
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
    retry(unitId) {
      ended.add(unitId);
      queue.retry(unitId);
    },
    startedUnchecked: (unitId) => queue.ask({ unitIds: [unitId], isAfterAway: true }, afterLaunchMs),
    reached: network.note,
    panelOpened() {
      if (clock.monotonic() - panelAtMs < panelAgainMs) return;
      panelAtMs = clock.monotonic();
      if (network.isAway()) network.check();
      else queue.ask({ whole: "if-due" }, 0);
    },
    setConditions(conditions) {
      if (!change(conditions) || waiting.length === 0) return;
      queue.ask({ unitIds: waiting, isAfterAway: true }, 0);
      waiting = [];
    },
  };
}

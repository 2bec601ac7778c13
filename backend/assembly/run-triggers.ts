import type { DeviceCare } from "../account/device-care.ts";
import type { SessionHolder, SignedInSession } from "../account/session.ts";
import type { ServerReach } from "../contract/overview.ts";
import type { SyncLine } from "../contract/saves/sync.ts";
import { hasMarks } from "../core/marks/survival.ts";
import { RommError } from "../core/romm-error.ts";
import type { AccountState } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { UnitId } from "../core/vocabulary.ts";
import type { Environment } from "../environment.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import type { PlayStatusSync } from "../play-status/play-status.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { NetworkDeps } from "../triggers/network.ts";
import type { RunWish } from "../triggers/queue.ts";
import { createTriggers, type Triggers } from "../triggers/triggers.ts";
import { activeUnits } from "../work/active-units.ts";
import { toRommProblem } from "../work/problems.ts";
import type { Told } from "../work/told.ts";
import type { PartsOfOurs } from "./parts-of-ours.ts";
import type { PlaceCare } from "./place-care.ts";

interface RunParts {
  deps: Pick<SyncDeps, "session" | "store">;
  engine: Pick<SyncEngine, "syncAll">;
  deviceCare: DeviceCare;
  proofTimes: { begin(): void };
  placeCare: Pick<PlaceCare, "look">;
  partsOfOurs: Pick<PartsOfOurs, "look">;
  playStatus: Pick<PlayStatusSync, "followSoon">;
}

interface TriggerGround {
  environment: Pick<Environment, "addresses">;
  clock: Clock;
  log: Log;
  http: { close(): void };
}

interface TriggerParts extends RunParts {
  session: SessionHolder;
  reached: Told<ServerReach>;
}

/** Introduces what brings a run about to what a run is. */
export function openTriggers(ground: TriggerGround, parts: TriggerParts): Triggers {
  const { clock, log, environment, http } = ground;
  const triggers = createTriggers({
    ...{ clock, log, addresses: environment.addresses, dropConnections: http.close },
    probe: createProbe(parts.session.current),
    run: createTriggeredRun(parts),
  });
  parts.reached.on(triggers.reached);
  return triggers;
}

/** What a trigger's run is: the device and the places are looked after first, the play status follows what was sent. */
function createTriggeredRun(parts: RunParts): RunWish {
  const { deps, engine, deviceCare, proofTimes, placeCare, partsOfOurs, playStatus } = parts;
  return async ({ unitIds, isWhole }) => {
    const wanted = isWhole ? undefined : withUnfinished(deps, unitIds);
    if (wanted?.length === 0) return { undone: [], isCancelled: false };
    await deviceCare.look();
    if (isWhole) proofTimes.begin();
    await placeCare.look(wanted);
    const outcome = await engine.syncAll({ isDryRun: false, ...(wanted && { unitIds: wanted }) });
    await partsOfOurs.look();
    if (!outcome.ok) return null;
    const { lines, isCancelled } = outcome.value;
    if (lines.some(wasSent)) playStatus.followSoon();
    const account = activeUnits(deps)?.account;
    return { undone: account ? undoneIn(account, lines) : [], isCancelled };
  };
}

/** What has a mark was begun and not ended, whoever began it. */
function withUnfinished(deps: RunParts["deps"], unitIds: readonly UnitId[]): UnitId[] {
  const unfinished = (activeUnits(deps)?.listUnits() ?? []).filter(hasMarks).map(({ unitId }) => unitId);
  return [...new Set([...unfinished, ...unitIds])];
}

function undoneIn(account: AccountState, lines: SyncLine[]): UnitId[] {
  return lines.filter(isLeftUndone).flatMap(({ appIds: [appId] }) => {
    const unit = appId === undefined ? null : unitOfApp(account, appId);
    return unit ? [unit.unitId] : [];
  });
}

/** A game that nobody watches ends unseen: its save is looked at again. */
const isLeftUndone = (line: SyncLine) => line.outcome === "failed" || line.reason === "running";

export const wasSent = (line: SyncLine) => line.direction === "up" && line.outcome === "done";

/** RomM's heartbeat: the cheapest question there is, and the only one that proves that RomM itself answers. */
function createProbe(session: () => SignedInSession | null): NetworkDeps["probe"] {
  return async () => {
    const signedIn = session();
    if (signedIn === null) return null;
    try {
      await signedIn.playStatus.readVersion(AbortSignal.timeout(probeMs));
      return "there";
    } catch (error) {
      if (error instanceof RommError) return toRommProblem(error).code;
      throw error;
    }
  };
}

/** A server that takes longer is not back yet. */
const probeMs = 5000;

import type { DeviceCare } from "../account/device-care.ts";
import type { SessionHolder, SignedInSession } from "../account/session.ts";
import type { Notice } from "../contract/events.ts";
import type { ServerReach } from "../contract/overview.ts";
import type { SyncLine } from "../contract/saves/sync.ts";
import { RommError } from "../core/romm-error.ts";
import type { Unit } from "../core/state.ts";
import type { Environment } from "../environment.ts";
import type { Leases } from "../launch/leases.ts";
import type { OpenGames } from "../launch/open-games.ts";
import { readStamps } from "../launch/quiet.ts";
import type { Running } from "../launch/running.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { WatchFolder } from "../machine/folder-watch.ts";
import type { Log } from "../machine/log.ts";
import type { PlayStatusSync } from "../play-status/play-status.ts";
import type { PlayBook } from "../ports/play-book.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { Quiet } from "../sync/runs/pass.ts";
import type { NetworkDeps } from "../triggers/network.ts";
import { createOpenElsewhere, summaryOf } from "../triggers/news.ts";
import { ranOf, withUnfinished } from "../triggers/ran.ts";
import { createTriggers, type RunAsked, type TriggerDeps, type Triggers } from "../triggers/triggers.ts";
import { activeUnits } from "../work/active-units.ts";
import { toRommProblem } from "../work/problems.ts";
import type { Told } from "../work/told.ts";
import type { PartsOfOurs } from "./parts-of-ours.ts";
import type { PlaceCare } from "./place-care.ts";

interface RunParts {
  deps: Pick<SyncDeps, "session" | "store">;
  engine: Pick<SyncEngine, "syncAll" | "listConflicts">;
  notice: (notice: Notice) => void;
  deviceCare: DeviceCare;
  proofTimes: { begin(): void };
  placeCare: Pick<PlaceCare, "look">;
  partsOfOurs: Pick<PartsOfOurs, "look">;
  playStatus: Pick<PlayStatusSync, "followSoon">;
}

interface TriggerGround {
  environment: Pick<Environment, "addresses">;
  disk: Disk;
  clock: Clock;
  log: Log;
  http: { close(): void };
  watchFolder: WatchFolder;
}

interface TriggerParts extends RunParts {
  session: SessionHolder;
  reached: Told<ServerReach>;
  engine: Pick<SyncEngine, "syncAll" | "listConflicts" | "readStatus" | "conflictOf">;
  leases: Pick<Leases, "isLeased">;
  running: Pick<Running, "wasSeen">;
  openGames: Pick<OpenGames, "sendNow">;
  plays: Pick<PlayBook, "recent">;
}

/** Introduces what brings a run about to what a run is. */
export function openTriggers(ground: TriggerGround, parts: TriggerParts): Triggers {
  const { clock, log, environment, http } = ground;
  const triggers = createTriggers({
    ...{ clock, log, addresses: environment.addresses, dropConnections: http.close },
    probe: createProbe(parts.session.current),
    run: createTriggeredRun(parts),
    folders: toFolders(ground, parts),
  });
  parts.reached.on(triggers.reached);
  return triggers;
}

/** What the watch over folders knows of saves and games. */
function toFolders(ground: TriggerGround, parts: TriggerParts): TriggerDeps["folders"] {
  const { deps, engine, leases, running, openGames, plays } = parts;
  const { disk, watchFolder } = ground;
  const playedAtMs = ({ unitId }: Unit) => plays.recent(unitId, 1)[0]?.atMs ?? 0;
  return {
    ...{ disk, watchFolder, isLeased: leases.isLeased, readStatus: engine.readStatus },
    listUnits: () =>
      (activeUnits(deps)?.listUnits() ?? []).toSorted((one, other) => playedAtMs(other) - playedAtMs(one)),
    readStamps: async (unit) => (await readStamps(ground, unit)).text,
    async isOpen(unit) {
      const account = activeUnits(deps)?.account;
      return account !== undefined && (await running.wasSeen(unit, account));
    },
    questionOf: (unitId) => engine.conflictOf(unitId)?.conflictId ?? null,
    async sendOpen(unit) {
      const sent = await openGames.sendNow(unit);
      return "line" in sent && sent.line?.outcome !== "failed";
    },
  };
}

/** What a trigger's run is: the device and the places are looked after first, the play status follows what was sent. */
function createTriggeredRun(parts: RunParts): TriggerDeps["run"] {
  const { deps, engine, deviceCare, proofTimes, placeCare, partsOfOurs, playStatus } = parts;
  const tell = createTeller(parts);
  return async ({ unitIds, isWhole, isAfterAway, restraint }: RunAsked) => {
    const wanted = isWhole ? undefined : withUnfinished(activeUnits(deps)?.listUnits() ?? [], unitIds);
    if (wanted?.length === 0) return { undone: [], waiting: [], isCancelled: false };
    await deviceCare.look();
    if (isWhole) proofTimes.begin();
    await placeCare.look(wanted);
    const told = tell.begin();
    const request = { isDryRun: false, quiet: told.quiet, restraint, ...(wanted && { unitIds: wanted }) };
    const outcome = await engine.syncAll(request);
    await partsOfOurs.look();
    if (!outcome.ok) return null;
    const { lines, isCancelled } = outcome.value;
    if (lines.some(wasSent)) playStatus.followSoon();
    told.end(lines, isAfterAway);
    const account = activeUnits(deps)?.account;
    return ranOf(account, lines, isCancelled);
  };
}

/** What came of a run is told once, and not what somebody else heard already. */
function createTeller({ engine, notice }: Pick<RunParts, "engine" | "notice">) {
  const openElsewhere = createOpenElsewhere();
  return {
    begin() {
      const before = new Set(engine.listConflicts().map(({ conflictId }) => conflictId));
      const quiet: Quiet = { isBroken: false };
      return {
        quiet,
        end(lines: SyncLine[], isAfterAway: boolean): void {
          const asking = engine.listConflicts().filter(({ conflictId }) => !before.has(conflictId));
          const summary = summaryOf({ lines, asking: asking.map(({ name }) => name), isAfterAway });
          if (summary && !quiet.isBroken) notice(summary);
          for (const one of openElsewhere(lines)) notice(one);
        },
      };
    },
  };
}

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

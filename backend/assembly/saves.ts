import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { BackendEvents, ChangedPart } from "../contract/events.ts";
import type { SyncLine } from "../contract/saves/sync.ts";
import type { Settings } from "../contract/settings.ts";
import type { SavepointState } from "../core/state.ts";
import type { SaveLocation, Sha256, UnitId } from "../core/vocabulary.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenSettings } from "../documents/settings.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import { createFileHashing } from "../files/file-hashing.ts";
import { createActHints } from "../history/act-hints.ts";
import { createActivities } from "../history/activities.ts";
import { createActivityLog } from "../history/activity-log.ts";
import { createKeptCopies } from "../history/kept-copies.ts";
import { createPlayBook } from "../history/play-book.ts";
import type { ServerDate } from "../history/server-date.ts";
import { createCopyOrder } from "../history/stored/copy-order.ts";
import { createLeasedPlaces } from "../launch/leased-places.ts";
import { createLeases } from "../launch/leases.ts";
import { createOpenGames } from "../launch/open-games.ts";
import { createRunning } from "../launch/running.ts";
import { afterSession } from "../launch/unwritten.ts";
import { resolvePath } from "../locations/resolve.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { Processes } from "../machine/processes.ts";
import type { ScopedLog } from "../machine/scoped-log.ts";
import type { SyncDeps, SyncSettings } from "../ports/sync-deps.ts";
import { createListing } from "../shortcuts/listing.ts";
import { createSyncEngine } from "../sync/engine.ts";
import { createProofTimes } from "../sync/proof-times.ts";
import { inAccount } from "../work/in-account.ts";
import { createTold } from "../work/told.ts";
import { createCopyCare } from "./copy-care.ts";
import { createPartsOfOurs } from "./parts-of-ours.ts";
import { createPlaceCare } from "./place-care.ts";
import type { AccessBook } from "./server-access.ts";

interface SavesGround {
  environment: Environment;
  disk: Disk;
  clock: Clock;
  log: ScopedLog;
  processes: Processes;
  state: OpenState;
  settings: OpenSettings;
  credentials: CredentialsFile;
  access: AccessBook;
  emit: <Event extends keyof BackendEvents>(event: Event, payload: BackendEvents[Event]) => void;
}

interface SavesParts {
  session: SyncDeps["session"];
  serverDate: ServerDate;
  changed: (part: ChangedPart) => void;
}

/** The engine with all that it touches, and the kept copies that come of its work. */
export function openSaves(ground: SavesGround, { session, serverDate, changed }: SavesParts) {
  const { clock, disk, emit } = ground;
  const { runtimeFolder } = ground.environment;
  /** Told before those who hear it are made. */
  const [kept, foundRunning] = [createTold<void>(), createTold<UnitId>()];
  const unshown = createTold<{ unitId: UnitId; tookMs: number }>();
  const plays = createPlayBook(ground, join(runtimeFolder, "plays.jsonl"));
  const placeOf = (unitId: UnitId) => placeOfUnit(ground.state.store.current(), unitId);
  const hasPlayed = (unitId: UnitId, durationMs: number) =>
    plays.note(unitId, { atMs: clock.now() - durationMs, durationMs });
  const leases = createLeases(clock, hasPlayed, placeOf);
  const resolve = (path: string) => resolvePath(disk, path);
  const isLeased = createLeasedPlaces({ leases, placeOf, resolve });
  const running = createRunning(ground);
  const newId = randomUUID;
  const log = createActivityLog({ ...ground, newId }, join(runtimeFolder, "activity.jsonl"));
  const hasCopy = async (sha256: Sha256) => (await copies.find(sha256)) !== null;
  const activity = createActivities(log, { store: ground.state.store, hasCopy });
  const hints = createActHints({ ...ground, changed: () => changed("activity") }, activity);
  const tellLines = () => {
    changed("activity");
    void hints.refresh();
  };
  const hashing = createFileHashing(disk, clock);
  const folder = join(runtimeFolder, "history");
  const copies = createKeptCopies({ disk, clock, newId, ...hashing }, folder);
  const order = createCopyOrder({ clock, onKept: kept.tell }, copies);
  const deps: SyncDeps = {
    ...{ ...ground, ...hashing, store: ground.state.store, session, changed, newId },
    activity: {
      async append(entry) {
        const id = await log.append(entry);
        tellLines();
        return id;
      },
      async appendAll(entries) {
        await log.appendAll(entries);
        tellLines();
      },
    },
    ...{ plays, clockOffsetMs: serverDate.offsetMs },
    keptCopies: order.keptCopies, // What it answers for does not leave meanwhile.
    fence: { isRunning: running.isRunning, wasRunning: running.wasRunning, isLeased },
    settings: () => toSyncSettings(ground.settings.current()),
    foundRunning: foundRunning.tell,
    unshown: unshown.tell,
    notice: (notice) => emit("notice", notice),
    progressed: (run) => emit("progress", run),
    placeTrouble: (unit, isAbsent) => placeCare.troubleWith(unit, isAbsent),
  };
  const engine = createSyncEngine(deps);
  const proofTimes = createProofTimes({ clock, log: ground.log, random: Math.random }, engine);
  unshown.on(proofTimes.note);
  const { interruptFor } = engine;
  const placeCare = createPlaceCare({ ...ground, ...deps, interruptFor, changed: () => changed("saves") });
  const care = createCopyCare({ folder, deps, order, kept, serverDate, engine });
  const { store } = deps;
  const { setTracking, versions, slots } = engine;
  const undoParts = {
    ...{ activity: log, store, clock, newId, hasCopy, changed, setTracking },
    play: versions.play,
    backToSlot: slots.back,
  };
  const openGames = createOpenGames({ ...deps, engine });
  const listing = createListing({
    ...{ store, engine, isPlaying: leases.isPlaying, openGame: openGames.of, movedTo: placeCare.movedTo },
  });
  const noteSession = async (unitId: UnitId, line: SyncLine) => {
    const accountId = session()?.accountId;
    const played = openGames.takeSession(unitId);
    if (accountId !== undefined)
      await inAccount(store, accountId).changeUnit(unitId, (unit) => afterSession(unit, line, played));
  };
  /** Until the first run has looked, the panel shows how the files stand. */
  const readStatuses = () => void listing.list().then(() => changed("saves"));
  const shown = {
    ...{ activity, hints, acts: log },
    partsOfOurs: createPartsOfOurs({ ...ground, activity: log, changed }),
    ...{ listing, readStatuses },
  };
  const looks = { leases, running, foundRunning, openGames, placeCare, proofTimes, noteSession };
  return { deps, engine, care, undoParts, plays, ...looks, ...shown };
}

/** Of any account: a unit's name is nobody else's. */
function placeOfUnit({ accounts }: SavepointState, unitId: UnitId): SaveLocation | null {
  const units = Object.values(accounts).map((account) => account.units[unitId]);
  return units.find((unit) => unit !== undefined)?.location ?? null;
}

function toSyncSettings({ autocleanup: { isOn, limit } }: Settings): SyncSettings {
  return { autocleanupLimit: isOn ? limit : null };
}

import type { Right } from "../contract/account.ts";
import type {
  NeedsYou,
  Overview,
  RegistryHealth,
  ServerReach,
  UnreadablePart,
} from "../contract/overview.ts";
import type { Need } from "../contract/saves/need.ts";
import type { Shortcut } from "../contract/saves/shortcut.ts";
import { activeAccount } from "../core/units.ts";
import type { KnownActHints } from "../history/act-hints.ts";
import type { Activities } from "../history/activities.ts";
import type { Log } from "../machine/log.ts";
import type { PlayStatusSync } from "../play-status/play-status.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { createListing } from "../shortcuts/listing.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { createOtherInstallation } from "./other-installation.ts";
import { createReader, type PartsOfOurs } from "./parts-of-ours.ts";
import { needsLook, summarizeReport, summarizeShortcuts } from "./summary.ts";

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
  hints: KnownActHints;
  playStatus: PlayStatusSync;
  partsOfOurs: PartsOfOurs;
  otherInstallation: ReturnType<typeof createOtherInstallation>;
  log: Pick<Log, "error">;
}

const needsMax = 3;

/** From what is known: only the first one after a start waits for the disk. A part that fails leaves the others standing. */
export async function createOverview(parts: OverviewParts): Promise<Overview> {
  const { engine, listing } = parts;
  const unreadable: UnreadablePart[] = [...(await parts.partsOfOurs.known())];
  const elsewhere = await parts.otherInstallation.known();
  const read = createReader(parts.log, unreadable);
  const shortcuts = read("shortcuts", listing.known, []);
  const { current, last } = engine.runs();
  return {
    contractVersion: 2,
    connection: connectionOf(parts),
    registry: parts.health(),
    ...summarizeShortcuts(shortcuts),
    needsYou: read("conflicts", () => needsOf(engine, shortcuts), nothing),
    heldCount: read("held", engine.countHeld, 0),
    ...parts.hints.known(),
    runs: { current, last: last && summarizeReport(last) },
    playStatus: parts.playStatus.overview(),
    unreadable,
    elsewhere,
  };
}

const nothing: NeedsYou = { count: 0, choices: 0, looks: 0, first: [] };

function needsOf(engine: SyncEngine, shortcuts: Shortcut[]): NeedsYou {
  const questions = engine.openQuestions();
  const looks = shortcuts.filter(needsLook);
  const choices = questions.slice(0, needsMax).flatMap(({ unitId }): Need[] => {
    const conflict = engine.conflictOf(unitId);
    return conflict ? [{ kind: "choice", conflict }] : [];
  });
  return {
    count: questions.length + looks.length,
    choices: questions.filter(({ isPostponed }) => !isPostponed).length,
    looks: looks.length,
    first: [...choices, ...looks.map((shortcut): Need => ({ kind: "look", shortcut }))].slice(0, needsMax),
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

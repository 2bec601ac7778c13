import type { Scan, ScanEnd, ScanError, ScanPhase } from "../../contract/saves/scan.ts";
import type { LibraryRom } from "../../core/match/library.ts";
import type { RomIdentity } from "../../core/state.ts";
import type { AccountId, RomId, SteamShortcut } from "../../core/vocabulary.ts";
import type { LastPlace } from "../../ports/rom-library.ts";
import { toProblem } from "../../work/problems.ts";
import type { ScanDeps } from "./deps.ts";
import { type Proposal, toShortcutMatch } from "./propose.ts";
import { runScan } from "./run-scan.ts";

export interface Scans {
  /** A second call joins the run that is under way. */
  start(apps?: SteamShortcut[]): string;
  cancel(): void;
  /** The run under way, or the last one; null: none for the account that is signed in. */
  current(): Scan | null;
  /** The roms that its proposals are about. */
  roms(): Map<RomId, RomIdentity>;
}

/** All that is known of one run. */
interface Course {
  scanId: string;
  accountId: AccountId | null;
  phase: ScanPhase;
  total: number;
  romsDone: number;
  romsTotal: number | null;
  proposals: Proposal[];
  places: LastPlace[];
  unreadable: Scan["unreadable"];
  end: ScanEnd | null;
  stop: AbortController;
}

/** Finds which of Steam's shortcuts start which rom. Writes nothing. */
export function createScans(deps: ScanDeps): Scans {
  let course: Course | null = null;
  const ownCourse = () => {
    const isOthers = course !== null && ![null, deps.session()?.accountId].includes(course.accountId);
    return isOthers ? null : course;
  };
  return {
    start(apps) {
      if (course && course.end === null) return course.scanId;
      course = blankCourse(deps.newId());
      void follow(deps, course, apps ?? null);
      return course.scanId;
    },
    cancel: () => course?.stop.abort(),
    current() {
      const own = ownCourse();
      return own && describe(deps, own, own.proposals);
    },
    roms() {
      const roms = (ownCourse()?.proposals ?? []).flatMap(({ match }) => match.candidates);
      return new Map(roms.map((rom) => [rom.romId, toIdentity(rom)]));
    },
  };
}

function toIdentity(rom: LibraryRom): RomIdentity {
  const { romId, platformSlug, platformFolder, fsName, stem, sizeBytes, hashes } = rom;
  return {
    ...{ romId, platformSlug, fsName, sizeBytes, ...(platformFolder !== null && { platformFolder }) },
    ...(stem !== undefined && { stem }),
    ...(hashes.md5 !== null && { md5: hashes.md5 }),
  };
}

function blankCourse(scanId: string): Course {
  return {
    ...{ scanId, accountId: null, phase: "steam", total: 0, romsDone: 0, romsTotal: null },
    ...{ proposals: [], places: [], unreadable: [], end: null, stop: new AbortController() },
  };
}

async function follow(deps: ScanDeps, course: Course, apps: SteamShortcut[] | null): Promise<void> {
  const tell = (proposals: Proposal[]) => {
    const { unreadable: _told, ...progress } = describe(deps, course, proposals);
    deps.progressed(progress);
  };
  try {
    const error = await scan(deps, course, { apps, tell });
    course.end = error ? { kind: "failed", error } : endOf(course);
  } catch (cause) {
    course.end = course.stop.signal.aborted
      ? { kind: "cancelled" }
      : { kind: "failed", error: errorOf(deps, cause) };
  }
  tell([]);
}

const endOf = ({ stop }: Course): ScanEnd => ({ kind: stop.signal.aborted ? "cancelled" : "done" });

async function scan(
  deps: ScanDeps,
  course: Course,
  { apps, tell }: { apps: SteamShortcut[] | null; tell: (proposals: Proposal[]) => void },
): Promise<ScanError | null> {
  const session = deps.session();
  if (!session) return { kind: "signed-out" };
  course.accountId = session.accountId;
  const found = apps
    ? { ok: true as const, value: { shortcuts: apps, unreadable: [] } }
    : await deps.readSteamShortcuts();
  if (!found.ok) return found.error;
  const last = await deps.readLastPlaces();
  course.unreadable = [...found.value.unreadable, ...last.unreadable];
  course.total = found.value.shortcuts.length;
  course.places = last.places.filter(({ accountId }) => accountId === session.accountId);
  const ears = {
    phase(phase: ScanPhase) {
      course.phase = phase;
      tell([]);
    },
    roms(done: number, total: number | null) {
      course.romsDone = done;
      course.romsTotal = total;
      tell([]);
    },
    settled(proposals: Proposal[]) {
      course.proposals.push(...proposals);
      tell(proposals);
    },
  };
  const { signal } = course.stop;
  await runScan({ deps, library: session.library, apps: found.value.shortcuts, ears, signal });
  return null;
}

function describe({ store }: ScanDeps, course: Course, proposals: Proposal[]): Scan {
  const { scanId, accountId, phase, total, romsDone, romsTotal, places, unreadable, end } = course;
  const account = accountId === null ? undefined : store.current().accounts[accountId];
  const isRegistered = (appId: number) => account?.shortcut_registry[appId] !== undefined;
  const matches = proposals.map((proposal) => toShortcutMatch(proposal, { places, isRegistered }));
  const done = course.proposals.length;
  return { scanId, phase, done, total, romsDone, romsTotal, matches, unreadable, end };
}

/** Nobody waits for the run: a defect would otherwise end the whole backend. */
function errorOf({ log }: ScanDeps, cause: unknown): ScanError {
  const problem = toProblem(cause);
  if (problem !== null && problem.kind !== "state-read-only") return problem;
  log.error("A scan of Steam's shortcuts failed.", {
    stack: cause instanceof Error ? cause.stack : String(cause),
  });
  return { kind: "internal" };
}

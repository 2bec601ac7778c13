import type {
  AwardRefresh,
  AwardSource,
  PlayStatusLine,
  PlayStatusReport,
  PlayStatusStep,
} from "../contract/play-status.ts";
import { type PlannedStatus, planPlayStatus } from "../core/play-status/plan.ts";
import { RommError } from "../core/romm-error.ts";
import type { AccountId, UserId } from "../core/vocabulary.ts";
import { toRommProblem } from "../work/problems.ts";
import type { PlayStatusDeps, PlayStatusSession } from "./deps.ts";
import { TooOld, toPlayStatusError } from "./problems.ts";
import { memoryOf, recordResults, recordSending } from "./record.ts";
import { leave, type StatusResult, writeStatuses } from "./write-statuses.ts";

export interface Run {
  deps: PlayStatusDeps;
  session: PlayStatusSession;
  isDryRun: boolean;
  signal: AbortSignal;
  onStep: (step: PlayStatusStep) => void;
}

/**
 * Reads, decides, notes what it is about to write, writes the differences, and remembers what came of each. Expected
 * failures are in the report: with lines, the run had begun to write.
 */
export async function runPlayStatus(run: Run): Promise<PlayStatusReport> {
  const { deps, isDryRun, signal } = run;
  const report = blankReport(deps.clock.now(), isDryRun);
  try {
    report.refresh = await refresh(run);
    const { planned, source } = await look(run);
    report.source = source;
    if (isDryRun) report.lines = planned.map((one) => toLine(leave(one), "planned"));
    else if (!signal.aborted) await write(run, planned, report);
  } catch (error) {
    const problem = toPlayStatusError(error);
    if (problem === null) throw error;
    // Whoever stopped the run knows why its request failed.
    report.problem = signal.aborted && problem.kind === "romm" ? null : problem;
  }
  if (report.problem !== null) {
    deps.log.warn("The play statuses were not all brought up to date.", { problem: report.problem.kind });
  }
  return { ...report, finishedAtMs: deps.clock.now(), isCancelled: signal.aborted };
}

function blankReport(startedAtMs: number, isDryRun: boolean): PlayStatusReport {
  return {
    ...{ startedAtMs, finishedAtMs: startedAtMs, isDryRun, isCancelled: false },
    refresh: { kind: "not-asked" },
    source: { hasName: true, newestEarnedAtMs: null, unreadable: 0 },
    problem: null,
    lines: [],
  };
}

/** Any failure of it leaves us with what RomM knows already. If RomM itself is out of reach, the next request tells. */
async function refresh(run: Run): Promise<AwardRefresh> {
  const { deps, session, signal } = run;
  if (run.isDryRun || !deps.settings().refreshFirst) return { kind: "not-asked" };
  run.onStep("refreshing");
  try {
    await session.playStatus.refreshAwards({ userId: userIdOf(session.accountId) }, signal);
    return { kind: "done" };
  } catch (error) {
    if (!(error instanceof RommError) || signal.aborted) throw error;
    deps.log.info("RomM did not read RetroAchievements anew.", { code: error.code });
    return { kind: "failed", problem: toRommProblem(error) };
  }
}

/** An account id is `<origin>#<user id>`. */
function userIdOf(accountId: AccountId): UserId {
  return Number(accountId.slice(accountId.lastIndexOf("#") + 1)) as UserId;
}

async function look(run: Run): Promise<{ planned: PlannedStatus[]; source: AwardSource }> {
  const { deps, session, signal } = run;
  run.onStep("reading");
  await checkVersion(run);
  const { progress, ...source } = await session.playStatus.fetchAwards(signal);
  const raIds = new Set(progress.map(({ raId }) => raId));
  const roms = raIds.size === 0 ? [] : await session.playStatus.listRoms({ raIds }, signal);
  const memory = memoryOf(deps.store, session.accountId);
  const { raAlwaysWins } = deps.settings();
  return { planned: planPlayStatus({ progress, roms, memory, raAlwaysWins }), source };
}

/** A RomM that was too old when the player signed in may have been updated since. */
async function checkVersion({ deps, session, signal }: Run): Promise<void> {
  const known = deps.store.current().accounts[session.accountId]?.serverVersion;
  if (known === undefined || deps.neededVersion(known) === null) return;
  const serverVersion = await session.playStatus.readVersion(signal);
  const needed = deps.neededVersion(serverVersion);
  if (needed !== null) throw new TooOld(serverVersion, needed);
}

/** Fills the report as it goes, so that what was done is told even if it cannot be remembered. */
async function write(run: Run, planned: PlannedStatus[], report: PlayStatusReport): Promise<void> {
  const { deps, session, signal } = run;
  run.onStep("writing");
  if (planned.some((one) => one.write !== null)) {
    await recordSending(deps.store, session.accountId, planned);
  }
  const { results, endedBy } = await writeStatuses(session.playStatus, planned, signal);
  report.lines = results.map((result) => toLine(result));
  report.problem = endedBy && toPlayStatusError(endedBy);
  const hasEnded = endedBy === null && !signal.aborted;
  await recordResults(deps.store, session.accountId, { results, nowMs: deps.clock.now(), hasEnded });
}

function toLine({ planned, outcome, error }: StatusResult, ofDryRun?: "planned"): PlayStatusLine {
  const { rom, progress, reason, write } = planned;
  return {
    ...{ romId: rom.romId, name: rom.name, platformName: rom.platformName, status: rom.status },
    ...{ award: progress.award, earned: progress.earned, possible: progress.possible },
    ...{ reason, write },
    outcome: write !== null && ofDryRun ? ofDryRun : outcome,
    problem: error && toRommProblem(error),
  };
}

import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import { isHeadAmbiguous } from "../../core/decide/first-meeting.ts";
import { isRowLost } from "../../core/decide/twins.ts";
import { RommError } from "../../core/romm-error.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import { Aborted, throwIfAborted } from "../../work/gate.ts";
import { ForeignShape, toSyncError } from "../../work/problems.ts";
import { type Look, look } from "../look/look.ts";
import type { Work } from "../look/record.ts";
import { acknowledgeRows } from "../move/acknowledge.ts";
import { pushParked } from "../move/push-parked.ts";
import { act, asForeign, ask, type UnitSync, type UnitSyncParts } from "./act.ts";
import { goOnBranching } from "./branch.ts";
import { withElsewhere } from "./elsewhere.ts";
import { mirrorTracking } from "./mirror.ts";
import { newWork } from "./new-work.ts";
import { failedLine } from "./report.ts";

/** A 409 or a file that moved asks for another look; more than three say that something else is wrong. */
const maxRounds = 3;

/**
 * Brings one unit to rest: look, decide, act. Throws only `Aborted` and defects; every expected failure is a line
 * that says what was not done. Null: the unit was unregistered meanwhile.
 */
export async function syncUnit(
  parts: UnitSyncParts,
  session: ServerSession,
  p: UnitSync,
): Promise<SyncLine | null> {
  const { deps } = parts;
  const work = newWork(parts, session, p);
  const startedAtMs = deps.clock.monotonic();
  // A launch has no time for it, and a dry run changes nothing.
  if (p.purpose !== "launch" && p.purpose !== "dry-run") await mirrorTracking(work, p.gate.signal);
  const line = await tryRounds(parts, work, p);
  if (line && (isBelowOthers(parts, p, line) || isLostOne(parts, p, line))) await tryRounds(parts, work, p);
  if (line?.outcome === "done" && (p.purpose === "run" || p.purpose === "answer")) {
    await pushParked(work, parts.knowledge.rowsOf(p.unitId)?.rows ?? [], p.gate);
  }
  const told = line && (await withElsewhere(work, parts.knowledge.get(p.unitId), line, p));
  deps.changed("saves");
  if (line && isHeldUp(line)) deps.foundRunning?.(p.unitId);
  return told && { ...told, durationMs: Math.round(deps.clock.monotonic() - startedAtMs) };
}

/** What came down from below newer rows: until it lies on top of them, other devices take those for the newest. */
function isBelowOthers({ knowledge }: UnitSyncParts, { unitId, purpose }: UnitSync, line: SyncLine): boolean {
  if (line.decision !== "download" || line.outcome !== "done" || purpose === "launch") return false;
  const { verdict, observed } = knowledge.get(unitId) ?? {};
  return verdict?.head != null && isHeadAmbiguous(observed?.slotRows ?? [], verdict.head);
}

/** What was agreed on by its hash lies nowhere: its sender sends it again before others look for it. */
function isLostOne({ knowledge }: UnitSyncParts, { unitId, purpose }: UnitSync, line: SyncLine): boolean {
  if (line.decision !== "adopt" || line.outcome !== "done" || purpose === "launch") return false;
  const head = knowledge.get(unitId)?.verdict?.head;
  return head != null && isRowLost(head);
}

async function tryRounds(parts: UnitSyncParts, work: Work, p: UnitSync): Promise<SyncLine | null> {
  const { deps, knowledge } = parts;
  let problem: SyncError | null = null;
  let last: Look | null = null;
  for (let round = 1; round <= maxRounds; round++) {
    throwIfAborted(p.gate.signal);
    work.beginRound();
    try {
      last = (round === 1 ? await lookByListing(work, p) : null) ?? (await lookAnew(parts, work, p, round));
      remember(parts, p.unitId, last, null);
      const line = (await goOnBranching(parts, work, last, p)) ?? (await act(parts, work, last, p));
      knowledge.settle(p.unitId, isSettled(line));
      return line;
    } catch (error) {
      if (error instanceof Aborted || p.gate.signal.aborted) {
        // What a look that was cut short did not see may matter.
        knowledge.settle(p.unitId, false);
        throw error instanceof Aborted ? error : new Aborted("The check was let through or cancelled.");
      }
      if (error instanceof ForeignShape && last) {
        knowledge.markForeign(p.unitId, conflictIdOf(last.observed, last.verdict));
        return await ask(parts, work, asForeign(last), p);
      }
      problem = toSyncError(error);
      if (problem === null) throw error;
      if (!isWorthAnotherLook(error, problem)) break;
      const refusal = error instanceof RommError ? await tryAcknowledge(work, p.gate.signal) : null;
      if (refusal) {
        problem = refusal;
        break;
      }
    }
  }
  const failure = problem ?? {
    kind: "not-settled",
    detail: "RomM kept answering that something newer is there.",
  };
  knowledge.remember(p.unitId, {
    rows: last?.rows ?? null,
    observed: last?.observed ?? null,
    verdict: last?.verdict ?? null,
    problem: failure,
    atMs: deps.clock.now(),
  });
  return await failedLine(work, last, failure);
}

/** RomM's lock refuses to take an upload for the newest where something came since; whatever else is to be done is looked at anew. */
async function lookByListing(work: Work, { listed, gate }: UnitSync): Promise<Look | null> {
  const seen = listed ? await look(work, { ask: "server", listed }, gate) : null;
  return seen?.verdict.decision === "upload" ? seen : null;
}

async function lookAnew({ knowledge }: UnitSyncParts, work: Work, p: UnitSync, round: number): Promise<Look> {
  const isFirstAtExit = p.purpose === "exit" && round === 1;
  const isTrusted = isFirstAtExit && knowledge.get(p.unitId)?.isSettled === true;
  return await look(work, { ask: isTrusted ? "assume" : "server" }, p.gate);
}

function isHeldUp({ reason, problem }: SyncLine): boolean {
  return reason === "running" || problem?.kind === "running";
}

/** RomM's lock may be trusted alone at the next exit only if this look left nothing open, and nothing undone. */
export function isSettled({ outcome, decision }: SyncLine): boolean {
  return outcome === "done" || (outcome === "planned" && decision === "keep");
}

async function tryAcknowledge(work: Work, signal: AbortSignal): Promise<SyncError | null> {
  try {
    await acknowledgeRows(work, signal);
    return null;
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    return problem;
  }
}

function isWorthAnotherLook(error: unknown, problem: SyncError): boolean {
  return (error instanceof RommError && error.code === "conflict") || problem.kind === "changed-meanwhile";
}

function remember({ deps, knowledge }: UnitSyncParts, unitId: UnitId, seen: Look, problem: SyncError | null) {
  const before = knowledge.get(unitId);
  knowledge.remember(unitId, {
    rows: seen.rows ?? before?.rows ?? null,
    observed: seen.observed,
    verdict: seen.verdict,
    problem,
    atMs: deps.clock.now(),
    ...(seen.waitsFor && { waitsFor: seen.waitsFor }),
  });
}

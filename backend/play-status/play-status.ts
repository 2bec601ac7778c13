import type {
  PlayStatusError,
  PlayStatusOverview,
  PlayStatusReport,
  PlayStatusStep,
  PlayStatusSummary,
} from "../contract/play-status.ts";
import type { AccountId, Outcome } from "../core/vocabulary.ts";
import { describeDefect } from "../work/defects.ts";
import { createKeyedQueue } from "../work/queues.ts";
import { watchDaily } from "./daily.ts";
import type { PlayStatusDeps } from "./deps.ts";
import { memoryOf } from "./record.ts";
import { runPlayStatus } from "./run.ts";

type RunOutcome = Outcome<PlayStatusReport, PlayStatusError>;

export interface PlayStatusSync {
  /** One run at a time; a second call joins the run of its kind that is under way or waits. */
  run(how: { isDryRun: boolean }): Promise<RunOutcome>;
  /** A game's save went up: its play status may follow. Answers at once. */
  followSoon(): void;
  /** Once a day by itself, until the signal fires. */
  watch(end?: AbortSignal): void;
  /** The run under way stops before its next request; what was done until then is remembered. */
  cancel(): void;
  overview(): PlayStatusOverview;
}

/** RomM's play statuses in step with RetroAchievements: everything that the player or a trigger can ask for. */
export function createPlayStatus(deps: PlayStatusDeps): PlayStatusSync {
  const inOrder = createKeyedQueue<"runs">();
  const joined = new Map<boolean, Promise<RunOutcome>>();
  let current: AbortController | null = null;
  let step: PlayStatusStep | null = null;
  let last: { accountId: AccountId; summary: PlayStatusSummary } | null = null;

  function show(next: PlayStatusStep | null): void {
    step = next;
    deps.changed("play-status");
  }

  async function runOnce(isDryRun: boolean): Promise<RunOutcome> {
    const session = deps.session();
    if (!session) return { ok: false, error: { kind: "signed-out" } };
    const controller = new AbortController();
    current = controller;
    try {
      const report = await runPlayStatus({
        ...{ deps, session, isDryRun, signal: controller.signal },
        onStep: show,
      });
      if (!isDryRun) last = { accountId: session.accountId, summary: summarize(report) };
      const hasFailed = report.problem !== null && report.lines.length === 0;
      return hasFailed && report.problem ? { ok: false, error: report.problem } : { ok: true, value: report };
    } finally {
      current = null;
      show(null);
    }
  }

  function run({ isDryRun }: { isDryRun: boolean }): Promise<RunOutcome> {
    const underWay = joined.get(isDryRun);
    if (underWay) return underWay;
    const outcome = inOrder("runs", () => runOnce(isDryRun)).finally(() => joined.delete(isDryRun));
    joined.set(isDryRun, outcome);
    return outcome;
  }

  /** Without the player: what it changed is worth a notice. */
  async function runByItself(): Promise<void> {
    const outcome = await run({ isDryRun: false });
    const changed = outcome.ok ? outcome.value.lines.filter((line) => line.outcome === "done") : [];
    if (changed[0]) deps.notice({ kind: "play-status", name: changed[0].name, count: changed.length });
  }

  function startByItself(): void {
    runByItself().catch((error) =>
      deps.log.error("The play statuses failed.", { error: describeDefect(error) }),
    );
  }

  return {
    run,
    followSoon() {
      if (!deps.settings().isOn) return;
      // A run under way may have read before this game ended.
      void (joined.get(false) ?? Promise.resolve()).then(startByItself, startByItself);
    },
    watch: (end) => watchDaily({ ...deps, lastRunAtMs: () => lastRunAtMs(deps) }, startByItself, end),
    cancel: () => current?.abort(),
    overview() {
      const session = deps.session();
      const memory = session && memoryOf(deps.store, session.accountId);
      return {
        settings: deps.settings(),
        step,
        lastRunAtMs: memory?.lastRunAtMs ?? null,
        lastChanges: memory?.lastChanges ?? [],
        last: last && last.accountId === session?.accountId ? last.summary : null,
      };
    },
  };
}

/** Undefined: nobody is signed in. */
function lastRunAtMs({ session, store }: PlayStatusDeps): number | null | undefined {
  const accountId = session()?.accountId;
  return accountId === undefined ? undefined : memoryOf(store, accountId).lastRunAtMs;
}

function summarize({ lines, ...report }: PlayStatusReport): PlayStatusSummary {
  const count = (outcome: string) => lines.filter((line) => line.outcome === outcome).length;
  const byHand = lines.filter((line) => line.reason === "set-by-hand").length;
  return {
    ...report,
    counts: { games: lines.length, changed: count("done"), failed: count("failed"), byHand },
  };
}

import type { LaunchPhase, LaunchProgress } from "../contract/saves/launch.ts";
import type { Clock } from "../machine/clock.ts";
import type { TransferWatch } from "../work/transfer-watch.ts";

/** A save of which no byte came for so long has stopped coming. */
const stallMs = 3000;
/** What has come is written, checked and put in place by this Deck alone; a disk that hangs must not keep the game. */
const placingMs = 30_000;
/** While nothing else tells the panel that this process lives. */
const tellEveryMs = 2000;
/** Each chunk would be an event otherwise. */
const fewestMsBetween = 250;

/** How far a launch's check is, and how long it may still take. */
export interface CheckProgress {
  watch: TransferWatch;
  /** The game may start without it: the budget is over, or a save has stopped coming. */
  isOver: Promise<"budget" | "stalled">;
  /** What stands here is on its way to RomM. */
  isSending(): boolean;
  /** Nothing is told or waited for any more. */
  end(): void;
}

export interface CheckProgressDeps {
  clock: Pick<Clock, "monotonic" | "wait">;
  tell: (progress: Omit<LaunchProgress, "launchId">) => void;
}

/** The budget is for knowing what is new; what comes then may take as long as it moves. */
export function watchCheck({ clock, tell }: CheckProgressDeps, budgetMs: number): CheckProgress {
  const startedAtMs = clock.monotonic();
  let phase: LaunchPhase = "asking";
  let bytes = { doneBytes: 0, totalBytes: 0, deviceName: null as string | null };
  let warning: Pick<LaunchProgress, "mayNotLoad"> = {};
  let [movedAtMs, toldAtMs] = [startedAtMs, startedAtMs];
  let isEnded = false;
  let waiting = new AbortController();

  function tellNow(): void {
    toldAtMs = clock.monotonic();
    if (!isEnded) tell({ phase, ...bytes, ...warning });
  }

  /** What is waited for is another thing from now on. */
  function enter(next: LaunchPhase): void {
    phase = next;
    movedAtMs = clock.monotonic();
    tellNow();
    waiting.abort();
  }

  function endsAtMs(): number {
    const budgetEndsAtMs = startedAtMs + budgetMs;
    if (phase === "placing") return movedAtMs + placingMs;
    if (phase !== "fetching") return budgetEndsAtMs;
    // Until its first byte RomM may still look for it, which the budget is for.
    return Math.max(movedAtMs + stallMs, bytes.doneBytes === 0 ? budgetEndsAtMs : 0);
  }

  async function waitUntilOver(): Promise<"budget" | "stalled"> {
    for (;;) {
      const restMs = endsAtMs() - clock.monotonic();
      if (restMs <= 0) return phase === "fetching" || phase === "placing" ? "stalled" : "budget";
      waiting = new AbortController();
      await clock.wait(phase === "placing" ? Math.min(restMs, tellEveryMs) : restMs, waiting.signal);
      if (isEnded) return "budget"; // Nobody waits for it.
      if (phase === "placing") tellNow();
    }
  }

  tellNow();
  return {
    isOver: waitUntilOver(),
    isSending: () => phase === "sending",
    watch: {
      began({ direction, totalBytes, deviceName }) {
        bytes = { doneBytes: 0, totalBytes, deviceName };
        enter(direction === "down" ? "fetching" : "sending");
      },
      moved(count) {
        const isFirst = bytes.doneBytes === 0;
        bytes = { ...bytes, doneBytes: bytes.doneBytes + count };
        movedAtMs = clock.monotonic();
        if (isFirst) waiting.abort();
        if (movedAtMs - toldAtMs >= fewestMsBetween) tellNow();
      },
      mayNotLoad(change) {
        warning = { mayNotLoad: change };
      },
      ended() {
        if (phase === "fetching") enter("placing");
      },
    },
    end() {
      isEnded = true;
      waiting.abort();
    },
  };
}

import type { UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createBackOff, createSchedule } from "../work/schedule.ts";
import type { Ran } from "./ran.ts";

/** What one run is to look at, beside what is known to be unfinished. */
export interface Wish {
  unitIds: readonly UnitId[];
  /** Everything, since RomM may hold what came from elsewhere; `if-due`: only where the last such look is old. */
  whole: "yes" | "if-due" | "no";
  /** The player was away: what comes of it is news to him. */
  isAfterAway: boolean;
  /** By the player's own press, though he does not wait for it: nothing is too much. */
  isAsked: boolean;
}

/** What a run left undone, to be tried again; null: nobody is signed in. */
export type RunWish = (wish: Omit<Wish, "whole"> & { isWhole: boolean }) => Promise<Ran | null>;

export interface Queue {
  /** In so long. Whatever is wanted until the run begins is one run. */
  ask(wish: Partial<Wish>, inMs: number): void;
  /** A push did not get through: in its time, which grows while nothing does. */
  retry(unitId: UnitId): void;
}

interface QueueDeps {
  clock: Clock;
  log: Log;
  /** A run came through whole. */
  settled: () => void;
}

/** Between two runs, whoever asks. */
const betweenRunsMs = 2000;
/** Other Decks are not looked at more often than that, unless something was left undone. */
const wholeAgainMs = 5 * 60_000;
const rank = { no: 0, "if-due": 1, yes: 2 } as const;

const nothing: Wish = { unitIds: [], whole: "no", isAfterAway: false, isAsked: false };

/**
 * Law: however many triggers come at once, one run comes of them, and none is lost while a run is under way. What a run
 * leaves undone is tried again after 30 s, then twice as long each time, up to 30 min.
 */
export function createQueue(deps: QueueDeps, run: RunWish): Queue {
  const { clock } = deps;
  const backOff = createBackOff({ firstMs: 30_000, longestMs: 30 * 60_000 });
  let wanted = nothing;
  let endedAtMs = Number.NEGATIVE_INFINITY;
  let lookedAt: { wallMs: number; sinceMs: number } | null = null;

  const runs = createSchedule(deps, { name: "The catch-up", work, afterDefect: backOff.longer });

  async function work(): Promise<number | null> {
    const wish = wanted;
    wanted = nothing;
    const isWhole = wish.whole === "yes" || (wish.whole === "if-due" && isWholeDue());
    const ran = await orWanted(wish, () => run({ ...wish, isWhole }));
    endedAtMs = clock.monotonic();
    if (ran?.isCancelled) want(wish);
    else if (isWhole && ran) lookedAt = { wallMs: clock.now(), sinceMs: clock.monotonic() };
    if (!ran?.isCancelled && !ran?.undone.length) {
      backOff.reset();
      if (ran) deps.settled();
      return wanted === nothing ? null : betweenRunsMs;
    }
    const { isAsked } = wish;
    want({ unitIds: ran.undone, whole: wish.whole === "no" ? "no" : "if-due", isAfterAway: true, isAsked });
    return backOff.longer();
  }

  async function orWanted<T>(wish: Wish, runWish: () => Promise<T>): Promise<T> {
    try {
      return await runWish();
    } catch (error) {
      want({ ...wish, whole: "yes" });
      throw error;
    }
  }

  function want({ unitIds = [], whole = "no", isAfterAway = false, isAsked = false }: Partial<Wish>): void {
    wanted = {
      unitIds: [...new Set([...wanted.unitIds, ...unitIds])],
      whole: rank[whole] > rank[wanted.whole] ? whole : wanted.whole,
      isAfterAway: isAfterAway || wanted.isAfterAway,
      isAsked: isAsked || wanted.isAsked,
    };
  }

  /** The longer of the two: one of the clocks stands still while the machine sleeps, the other may be set back. */
  function isWholeDue(): boolean {
    if (lookedAt === null) return true;
    const { wallMs, sinceMs } = lookedAt;
    return Math.max(clock.now() - wallMs, clock.monotonic() - sinceMs) >= wholeAgainMs;
  }

  return {
    ask(wish, inMs) {
      want(wish);
      runs.runIn(Math.max(inMs, endedAtMs + betweenRunsMs - clock.monotonic()));
    },
    retry(unitId) {
      want({ unitIds: [unitId], isAfterAway: true });
      runs.runIn(backOff.current());
    },
  };
}

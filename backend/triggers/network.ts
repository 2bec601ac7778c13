import type { ServerReach } from "../contract/overview.ts";
import type { RommErrorCode } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createSchedule } from "../work/schedule.ts";

export interface NetworkDeps {
  clock: Clock;
  log: Log;
  /** This machine's, as one text: another text, and it is in another network. */
  addresses: () => string;
  /** Whether RomM says that it is there, asked without credentials; a failure is its code. Null: nobody is signed in. */
  probe: () => Promise<"there" | RommErrorCode | null>;
  isBack: () => void;
}

export interface NetworkWatch {
  /** A request was answered, or failed. */
  note(reach: ServerReach): void;
  /** The machine woke, or somebody looks: `isBack` is told as soon as RomM is there. */
  check(): void;
  /** A run came through whole. */
  settled(): void;
  isAway(): boolean;
}

interface Away {
  sinceMs: number;
  addresses: string;
  nextProbeMs: number;
}

/** So often the machine is asked for its addresses, which costs no request; right after a wake it has none for a while. */
const pulseMs = { atFirst: 2000, later: 4000 };
const firstForMs = 30_000;
/** RomM itself: often while it may be a walk through the house, seldom while it is a week's journey. */
const probeEveryMs = { first: 8000, longest: 60_000 };
const oftenForMs = 10 * 60_000;
/** It said that it was there, and then the work failed as before: what stands in the way is no network. */
const falseReturnMs = { within: 60_000, first: 30_000, longest: 30 * 60_000 };

/** What passes by itself. Who is refused is not let in for asking again: that waits for the player. */
const passing: ReadonlySet<RommErrorCode> = new Set([
  ...(["no-network", "offline", "timeout", "server-error", "web-page", "malformed"] as const),
]);

/**
 * Law: nothing is asked while nothing failed, and nothing waits longer than ten seconds once RomM is back (a minute,
 * where it was away for longer than ten).
 */
export function createNetworkWatch(deps: NetworkDeps): NetworkWatch {
  const { clock } = deps;
  let away: Away | null = null;
  let backAtMs = Number.NEGATIVE_INFINITY;
  let falseReturns = 0;

  const looks = createSchedule(deps, {
    name: "Looking for RomM",
    work,
    afterDefect: () => probeEveryMs.longest,
  });

  async function work(): Promise<number | null> {
    if (away === null) return null;
    const nowMs = clock.monotonic();
    const addresses = deps.addresses();
    const hasMoved = addresses !== away.addresses;
    away.addresses = addresses;
    if (!hasMoved && nowMs < away.nextProbeMs) return untilNext(away);
    const answer = await deps.probe();
    if (answer === "there") comeBack();
    else if (answer === null || !passing.has(answer)) away = null;
    if (away === null) return null;
    const { sinceMs } = away;
    away.nextProbeMs = clock.monotonic() + paceAfter(clock.monotonic() - sinceMs);
    return untilNext(away);
  }

  function untilNext({ sinceMs, nextProbeMs }: Away): number {
    const nowMs = clock.monotonic();
    const pulse = nowMs - sinceMs < firstForMs ? pulseMs.atFirst : pulseMs.later;
    return Math.max(pulseMs.atFirst, Math.min(pulse, nextProbeMs - nowMs));
  }

  function comeBack(): void {
    away = null;
    backAtMs = clock.monotonic();
    deps.isBack();
  }

  function leave(inMs: number): void {
    const nowMs = clock.monotonic();
    away ??= { sinceMs: nowMs, addresses: deps.addresses(), nextProbeMs: nowMs + inMs };
    away.nextProbeMs = Math.min(away.nextProbeMs, nowMs + inMs);
    looks.runIn(Math.min(inMs, pulseMs.atFirst));
  }

  return {
    note(reach) {
      if (reach.kind !== "failed") return;
      if (!passing.has(reach.problem.code)) {
        away = null;
        return;
      }
      if (away !== null) return;
      const isFalse = clock.monotonic() - backAtMs < falseReturnMs.within;
      falseReturns = isFalse ? falseReturns + 1 : 0;
      const { first, longest } = falseReturnMs;
      leave(falseReturns < 2 ? probeEveryMs.first : Math.min(first * 2 ** (falseReturns - 2), longest));
    },
    check() {
      if (away) away.sinceMs = clock.monotonic();
      leave(0);
    },
    settled() {
      away = null;
      falseReturns = 0;
    },
    isAway: () => away !== null,
  };
}

function paceAfter(awayForMs: number): number {
  const { first, longest } = probeEveryMs;
  return awayForMs < oftenForMs ? first : Math.min(longest, first * (awayForMs / oftenForMs) ** 2);
}

import type { ConnectError, Connection } from "../contract/account.ts";
import type { Outcome } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createBackOff, createSchedule } from "../work/schedule.ts";
import { isPassing } from "./sign-in/is-passing.ts";

export interface SignBackInDeps {
  clock: Clock;
  log: Log;
  /**
   * How to sign in without the player: what RomM gave before a crash, or the one account whose credentials outlived the
   * state. Null: there is nothing, or the player is at it.
   */
  way: () => (() => Promise<Outcome<Connection, ConnectError>>) | null;
}

/**
 * A sign-in that was cut short goes on without the player, at once or as soon as the server can be reached. A refusal
 * ends it: then the player signs in.
 */
export function createSignBackIn(deps: SignBackInDeps): () => void {
  const { log, way } = deps;
  const backOff = createBackOff({ firstMs: 30_000, longestMs: 30 * 60_000 });
  const tries = createSchedule(deps, {
    name: "Signing in again",
    async work() {
      const outcome = await way()?.();
      if (outcome === undefined) return null;
      if (!outcome.ok && isPassing(outcome.error)) {
        const waitMs = backOff.current();
        backOff.longer();
        return waitMs;
      }
      if (outcome.ok) log.warn("The account was signed in again without the player.", {});
      else log.warn("The known account was refused.", { kind: outcome.error.kind });
      return null;
    },
    afterDefect: () => null,
  });

  return () => {
    if (!tries.isIdle() || way() === null) return;
    backOff.reset();
    tries.runIn(0);
  };
}

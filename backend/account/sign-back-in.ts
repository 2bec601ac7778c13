import type { ConnectError, Connection } from "../contract/account.ts";
import type { AccountId, Outcome, RommErrorCode } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createBackOff, createSchedule } from "../work/schedule.ts";

export interface SignBackInDeps {
  clock: Clock;
  log: Log;
  /** The account whose credentials outlived the state; null: none, several, or somebody is signed in. */
  knownAccount: () => AccountId | null;
  connectAgain: (accountId: AccountId) => Promise<Outcome<Connection, ConnectError>>;
}

const passingCodes = new Set<RommErrorCode>([
  "no-network",
  "offline",
  "untrusted",
  "web-page",
  "timeout",
  "busy",
  "server-error",
  "malformed",
  "not-found",
]);

/** Time alone may change it. */
function isPassing(error: ConnectError): boolean {
  return error.kind === "romm" ? passingCodes.has(error.code) : ["no-space", "disk"].includes(error.kind);
}

/**
 * The state is lost and the credentials are not: the account comes back without the player, at once or as soon as the
 * server can be reached. A refusal ends it: then the player signs in.
 */
export function createSignBackIn(deps: SignBackInDeps): () => void {
  const { log, knownAccount, connectAgain } = deps;
  const backOff = createBackOff({ firstMs: 30_000, longestMs: 30 * 60_000 });
  const tries = createSchedule(deps, {
    name: "Signing in again",
    async work() {
      const accountId = knownAccount();
      if (accountId === null) return null;
      const outcome = await connectAgain(accountId);
      if (!outcome.ok && isPassing(outcome.error)) {
        const waitMs = backOff.current();
        backOff.longer();
        return waitMs;
      }
      if (outcome.ok) log.warn("The account was signed in again from its credentials.", {});
      else log.warn("The known account was refused.", { kind: outcome.error.kind });
      return null;
    },
    afterDefect: () => null,
  });

  return () => {
    if (!tries.isIdle() || knownAccount() === null) return;
    backOff.reset();
    tries.runIn(0);
  };
}

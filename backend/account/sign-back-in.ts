import type { ConnectError, Connection } from "../contract/account.ts";
import type { AccountId, Outcome, RommErrorCode } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";

export interface SignBackInDeps {
  clock: Clock;
  log: Log;
  /** The account whose credentials outlived the state; null: none, several, or somebody is signed in. */
  knownAccount: () => AccountId | null;
  connectAgain: (accountId: AccountId) => Promise<Outcome<Connection, ConnectError>>;
}

const firstDelayMs = 30_000;
const longestDelayMs = 30 * 60_000;

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
export function createSignBackIn({ clock, log, knownAccount, connectAgain }: SignBackInDeps): () => void {
  let isTrying = false;

  async function signBackIn(): Promise<void> {
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
      const accountId = knownAccount();
      if (accountId === null) return;
      const outcome = await connectAgain(accountId);
      if (outcome.ok) return log.warn("The account was signed in again from its credentials.", {});
      const { error } = outcome;
      if (!isPassing(error)) return log.warn("The known account was refused.", { kind: error.kind });
      await clock.wait(delayMs);
    }
  }

  return () => {
    if (isTrying || knownAccount() === null) return;
    isTrying = true;
    signBackIn()
      .catch((error) => log.error("Signing in again failed.", { error: String(error) }))
      .finally(() => {
        isTrying = false;
      });
  };
}

import type { OauthLogin } from "../core/login.ts";
import { RommError } from "../core/romm-error.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";

/** What RomM answers to a refresh token. `refreshToken` null: the old one goes on. */
type Refreshed =
  | { kind: "tokens"; accessToken: string; refreshToken: string | null; expiresInMs: number }
  | { kind: "ended" };

export interface RenewalDeps {
  clock: Clock;
  log: Log;
  /** Throws `RommError`. */
  refresh(p: { refreshToken: string }, signal: AbortSignal): Promise<Refreshed>;
  /** Durable when resolved. */
  save(login: OauthLogin, before: OauthLogin): Promise<void>;
}

/** An access token is renewed so long before its end: it must last for the call that is about to begin. */
const marginMs = 30_000;
const patienceMs = 15_000;

/**
 * Law: a refresh token is written down before it is used, since using one kills the one before. All calls share one
 * renewal, and a refresh token that RomM refused is never shown to it again: the player signs in.
 */
export function createRenewal(deps: RenewalDeps, first: OauthLogin): TokenSource {
  let login = first;
  /** What was written down last. */
  let stored = first;
  let hasEnded = false;
  let underWay: Promise<void> | null = null;
  let vouchedFor: string | null = null;

  async function refresh(): Promise<void> {
    if (hasEnded) throw signInAgain();
    if (stored !== login) await save();
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await deps.refresh({ refreshToken: login.refreshToken }, signal);
    if (answer.kind === "ended") {
      hasEnded = true;
      deps.log.warn("RomM ended the sign-in.");
      throw signInAgain();
    }
    login = {
      kind: "oauth",
      accessToken: answer.accessToken,
      refreshToken: answer.refreshToken ?? login.refreshToken,
      expiresAtMs: deps.clock.now() + answer.expiresInMs,
    };
    await save();
  }

  async function save(): Promise<void> {
    const current = login;
    await deps.save(current, stored);
    stored = current;
  }

  function share(): Promise<void> {
    underWay ??= refresh().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  return {
    current: () => login.accessToken,
    async ready() {
      const leftMs = login.expiresAtMs - deps.clock.now();
      if (underWay === null && leftMs > marginMs) return;
      try {
        await share();
      } catch (error) {
        // What is good for some seconds yet is good for this call.
        if (hasEnded || leftMs <= 0) throw error;
      }
    },
    async renew(refused) {
      if (refused === vouchedFor) return false;
      if (refused === login.accessToken) await share();
      return true;
    },
    vouch(token) {
      vouchedFor = token;
    },
    secrets: () => [login.accessToken, login.refreshToken, stored.accessToken, stored.refreshToken],
  };
}

function signInAgain(): RommError {
  return new RommError("unauthorized", "RomM has ended this sign-in. Sign in again; nothing is lost.");
}

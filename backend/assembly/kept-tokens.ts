import { isDeepStrictEqual } from "node:util";
import type { Login } from "../core/login.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { AccountId } from "../core/vocabulary.ts";
import { addressOf, openTokens, type SignInGround } from "./sign-in-deps.ts";

/**
 * The tokens of the account in use, the same ones for as long as its login is: two that renewed one login would sign
 * each other out.
 */
export function createKeptTokens(ground: SignInGround) {
  let kept: { accountId: AccountId; logins: Login[]; tokens: TokenSource } | null = null;
  const isKept = (accountId: AccountId, login: Login) =>
    kept?.accountId === accountId && kept.logins.some((one) => isDeepStrictEqual(one, login));
  return {
    /** Null: signed out. */
    of(accountId: AccountId): TokenSource | null {
      const login = ground.credentials.load(accountId)?.login;
      if (!login) return null;
      if (kept && isKept(accountId, login)) return kept.tokens;
      const logins = [login];
      const renewed = async ({ before, next }: { before: Login; next: Login }) => {
        logins.splice(0, logins.length, before, next);
        await ground.credentials.renew(accountId, { before, next });
      };
      const tokens = openTokens(ground, { origin: addressOf(accountId), login, renewed }, null);
      kept = { accountId, logins, tokens };
      return tokens;
    },
    /** Somebody else has renewed the login. */
    areStale(): boolean {
      const login = kept && ground.credentials.load(kept.accountId)?.login;
      return kept !== null && login != null && !isKept(kept.accountId, login);
    },
    forget(): void {
      kept = null;
    },
  };
}

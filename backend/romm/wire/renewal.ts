import { RommError } from "../../core/romm-error.ts";
import type { TokenSource } from "../../core/token-source.ts";
import type { Call, Calls } from "./call.ts";

/**
 * Calls that renew what signs them in: before it ends, and once where RomM does not take it. A body that is sent as a
 * stream can be read once only; its sender tries again with the new token.
 */
export function withRenewal(calls: Calls, tokens: TokenSource): Calls {
  const renewing = async <T>(call: Call, send: () => Promise<T>): Promise<T> => {
    if (call.isAnonymous) return await send();
    await tokens.ready();
    const used = tokens.current();
    try {
      return await send();
    } catch (error) {
      if (used === null || !isAboutToken(error) || !(await tokens.renew(used))) throw error;
      if (call.body?.kind === "stream") throw error;
      return await sendOnceMore(tokens, send);
    }
  };
  return {
    ask: (call, signal) => renewing(call, () => calls.ask(call, signal)),
    fetchBytes: (call, signal) => renewing(call, () => calls.fetchBytes(call, signal)),
  };
}

async function sendOnceMore<T>(tokens: TokenSource, send: () => Promise<T>): Promise<T> {
  const fresh = tokens.current();
  try {
    return await send();
  } catch (error) {
    if (fresh !== null && isAboutToken(error)) tokens.vouch(fresh);
    throw error;
  }
}

/** Up to RomM 5.3 an ended JWT is a 500 that says nothing; since 5.4 a 401. */
function isAboutToken(error: unknown): boolean {
  return error instanceof RommError && (error.code === "unauthorized" || error.isBare500);
}

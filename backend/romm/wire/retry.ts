import { RommError } from "../../core/romm-error.ts";
import type { Clock } from "../../machine/clock.ts";
import type { Call, Calls } from "./call.ts";

/** Whether a failed call is worth a repeat by itself. */
export type RetryVerdict = { kind: "now" } | { kind: "later"; afterMs: number } | { kind: "never" };

const pauseMs = 1000;
const longestPauseMs = 5000;

/**
 * One repeat at most, and only of calls that may run twice. A server that cannot be reached is not tried again:
 * offline must be told at once, and the next sync comes by itself.
 */
export function judgeRetry(call: Call, error: unknown): RetryVerdict {
  const isRepeatable = call.method === "GET" || call.isRepeatable === true;
  if (!isRepeatable || !(error instanceof RommError)) return { kind: "never" };
  const { code, didArrive, status, retryAfterMs } = error;
  if (code === "offline") return didArrive ? { kind: "now" } : { kind: "never" };
  const isPassing = code === "busy" || status === 502 || status === 503 || status === 504;
  const afterMs = retryAfterMs ?? pauseMs;
  return isPassing && afterMs <= longestPauseMs ? { kind: "later", afterMs } : { kind: "never" };
}

/** Calls that repeat themselves as `judgeRetry` says. A body that is sent as a stream can be read once only. */
export function withRetry(calls: Calls, clock: Clock): Calls {
  const twice = async <T>(call: Call, signal: AbortSignal, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      const verdict = call.body?.kind === "stream" ? { kind: "never" as const } : judgeRetry(call, error);
      if (verdict.kind === "later") await clock.wait(verdict.afterMs, signal);
      if (verdict.kind === "never" || signal.aborted) throw error;
      return await send();
    }
  };
  return {
    ask: (call, signal) => twice(call, signal, () => calls.ask(call, signal)),
    fetchBytes: (call, signal) => twice(call, signal, () => calls.fetchBytes(call, signal)),
  };
}

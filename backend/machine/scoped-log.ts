import { AsyncLocalStorage } from "node:async_hooks";
import type { Log, LogFacts, LogLevel, LogScope } from "./log.ts";
import type { LogEntry } from "./log-line.ts";

export type ScopedLog = Log & LogScope;

/** A log whose lines know in which work they were said: the facts go along with whatever the work awaits. */
export function createScopedLog(write: (entry: LogEntry) => void, now: () => number): ScopedLog {
  const scopes = new AsyncLocalStorage<LogFacts>();
  const at =
    (level: LogLevel) =>
    (message: string, facts: LogFacts = {}) =>
      write({ atMs: now(), level, message, facts: { ...scopes.getStore(), ...facts } });
  return {
    ...{ error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") },
    during: (facts, work) => scopes.run({ ...scopes.getStore(), ...facts }, work),
  };
}

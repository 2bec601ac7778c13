/** `error`: a developer should look; `warn`: damaged or refused, and handled; `info`: an important change; `debug`: the rest. Never secrets. */
export interface Log {
  error(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  debug(message: string, facts?: LogFacts): void;
}

/** Whatever is said while the work goes on carries these facts, by whomever and in whichever room it is said. */
export interface LogScope {
  during<T>(facts: LogFacts, work: () => Promise<T>): Promise<T>;
}

export type LogLevel = keyof Log;

export type LogFacts = Record<string, string | number | boolean | null | undefined>;

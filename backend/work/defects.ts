import type { Log } from "../machine/log.ts";

/** One of many that are shown: a defect at it is logged, and does not take the others from the player. */
export function orElse<T>({ log }: { log: Log }, instead: T, work: () => T): T {
  try {
    return work();
  } catch (error) {
    log.error("A defect at one of many.", { error: describeDefect(error) });
    return instead;
  }
}

/** A defect as the log tells it: with the stack, which the panel must not show. */
export function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What is only told must not undo what was done: a full disk costs the line, and the log says so. */
export async function orLogged({ error }: Pick<Log, "error">, tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (failure) {
    error("The activity could not be written.", { error: String(failure) });
  }
}

import type { SyncLine } from "../contract/saves/sync.ts";

/**
 * Where a run can be stopped. Abort is honoured up to the moment before the save file is replaced; from there to the
 * recorded baseline the work runs to its end, and whoever aborts waits for that.
 */
export interface Gate {
  signal: AbortSignal;
  /** Throws `Aborted` once aborted; otherwise nothing can stop the work until `leave`. */
  enter(): void;
  leave(): void;
  abort(): void;
  /** Protected work is under way, which ends whole. */
  isInside(): boolean;
  /** Resolves when no protected work is under way. */
  whenOutside(): Promise<void>;
}

export function createGate(): Gate {
  const controller = new AbortController();
  let inside: { promise: Promise<void>; resolve: () => void } | null = null;
  return {
    signal: controller.signal,
    enter() {
      if (controller.signal.aborted) throw new Aborted("The check was let through or cancelled.");
      inside = Promise.withResolvers<void>();
    },
    leave() {
      inside?.resolve();
      inside = null;
    },
    abort: () => controller.abort(),
    isInside: () => inside !== null,
    whenOutside: async () => inside?.promise,
  };
}

/** Between two steps that may take long. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Aborted("The check was let through or cancelled.");
}

/** The player let the launch through, or cancelled: nothing further is written. */
export class Aborted extends Error {
  override readonly name = "Aborted";
}

/** Null: it was stopped. */
export async function orStopped(line: Promise<SyncLine | null>): Promise<SyncLine | null> {
  try {
    return await line;
  } catch (error) {
    if (error instanceof Aborted) return null;
    throw error;
  }
}

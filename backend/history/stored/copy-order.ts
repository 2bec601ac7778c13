import type { Sha256 } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";
import type { KeptCopyStore } from "../../ports/kept-copies.ts";
import { createKeyedQueue } from "../../work/queues.ts";

/** What was asked for may still be read or sent from; no transfer takes longer. */
const inUseMs = 24 * 3600 * 1000;

export interface CopyOrder {
  /** The store, its work on one content one after the other. */
  keptCopies: KeptCopyStore;
  /** Work on one content while nobody keeps it; other contents do not wait. */
  alone<T>(sha256: Sha256, work: () => Promise<T>): Promise<T>;
  /** Somebody kept it within the last day of this process. */
  isInUse(sha256: Sha256): boolean;
}

/** Law: a content that `keep` answered for, or is about to, is not taken away. */
export function createCopyOrder(
  { clock, onKept }: { clock: Clock; onKept: () => void },
  store: KeptCopyStore,
): CopyOrder {
  const inOrder = createKeyedQueue<Sha256>();
  const usedAtMs = new Map<Sha256, number>();

  function noteUse(sha256: Sha256): void {
    const nowMs = clock.monotonic();
    for (const [one, atMs] of usedAtMs) if (nowMs - atMs > inUseMs) usedAtMs.delete(one);
    usedAtMs.set(sha256, nowMs);
  }

  return {
    alone: inOrder,
    isInUse(sha256) {
      const atMs = usedAtMs.get(sha256);
      return atMs !== undefined && clock.monotonic() - atMs <= inUseMs;
    },
    keptCopies: {
      pathOf: store.pathOf,
      async find(sha256) {
        // Who asks is about to read it.
        noteUse(sha256);
        return await store.find(sha256);
      },
      async keep(request) {
        noteUse(request.expected);
        const copy = await inOrder(request.expected, () => store.keep(request));
        onKept();
        return copy;
      },
    },
  };
}

import type { BindingsPreview } from "../../../backend/contract/saves/preview.ts";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";

/** How far adding games is. Kept above the components: a run goes on when the player leaves the page. */
export type AddStep =
  | { kind: "games" }
  | { kind: "before"; preview: BindingsPreview | null }
  | { kind: "moving"; count: number }
  /** Null: they were added, and nothing was moved. */
  | { kind: "after"; count: number; report: SyncReport | null };

export interface AddStore {
  read(): AddStep;
  subscribe(listener: () => void): () => void;
  go(step: AddStep): void;
}

export function createAddStore(): AddStore {
  const listeners = new Set<() => void>();
  let step: AddStep = { kind: "games" };
  return {
    read: () => step,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    go: (next) => {
      step = next;
      for (const listener of listeners) listener();
    },
  };
}

import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { ChangedPart } from "../../backend/contract/events.ts";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { HeldUnit } from "../../backend/contract/saves/held.ts";
import type { Shortcut } from "../../backend/contract/saves/shortcut.ts";
import type { Clock } from "../clock.ts";
import { createListStore, type ListStore } from "./list-store.ts";

/** The lists that pages show, each with its own call; the overview tells no more than their numbers. */
export interface Lists {
  games: ListStore<Shortcut>;
  conflicts: ListStore<Conflict>;
  held: ListStore<HeldUnit>;
  noteChanged(parts: ChangedPart[]): void;
  /** For what is asked about in more than one way. */
  onChanged(listener: (parts: ChangedPart[]) => void): () => void;
}

type ListCalls = Pick<BackendApi, "listShortcuts" | "listConflicts" | "listHeld">;

export function createLists({ backend, clock }: { backend: ListCalls; clock: Clock }): Lists {
  const lists = {
    games: createListStore(clock, () => backend.listShortcuts({})),
    conflicts: createListStore(clock, () => backend.listConflicts({})),
    held: createListStore(clock, () => backend.listHeld({})),
  };
  const listeners = new Set<(parts: ChangedPart[]) => void>();
  return {
    ...lists,
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    noteChanged: (parts) => {
      for (const listener of listeners) listener(parts);
      if (!parts.some((part) => part === "saves" || part === "connection" || part === "registry")) return;
      for (const list of Object.values(lists)) list.noteChange();
    },
  };
}

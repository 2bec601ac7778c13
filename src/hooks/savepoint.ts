import { createContext, useContext, useSyncExternalStore } from "react";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Clock } from "../clock.ts";
import type { FocusMemory } from "../focus/focus-memory.ts";
import type { ActionState, Actions } from "../overview/actions.ts";
import type { OverviewSnapshot, OverviewStore } from "../overview/overview-store.ts";
import type { Formats } from "../words/format.ts";

/** What every component of the panel may use; made once in `index.tsx`. */
export interface Savepoint {
  backend: BackendApi;
  overview: OverviewStore;
  actions: Actions;
  clock: Clock;
  formats: Formats;
  focus: FocusMemory;
}

export const SavepointContext = createContext<Savepoint | null>(null);

export function useSavepoint(): Savepoint {
  const savepoint = useContext(SavepointContext);
  if (savepoint === null) throw new Error("A component of the panel stands outside of it.");
  return savepoint;
}

export function useOverview(): OverviewSnapshot {
  const { overview } = useSavepoint();
  return useSyncExternalStore(overview.subscribe, overview.read);
}

/** How the action with this key stands; null: not started, or done. */
export function useAction(key: string): ActionState | null {
  const { actions } = useSavepoint();
  return useSyncExternalStore(actions.subscribe, actions.read).get(key) ?? null;
}

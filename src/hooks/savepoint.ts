import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { HeldUnit } from "../../backend/contract/saves/held.ts";
import type { Shortcut } from "../../backend/contract/saves/shortcut.ts";
import type { Settings } from "../../backend/contract/settings.ts";
import type { Clock } from "../clock.ts";
import type { FocusMemory } from "../focus/focus-memory.ts";
import type { SteamAddition } from "../patches/steam-addition.ts";
import type { AddStore } from "../screens/add/add-store.ts";
import type { FoundStore } from "../screens/found/found-store.ts";
import type { Screens } from "../screens/open-screen.ts";
import type { ScreenRoute } from "../screens/routes.ts";
import type { StartStore } from "../screens/start/start-state.ts";
import type { OpenFilePicker } from "../steam/pick-path.ts";
import type { ActionState, Actions } from "../stores/actions.ts";
import type { Dismissed } from "../stores/dismissed.ts";
import type { Lists } from "../stores/lists.ts";
import type { OverviewSnapshot, OverviewStore } from "../stores/overview-store.ts";
import type { ScanStore } from "../stores/scan-store.ts";
import type { SettingsStore } from "../stores/settings-store.ts";
import type { Formats } from "../words/format.ts";

/** What every component of the panel may use; made once in `index.tsx`. */
export interface Savepoint {
  backend: BackendApi;
  overview: OverviewStore;
  lists: Lists;
  actions: Actions;
  dismissed: Dismissed;
  clock: Clock;
  formats: Formats;
  focus: FocusMemory;
  screens: Screens;
  start: StartStore;
  settings: SettingsStore;
  scan: ScanStore;
  found: FoundStore;
  add: AddStore;
  /** Null: this Decky has none. */
  filePicker: OpenFilePicker | null;
  /** What this Steam did not let Savepoint add to its own pages. */
  notAdded: Set<SteamAddition>;
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

/** Null: not read yet. */
export function useGames(): Shortcut[] | null {
  const { games } = useSavepoint().lists;
  return useSyncExternalStore(games.subscribe, games.read);
}

export function useConflicts(): Conflict[] | null {
  const { conflicts } = useSavepoint().lists;
  return useSyncExternalStore(conflicts.subscribe, conflicts.read);
}

export function useHeld(): HeldUnit[] | null {
  const { held } = useSavepoint().lists;
  return useSyncExternalStore(held.subscribe, held.read);
}

/** Null: not read yet. */
export function useSettings(): Settings | null {
  const { settings } = useSavepoint();
  useEffect(() => settings.refresh(), [settings]);
  return useSyncExternalStore(settings.subscribe, settings.read);
}

/** How the action with this key stands; null: not started, or done. */
export function useAction(key: string): ActionState | null {
  const { actions } = useSavepoint();
  return useSyncExternalStore(actions.subscribe, actions.read).get(key) ?? null;
}

/** Newer saves of which the player said "not now". */
export function useDismissed(): ReadonlySet<number> {
  const { dismissed } = useSavepoint();
  return useSyncExternalStore(dismissed.subscribe, dismissed.read);
}

/** The screen that stands in the Quick Access page; null: none. */
export function useScreenInPlace(): ScreenRoute | null {
  const { screens } = useSavepoint();
  return useSyncExternalStore(screens.subscribe, screens.inPlace);
}

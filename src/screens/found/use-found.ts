import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Scan } from "../../../backend/contract/saves/scan.ts";
import { useFrozenOrder } from "../../hooks/frozen-order.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import type { ScanSnapshot } from "../../stores/scan-store.ts";
import { type FoundGame, foundGames } from "./found-games.ts";
import type { FoundState } from "./found-store.ts";

export function useScan(): ScanSnapshot {
  const { scan } = useSavepoint();
  return useSyncExternalStore(scan.subscribe, scan.read);
}

export function useFoundState(): FoundState {
  const { found } = useSavepoint();
  return useSyncExternalStore(found.subscribe, found.read);
}

/** What was found, with what the player made of it, by name; what comes later stands below what is there. */
export function useFoundGames(): FoundGame[] {
  const { scan } = useScan();
  const { choices } = useFoundState();
  const matches = scan?.matches;
  const games = useMemo(
    () => foundGames(matches ?? [], choices).sort((a, b) => a.match.app.name.localeCompare(b.match.app.name)),
    [matches, choices],
  );
  return useFrozenOrder(games, ({ match }) => match.app.appId);
}

/** Looks for games when nothing was looked for yet: whoever comes back finds what was there. */
export function useScanOnOpening(): void {
  const { scan: store } = useSavepoint();
  const { scan, trouble } = useScan();
  const isAsked = scan !== null || trouble !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: on opening, and never again by itself.
  useEffect(() => {
    if (!isAsked) store.begin();
  }, [store]);
}

/** Null while it goes on. */
export function endOf(scan: Scan | null): Scan["end"] {
  return scan?.end ?? null;
}

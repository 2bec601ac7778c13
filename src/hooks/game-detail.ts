import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { GameDetail } from "../../backend/contract/saves/game-detail.ts";
import type { AppId } from "../../backend/contract/words.ts";
import { createListStore } from "../stores/list-store.ts";
import { useSavepoint } from "./savepoint.ts";

/** All that is known of one game, as it moves; null: not read yet, `gone`: it is in nobody's list. RomM is looked at once. */
export function useGameDetail(appId: AppId): GameDetail | "gone" | null {
  const { backend, lists, clock } = useSavepoint();
  const store = useMemo(
    () =>
      createListStore(clock, async () => {
        const game = await backend.getGame({ appId });
        return game.ok ? [game.value] : [];
      }),
    [backend, clock, appId],
  );
  useEffect(() => lists.onChanged(store.noteChange), [lists, store]);
  const read = useSyncExternalStore(store.subscribe, store.read);
  const isKnown = read?.[0] !== undefined;
  useEffect(() => {
    if (isKnown) backend.look({ appId }).then(store.noteChange, () => {});
  }, [backend, store, appId, isKnown]);
  return read === null ? null : (read[0] ?? "gone");
}

import { useEffect, useState } from "react";
import type { Shortcut, ShortcutBinding } from "../../../backend/contract/saves/shortcut.ts";
import type { AppId, RomId } from "../../../backend/contract/words.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { registerError } from "../../words/words.ts";
import type { FoundPlace } from "../found/found-games.ts";
import { useFoundGames } from "../found/use-found.ts";

/** The game whose save place is asked for: one of the list, or one that was found and is not added yet. */
export interface Subject {
  appId: AppId;
  name: string;
  romId?: RomId;
  /** Of a game that is not in the list. */
  launch?: NonNullable<ShortcutBinding["launch"]>;
  /** Null: it is taken; else why not. */
  take(place: FoundPlace): Promise<string | null>;
}

/** Null: not known yet, or neither. */
export function useSubject(appId: number): Subject | null {
  const { backend, found, overview } = useSavepoint();
  const game = useFoundGames().find(({ match }) => match.app.appId === appId);
  const shortcut = useShortcut(appId, game !== undefined);
  if (game !== undefined) {
    const { app } = game.match;
    const take = async (place: FoundPlace) => {
      found.choose(app.appId, { place, isTicked: true });
      return null;
    };
    const romId = game.rom === null ? {} : { romId: game.rom.romId };
    return { appId: app.appId, name: app.name, launch: app.launch, ...romId, take };
  }
  if (shortcut === null) return null;
  const take = async ({ location }: FoundPlace) => {
    const set = await backend.setSaveLocation({ appId: shortcut.appId, save: location });
    overview.refresh();
    return set.ok ? null : registerError(set.error);
  };
  return { appId: shortcut.appId, name: shortcut.name, romId: shortcut.romId, take };
}

function useShortcut(appId: number, isFound: boolean): Shortcut | null {
  const { backend } = useSavepoint();
  const [shortcut, setShortcut] = useState<Shortcut | null>(null);
  useEffect(() => {
    if (isFound) return;
    const show = (all: Shortcut[]) => setShortcut(all.find((one) => one.appId === appId) ?? null);
    backend.listShortcuts({}).then(show, () => {});
  }, [backend, appId, isFound]);
  return shortcut;
}

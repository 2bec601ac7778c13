import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction } from "../../hooks/savepoint.ts";
import { ToggleField } from "../../ui/decky-ui.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { gameWords } from "../../words/words.ts";
import { useGameActions } from "../games/game-actions.ts";

/** How the game is tied to RomM. Paths and the names of other programs stand here, and nowhere else. */
export function SetupTab({ shortcut }: { shortcut: Shortcut }) {
  const { follow, key } = useGameActions(shortcut.appId);
  const action = useAction(key);
  const slot = shortcut.slot === "autosave" ? gameWords.main : shortcut.slot;
  return (
    <>
      <FocusRow focusKey="sync">
        <ToggleField label={gameWords.sync} checked={shortcut.isTracked} onChange={(isOn) => follow(isOn)} />
      </FocusRow>
      <TroubleRow action={action} />
      <TextRow focusKey="playthrough">{gameWords.playthroughIs(slot)}</TextRow>
      <TextRow focusKey="place">{gameWords.savePlaceIs(placeOf(shortcut))}</TextRow>
    </>
  );
}

function placeOf({ save }: Shortcut): string {
  if ("path" in save) return save.path;
  return "folder" in save ? save.folder : "";
}

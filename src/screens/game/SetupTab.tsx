import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { ToggleField } from "../../ui/decky-ui.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { gameDetailWords, gameWords } from "../../words/words.ts";
import { useGameActions } from "../games/game-actions.ts";
import { pathOf } from "../place/paths.ts";

/** How the game is tied to RomM. Paths and the names of other programs stand here, and nowhere else. */
export function SetupTab({ shortcut }: { shortcut: Shortcut }) {
  const { screens } = useSavepoint();
  const { appId, isTracked } = shortcut;
  const { follow, remove, key } = useGameActions(appId);
  const action = useAction(key);
  const slot = shortcut.slot === "autosave" ? gameWords.main : shortcut.slot;
  return (
    <>
      <FocusRow focusKey="sync">
        <ToggleField label={gameWords.sync} checked={isTracked} onChange={(isOn) => follow(isOn)} />
      </FocusRow>
      <TroubleRow action={action} />
      <ButtonRow
        focusKey="place"
        description={gameWords.savePlaceIs(pathOf(shortcut.save))}
        onPress={() => screens.open({ screen: "place", appId })}
      >
        {gameDetailWords.otherPlace}
      </ButtonRow>
      <ButtonRow
        focusKey="rom"
        description={gameWords.otherRomNote}
        onPress={() => screens.open({ screen: "fix", appId })}
      >
        {gameWords.otherRom}
      </ButtonRow>
      <TextRow focusKey="playthrough">{gameWords.playthroughIs(slot)}</TextRow>
      <ButtonRow focusKey="remove" description={gameWords.removeNote} onPress={remove}>
        {gameWords.remove}
      </ButtonRow>
    </>
  );
}

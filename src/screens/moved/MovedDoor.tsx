import { useGames, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { movedWords } from "../../words/words.ts";

/** Leads to where games are found again, while RomM no longer has one where it was. */
export function MovedDoor() {
  const { screens } = useSavepoint();
  const count = useGames()?.filter(({ status }) => status.kind === "unlinked").length ?? 0;
  if (count === 0) return null;
  return (
    <ButtonRow
      focusKey="moved-door"
      description={movedWords.doorNote}
      onPress={() => screens.open({ screen: "moved" })}
    >
      {movedWords.door(count)}
    </ButtonRow>
  );
}

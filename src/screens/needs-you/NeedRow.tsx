import { TbArrowFork } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import type { Need } from "../../stores/topics.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { commonWords, reasons } from "../../words/words.ts";
import { GameRow } from "../games/GameRow.tsx";

/** A game that waits for the player, and why. A opens where it is settled. */
export function NeedRow({ need }: { need: Need }) {
  return need.kind === "choice" ? (
    <ChoiceRow conflict={need.conflict} />
  ) : (
    <GameRow shortcut={need.shortcut} />
  );
}

function ChoiceRow({ conflict }: { conflict: Conflict }) {
  const { screens } = useSavepoint();
  const { conflictId } = conflict;
  const press = usePress(() => screens.open({ screen: "choose", conflictId }));
  return (
    <LineRow
      focusKey={`choice:${conflictId}`}
      field={{ ...press, onOKActionDescription: commonWords.choose }}
      tone="attention"
      icon={<TbArrowFork />}
      title={conflict.name}
      note={reasons[conflict.reason]}
      marks={{ "data-conflict": conflictId }}
    />
  );
}

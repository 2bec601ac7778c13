import { TbArrowFork } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import type { Need } from "../../stores/topics.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { commonWords, needsYouWords, reasons, sideText } from "../../words/words.ts";
import { GameRow } from "../games/GameRow.tsx";

/** A game that waits for the player, and why. A opens where it is settled. On a page there is room for when and where. */
export function NeedRow({ need, isOnPage = false }: { need: Need; isOnPage?: boolean }) {
  return need.kind === "choice" ? (
    <ChoiceRow conflict={need.conflict} isOnPage={isOnPage} />
  ) : (
    <GameRow shortcut={need.shortcut} />
  );
}

function ChoiceRow({ conflict, isOnPage }: { conflict: Conflict; isOnPage: boolean }) {
  const { formats, screens } = useSavepoint();
  const nowMs = useNow();
  const { conflictId, isPostponed } = conflict;
  const why = isPostponed ? needsYouWords.decidedLater : reasons[conflict.reason];
  const sides = sideText(conflict, { formats, nowMs });
  // Most were played in two places, which the two sides say themselves.
  const isPlain = conflict.reason === "both-changed" && !isPostponed;
  const press = usePress(() => screens.open({ screen: "choose", conflictId }));
  return (
    <LineRow
      focusKey={`choice:${conflictId}`}
      field={{ ...press, onOKActionDescription: commonWords.choose }}
      tone="attention"
      icon={<TbArrowFork />}
      title={conflict.name}
      note={isOnPage ? (isPlain ? sides : `${why} ${sides}`) : why}
      marks={{ "data-conflict": conflictId }}
    />
  );
}

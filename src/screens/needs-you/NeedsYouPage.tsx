import { TbCircleCheckFilled } from "react-icons/tb";
import type { Need } from "../../../backend/contract/saves/need.ts";
import { useFrozenOrder } from "../../hooks/frozen-order.ts";
import { useConflicts, useGames, useHeld } from "../../hooks/savepoint.ts";
import { keyOfNeed, needsOf } from "../../stores/topics.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { needsYouWords } from "../../words/words.ts";
import { UndoButton } from "../activity/UndoButton.tsx";
import { MovedDoor } from "../moved/MovedDoor.tsx";
import { AnswerAll } from "./AnswerAll.tsx";
import { Answered, AnswerRun } from "./AnswerRun.tsx";
import { HeldGroups } from "./HeldGroups.tsx";
import { NeedRow } from "./NeedRow.tsx";
import { useAnswerAll } from "./use-answer-all.ts";

/** All that only the player can settle, in an order that stays while it is looked at. */
export function NeedsYouPage() {
  const [conflicts, games, held] = [useConflicts(), useGames(), useHeld()];
  const isKnown = conflicts !== null && games !== null && held !== null;
  const needs = useFrozenOrder<Need>(isKnown ? needsOf({ conflicts, games }) : [], keyOfNeed);
  const { give, action, isRunning, report } = useAnswerAll();
  if (!isKnown) return null;
  return (
    <>
      {isRunning && <AnswerRun />}
      {report !== null && <Answered report={report} />}
      <TroubleRow action={action} focusKey="answer-trouble" />
      {held.length > 0 && <HeldGroups held={held} />}
      {!isRunning && conflicts.length > 1 && <AnswerAll conflicts={conflicts} onGive={give} />}
      <MovedDoor />
      {needs.map((need) => (
        <NeedRow key={keyOfNeed(need)} need={need} isOnPage />
      ))}
      {needs.length === 0 && held.length === 0 && <Nothing />}
      <UndoButton />
    </>
  );
}

function Nothing() {
  return (
    <LineRow focusKey="nothing" tone="good" icon={<TbCircleCheckFilled />} title={needsYouWords.nothing} />
  );
}

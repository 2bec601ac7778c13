import { TbCircleCheckFilled } from "react-icons/tb";
import { useFrozenOrder } from "../../hooks/frozen-order.ts";
import { useConflicts, useGames, useHeld } from "../../hooks/savepoint.ts";
import { keyOfNeed, needsOf } from "../../stores/topics.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { needsYouWords } from "../../words/words.ts";
import { AnswerAll } from "./AnswerAll.tsx";
import { HeldGames } from "./HeldGames.tsx";
import { NeedRow } from "./NeedRow.tsx";

/** All that only the player can settle: what is on hold, choices between two saves, and saves that cannot be reached. */
export function NeedsYouPage() {
  const [conflicts, games, held] = [useConflicts(), useGames(), useHeld()];
  const isKnown = conflicts !== null && games !== null && held !== null;
  const needs = useFrozenOrder(isKnown ? needsOf({ conflicts, games }) : [], keyOfNeed);
  if (!isKnown) return null;
  if (needs.length === 0 && held.length === 0)
    return (
      <LineRow focusKey="nothing" tone="good" icon={<TbCircleCheckFilled />} title={needsYouWords.nothing} />
    );
  return (
    <>
      {held.length > 0 && <HeldGames held={held} />}
      {conflicts.length > 1 && <AnswerAll conflicts={conflicts} />}
      {needs.map((need) => (
        <NeedRow key={keyOfNeed(need)} need={need} />
      ))}
    </>
  );
}

import type { Overview } from "../../backend/contract/overview.ts";
import { useFrozenOrder } from "../hooks/frozen-order.ts";
import { useSavepoint } from "../hooks/savepoint.ts";
import { NeedRow } from "../screens/needs-you/NeedRow.tsx";
import { keyOfNeed, needsOf } from "../stores/topics.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { quickAccessWords } from "../words/words.ts";

const shownMax = 3;

/** What only the player can settle: three of it, and how many more. */
export function NeedsYouRows({ overview }: { overview: Overview }) {
  const { screens } = useSavepoint();
  const needs = useFrozenOrder(needsOf(overview), keyOfNeed);
  if (needs.length === 0) return null;
  const more = needs.length - shownMax;
  return (
    <PanelSection>
      {needs.slice(0, shownMax).map((need) => (
        <NeedRow key={keyOfNeed(need)} need={need} />
      ))}
      {more > 0 && (
        <ButtonRow focusKey="more-needs" onPress={() => screens.open({ screen: "needs-you" })}>
          {quickAccessWords.more(more)}
        </ButtonRow>
      )}
    </PanelSection>
  );
}

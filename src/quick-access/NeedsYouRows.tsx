import type { Overview } from "../../backend/contract/overview.ts";
import { useFrozenOrder } from "../hooks/frozen-order.ts";
import { useSavepoint } from "../hooks/savepoint.ts";
import { NeedRow } from "../screens/needs-you/NeedRow.tsx";
import { keyOfNeed } from "../stores/topics.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { quickAccessWords } from "../words/words.ts";

/** What only the player can settle: three of it, and how many more. */
export function NeedsYouRows({ overview: { needsYou } }: { overview: Overview }) {
  const { screens } = useSavepoint();
  const needs = useFrozenOrder(needsYou.first, keyOfNeed);
  if (needs.length === 0) return null;
  const more = needsYou.count - needs.length;
  return (
    <PanelSection>
      {needs.map((need) => (
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

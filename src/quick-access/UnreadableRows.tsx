import { TbAlertTriangleFilled } from "react-icons/tb";
import type { Overview } from "../../backend/contract/overview.ts";
import { PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { unreadableParts } from "../words/words.ts";

/** What this Deck's storage does not give, by name; the rest is shown and works. */
export function UnreadableRows({ overview }: { overview: Overview }) {
  // Steam may still hold an overview from before an update.
  const unreadable = overview.unreadable ?? [];
  if (unreadable.length === 0) return null;
  return (
    <PanelSection>
      {unreadable.map(({ part }) => (
        <LineRow
          key={part}
          focusKey={`unreadable:${part}`}
          isSentence
          tone="attention"
          icon={<TbAlertTriangleFilled />}
          title={unreadableParts[part].title}
          note={unreadableParts[part].body}
        />
      ))}
    </PanelSection>
  );
}

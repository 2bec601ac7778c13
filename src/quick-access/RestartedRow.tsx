import { TbInfoCircle } from "react-icons/tb";
import { useOverview, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { quickAccessWords } from "../words/words.ts";

const shownForMs = 120_000;

/** For two minutes after it happened. */
export function RestartedRow() {
  const { formats } = useSavepoint();
  const { restartedAtMs, trouble } = useOverview();
  const nowMs = useNow();
  if (trouble !== null || restartedAtMs === null || nowMs - restartedAtMs >= shownForMs) return null;
  return (
    <PanelSection>
      <LineRow
        focusKey="restarted"
        isSentence
        tone="accent"
        icon={<TbInfoCircle />}
        title={quickAccessWords.restarted(formats.ago(restartedAtMs, nowMs))}
      />
    </PanelSection>
  );
}

import type { Activity } from "../../backend/contract/saves/activity.ts";
import { useOverview, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { useActivity } from "../screens/activity/use-activity.ts";
import { useUndo } from "../screens/activity/use-undo.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { activityText, quickAccessWords } from "../words/words.ts";

const shownForMs = 86_400_000;

/** The newest thing that the player did and can take back, for a day. */
export function UndoRow() {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const lines = useActivity({ limit: 20 });
  const asked = useOverview().overview?.afterChoice?.id;
  const newest = Array.isArray(lines) ? (lines.find((line) => canBeUndone(line, nowMs)) ?? null) : null;
  const undoing = useUndo(newest);
  // Beside its question the same act needs no second way back.
  if (newest === null || undoing === null || newest.id === asked) return null;
  const { action, undo } = undoing;
  const about = `${newest.name} · ${formats.ago(newest.atMs, nowMs)}`;
  return (
    <PanelSection>
      <ButtonRow
        focusKey="undo"
        isBusy={action?.kind === "running"}
        onPress={undo}
        description={action?.kind === "trouble" ? action.text : about}
      >
        {quickAccessWords.undo(activityText(newest))}
      </ButtonRow>
    </PanelSection>
  );
}

function canBeUndone({ act, undo, atMs, batchId }: Activity, nowMs: number): boolean {
  return act !== null && batchId === null && undo.kind === "can" && nowMs - atMs < shownForMs;
}

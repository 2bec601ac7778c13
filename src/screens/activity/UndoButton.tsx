import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { PanelSection } from "../../ui/decky-ui.ts";
import { activityName, activityText, quickAccessWords } from "../../words/words.ts";
import { useActivity } from "./use-activity.ts";
import { useUndo } from "./use-undo.ts";

const shownForMs = 86_400_000;

/** The newest thing that the player did and can take back, for a day. */
export function UndoButton({ isInMenu = false }: { isInMenu?: boolean }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const lines = useActivity({ limit: 20 });
  const asked = useOverview().overview?.afterChoice?.id;
  const newest = Array.isArray(lines) ? (lines.find((line) => canBeUndone(line, nowMs)) ?? null) : null;
  const undoing = useUndo(newest);
  // Beside its question the same act needs no second way back.
  if (newest === null || undoing === null || newest.id === asked) return null;
  const { action, undo } = undoing;
  const about = `${activityName(newest)} · ${formats.ago(newest.atMs, nowMs)}`;
  const button = (
    <ButtonRow
      focusKey="undo"
      isBusy={action?.kind === "running"}
      onPress={undo}
      description={action?.kind === "trouble" ? action.text : about}
    >
      {quickAccessWords.undo(activityText(newest))}
    </ButtonRow>
  );
  return isInMenu ? <PanelSection>{button}</PanelSection> : button;
}

function canBeUndone({ act, undo, atMs, batchId }: Activity, nowMs: number): boolean {
  return act !== null && batchId === null && undo.kind === "can" && nowMs - atMs < shownForMs;
}

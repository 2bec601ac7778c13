import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { confirmFirst } from "../../ui/confirm-first.tsx";
import { reportTrouble } from "../../words/report-trouble.ts";
import { undoQuestion } from "../../words/words.ts";

/** Takes a line back, and asks first where something was played since. Null: it cannot be taken back. */
export function useUndo(activity: Activity | null) {
  const savepoint = useSavepoint();
  const { actions, backend, overview } = savepoint;
  const key = `undo:${activity?.id}`;
  const action = useAction(key);
  if (activity?.undo.kind !== "can") return null;
  const { id, undo } = activity;
  const run = () =>
    void actions.run(key, async () => {
      const trouble = reportTrouble(await backend.undo({ activityId: id }));
      overview.refresh();
      return trouble;
    });
  return { action, undo: () => (undo.isPlayedSince ? confirmFirst(savepoint, undoQuestion, run) : run()) };
}

import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { confirmFirst } from "../../ui/confirm-first.tsx";
import { reportTrouble } from "../../words/report-trouble.ts";
import { activityWords, noUndo, undoQuestion } from "../../words/words.ts";

/**
 * Takes a line back, and asks first where something was played since. Of what the player did and cannot take back, the same
 * press says why. Null: there is nothing to take back.
 */
export function useUndo(activity: Activity | null) {
  const savepoint = useSavepoint();
  const { actions, backend, overview } = savepoint;
  const key = `undo:${activity?.id}`;
  const action = useAction(key);
  if (activity === null) return null;
  const { id, act, undo } = activity;
  if (undo.kind === "cannot") {
    if (act === null || undo.why === "nothing-changed") return null;
    const say = () => void actions.run(key, async () => noUndo[undo.why]);
    return { action, word: activityWords.whyNoUndo, undo: say };
  }
  const run = () =>
    void actions.run(key, async () => {
      const trouble = reportTrouble(await backend.undo({ activityId: id }));
      overview.refresh();
      return trouble;
    });
  const ask = () => (undo.isPlayedSince ? confirmFirst(savepoint, undoQuestion, run) : run());
  return { action, word: activityWords.undo, undo: ask };
}

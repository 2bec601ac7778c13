import { useEffect, useState } from "react";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { syncError } from "../../words/words.ts";

/** Among the newest lines: what moved since may have made some of its own. */
const lookedAt = 50;

/** Takes back that these games were added, all with one press; null: that is not known, or cannot be. */
export function useUndoOfStart(count: number, onUndone: () => void): (() => void) | null {
  const { actions, backend, overview } = useSavepoint();
  const [activityId, setActivityId] = useState<string | null>(null);
  useEffect(() => {
    backend.listActivity({ limit: lookedAt }).then(
      (lines) => setActivityId(lines.ok ? (lines.value.find(isStartOf(count))?.id ?? null) : null),
      () => {},
    );
  }, [backend, count]);
  if (activityId === null) return null;
  return () =>
    void actions.run("undo-start", async () => {
      const undone = await backend.undo({ activityId });
      overview.refresh();
      if (undone.ok) onUndone();
      return undone.ok ? null : syncError(undone.error);
    });
}

function isStartOf(count: number) {
  return ({ act, undo, batchSize }: Activity) =>
    act === "added" && undo.kind === "can" && (batchSize ?? 1) === count;
}

import { useState } from "react";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";

const partsMax = 1_000;

/** Lines that stand for many: unfolded, each of the games that they were about has its own. */
export function useBatches() {
  const { backend } = useSavepoint();
  const [parts, setParts] = useState<ReadonlyMap<string, Activity[]>>(new Map());
  const show = (batchId: string, lines: Activity[] | null) =>
    setParts((before) => {
      const next = new Map(before);
      if (lines === null) next.delete(batchId);
      else next.set(batchId, lines);
      return next;
    });
  return {
    partsOf: (batchId: string) => parts.get(batchId) ?? [],
    toggle: (batchId: string) => {
      if (parts.has(batchId)) return show(batchId, null);
      backend.listActivity({ batchId, limit: partsMax }).then(
        (outcome) => outcome.ok && show(batchId, outcome.value),
        () => {},
      );
    },
  };
}

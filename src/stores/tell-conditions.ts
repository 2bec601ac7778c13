import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Conditions } from "../../backend/contract/conditions.ts";
import type { OverviewStore } from "./overview-store.ts";

/** Tells the backend how the machine stands: at the start, at each change, and again when it was restarted, for it forgets. */
export function tellConditions(deps: {
  backend: Pick<BackendApi, "setConditions">;
  overview: Pick<OverviewStore, "read" | "subscribe">;
  follow(listener: (conditions: Conditions) => void): () => void;
}): () => void {
  const { backend, overview, follow } = deps;
  let conditions: Conditions | null = null;
  let isOwed = false;
  let { restartedAtMs } = overview.read();
  const tell = (next: Conditions | null) => {
    conditions = next;
    isOwed = false;
    if (next === null) return;
    backend.setConditions(next).catch(() => {
      isOwed = true;
    });
  };
  const stopFollowing = follow(tell);
  const stopOverview = overview.subscribe(() => {
    const { isFresh, restartedAtMs: restarted } = overview.read();
    if (restarted === restartedAtMs && !(isOwed && isFresh)) return;
    restartedAtMs = restarted;
    tell(conditions);
  });
  return () => {
    stopFollowing();
    stopOverview();
  };
}

import type { BackendEvents, Notice } from "../../backend/contract/events.ts";
import type { Lists } from "./lists.ts";
import type { OverviewStore } from "./overview-store.ts";
import type { ScanStore } from "./scan-store.ts";

/** Decky's event functions, as much of them as is used. */
export interface DeckyEvents {
  addEventListener(event: string, listener: (payload: never) => void): unknown;
  removeEventListener(event: string, listener: (payload: never) => void): void;
}

/** A launch's progress is heard by its gate. */
type Heard = Exclude<keyof BackendEvents, "launchProgress">;
type Listeners = { [Name in Heard]: (payload: BackendEvents[Name]) => void };

/** Events are hints: each leads to a fresh read, so a lost one costs nothing. The answered function stops listening. */
export function listenToBackend(deps: {
  events: DeckyEvents;
  overview: OverviewStore;
  lists: Lists;
  scan: Pick<ScanStore, "note" | "refresh">;
  onNotice(notice: Notice): void;
}): () => void {
  const { events, overview, lists, scan, onNotice } = deps;
  const listeners: Listeners = {
    changed: ({ parts }) => {
      overview.refresh();
      lists.noteChanged(parts);
    },
    progress: (run) => overview.noteProgress(run),
    scan: (progress) => scan.note(progress),
    notice: (notice) => {
      if (notice.kind === "backend-restarted") {
        overview.noteRestart();
        lists.noteChanged(["saves", "activity"]);
        scan.refresh();
      }
      onNotice(notice);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) events.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) events.removeEventListener(name, listener);
  };
}

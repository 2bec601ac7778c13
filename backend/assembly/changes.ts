import type { BackendEvents, ChangedPart } from "../contract/events.ts";

/** A run changes a save many times a second; nobody can read that fast. */
const quietMs = 100;

/** Tells the panel what moved: at once, and what follows within the next moment together at its end. */
export function createChanges(tell: (changed: BackendEvents["changed"]) => void) {
  const waiting = new Set<ChangedPart>();
  let isQuiet = false;

  function tellAll(): void {
    isQuiet = waiting.size > 0;
    if (!isQuiet) return;
    tell({ parts: [...waiting] });
    waiting.clear();
    setTimeout(tellAll, quietMs).unref();
  }

  return (part: ChangedPart): void => {
    waiting.add(part);
    if (!isQuiet) tellAll();
  };
}

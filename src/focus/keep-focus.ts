import { type FocusMemory, nextKey } from "./focus-memory.ts";
import { findFocusable } from "./focusable.ts";

/**
 * The law: focus is never lost. When the row that had it goes away, the next row gets it; a closed dialog gives it back to
 * the row that opened it, or to the next one if that row is gone. Without this the gamepad moves nothing, or starts over
 * from the top. The answered function stops.
 */
export function keepFocus(deps: {
  root: HTMLElement;
  rows: ReadonlyMap<string, HTMLElement>;
  memory: FocusMemory;
}): () => void {
  const { root, rows, memory } = deps;
  const { ownerDocument } = root;
  let focused: Element | null = null;

  const usable = () => [...rows].filter(([, row]) => row.isConnected && findFocusable(row) !== null);
  const noteFocus = ({ target }: FocusEvent) => {
    // Steam draws the menu into another window than the one this code runs in: `instanceof Element` would be false there.
    focused = target as Element;
    const row = [...rows].find(([, element]) => element.contains(focused));
    if (row !== undefined) memory.noteFocus(row[0], inOrder(usable()));
  };
  const giveTo = (key: string | null) => {
    const first = usable()[0]?.[1] ?? null;
    findFocusable(key === null ? first : (rows.get(key) ?? first))?.focus();
  };
  const settle = () => {
    const last = memory.last();
    if (memory.isAway() || last === null) return;
    const isLost = focused !== null && !isFocusable(focused) && hasNoFocus(ownerDocument);
    if (!isLost && !memory.isOwed()) return;
    memory.noteGivenBack();
    giveTo(nextKey(last, new Set(usable().map(([key]) => key))));
  };
  // A dialog is taken out of the page after it says that it closes, and Steam moves the focus once more then.
  const settleSoon = () => void setTimeout(settle, 0);
  root.addEventListener("focusin", noteFocus);
  const observer = new MutationObserver(settle);
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  const stopReturns = memory.onReturn(settleSoon);
  settleSoon();
  return () => {
    root.removeEventListener("focusin", noteFocus);
    observer.disconnect();
    stopReturns();
  };
}

function inOrder(rows: [string, HTMLElement][]): string[] {
  return rows
    .sort(([, a], [, b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
    .map(([key]) => key);
}

function isFocusable(element: Element): boolean {
  return element.isConnected && !element.matches(":disabled");
}

function hasNoFocus({ activeElement, body }: Document): boolean {
  return activeElement === null || activeElement === body || !isFocusable(activeElement);
}

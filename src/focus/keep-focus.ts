import { type FocusMemory, nextKey } from "./focus-memory.ts";
import { findFocusable } from "./focusable.ts";

/**
 * The law: focus is never lost. When the row that had it goes away, the next row gets it; a closed dialog gives it back to
 * the row that opened it, or to the next one if that row is gone. Without this the gamepad moves nothing, or starts over
 * from the top. On opening it stands on the row that `startKey` names, never on a button that decides about a save.
 */
export function keepFocus(deps: {
  page: string;
  root: HTMLElement;
  rows: ReadonlyMap<string, HTMLElement>;
  memory: FocusMemory;
  /** Null: not known yet, or left to Steam. */
  startKey(): string | null;
}): () => void {
  const { page, root, rows, memory } = deps;
  const { ownerDocument } = root;
  let focused: Element | null = null;
  let hasStarted = false;
  let hasPressed = false;

  const usable = () => [...rows].filter(([, row]) => row.isConnected && findFocusable(row) !== null);
  const noteFocus = ({ target }: FocusEvent) => {
    // Steam draws the menu into another window than the one this code runs in: `instanceof Element` would be false there.
    focused = target as Element;
    const row = [...rows].find(([, element]) => element.contains(focused));
    if (row !== undefined) memory.noteFocus(page, { key: row[0], order: inOrder(usable()) });
  };
  const giveTo = (key: string | null) => {
    const first = usable()[0]?.[1] ?? null;
    findFocusable(key === null ? first : (rows.get(key) ?? first))?.focus();
  };
  const start = () => {
    const key = deps.startKey();
    if (hasStarted || key === null || !rows.has(key)) return;
    hasStarted = true;
    // Steam puts the focus on the first thing of what it opens; whoever has pressed since is not led away.
    if (focused === null || !hasPressed) giveTo(key);
  };
  /** Until then Steam's own choice has the focus, which may be a line that says "one moment" and goes. */
  const isStartKnown = () => rows.has(deps.startKey() ?? "");
  const notePress = () => {
    hasPressed = true;
  };
  const settle = () => {
    // What is about to be mounted anew would take the debt and pay nothing.
    if (memory.isAway(page) || !root.isConnected || usable().length === 0) return;
    if (!hasStarted && !hasPressed && !memory.isOwed(page) && isStartKnown()) return start();
    const last = memory.last(page);
    const isLost = focused !== null && !isFocusable(focused) && hasNoFocus(ownerDocument);
    if (last === null || !(isLost || memory.isOwed(page))) return start();
    hasStarted = true;
    memory.noteGivenBack(page);
    giveTo(nextKey(last, new Set(usable().map(([key]) => key))));
  };
  // A dialog is taken out of the page after it says that it closes, and Steam moves the focus once more then.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settleSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(settle, 0);
  };
  root.addEventListener("focusin", noteFocus);
  for (const name of presses) ownerDocument.addEventListener(name, notePress, true);
  const observer = new MutationObserver(settle);
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  const stopReturns = memory.onReturn(settleSoon);
  settleSoon();
  return () => {
    root.removeEventListener("focusin", noteFocus);
    for (const name of presses) ownerDocument.removeEventListener(name, notePress, true);
    observer.disconnect();
    clearTimeout(timer);
    stopReturns();
  };
}

/** Steam's own event of a gamepad, a keyboard's, and a finger's. */
const presses = ["vgp_onbuttondown", "keydown", "pointerdown"];

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

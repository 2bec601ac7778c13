/** What Steam's gamepad can stand on: its focusable elements carry a tab index, its buttons and fields are the browser's own. */
const focusable = '[tabindex="0"], button:not(:disabled), input:not(:disabled)';

/** Gives focus to the first thing in there that can have it, the element itself included. */
export function focusInto(element: HTMLElement | null): void {
  findFocusable(element)?.focus({ preventScroll: false });
}

export function findFocusable(element: HTMLElement | null): HTMLElement | null {
  if (element === null) return null;
  return element.matches(focusable) ? element : element.querySelector<HTMLElement>(focusable);
}

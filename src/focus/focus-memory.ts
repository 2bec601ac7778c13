/**
 * Which row had the focus, above every mounted component: Steam mounts the menu anew whenever a dialog comes or goes, and
 * the row that opened the dialog gets the focus back.
 */
export interface FocusMemory {
  noteFocus(key: string, order: string[]): void;
  /** The row that had the focus last, and all rows as they stood then, from top to bottom. */
  last(): { key: string; order: string[] } | null;
  /** A dialog took the focus; the answered function, called once, says that it is gone. */
  leave(): () => void;
  isAway(): boolean;
  /** True until the focus was given back after a dialog. */
  isOwed(): boolean;
  noteGivenBack(): void;
  /** Called when the last dialog is gone. */
  onReturn(listener: () => void): () => void;
}

export function createFocusMemory(): FocusMemory {
  const listeners = new Set<() => void>();
  let last: { key: string; order: string[] } | null = null;
  let openDialogs = 0;
  let isOwed = false;
  return {
    noteFocus: (key, order) => {
      last = { key, order };
    },
    last: () => last,
    leave: () => {
      openDialogs += 1;
      isOwed = true;
      let isGone = false;
      return () => {
        if (isGone) return;
        isGone = true;
        openDialogs -= 1;
        if (openDialogs === 0) for (const listener of [...listeners]) listener();
      };
    },
    isAway: () => openDialogs > 0,
    isOwed: () => isOwed,
    noteGivenBack: () => {
      isOwed = false;
    },
    onReturn: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Where the focus goes when its row is gone: the next row that is left, else the one before, else nowhere. */
export function nextKey(last: { key: string; order: string[] }, left: ReadonlySet<string>): string | null {
  const index = last.order.indexOf(last.key);
  const after = last.order.slice(index);
  const before = last.order.slice(0, Math.max(0, index)).reverse();
  return [...after, ...before].find((key) => left.has(key)) ?? null;
}

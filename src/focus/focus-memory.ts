/** All rows of a page from top to bottom, and the one that had the focus. */
export interface FocusPlace {
  key: string;
  order: string[];
}

/**
 * Which row of each page had the focus, above every mounted component: Steam mounts the menu anew whenever a dialog comes
 * or goes, and the row that opened the dialog gets the focus back.
 */
export interface FocusMemory {
  noteFocus(page: string, place: FocusPlace): void;
  last(page: string): FocusPlace | null;
  /** A dialog took the focus; the answered function, called once, says that it is gone. */
  leave(): () => void;
  /** A dialog lies over this page, which opened it. */
  isAway(page: string): boolean;
  /** True from a dialog on until the page has given the focus back. */
  isOwed(page: string): boolean;
  noteGivenBack(page: string): void;
  /** Called when a dialog is gone. */
  onReturn(listener: () => void): () => void;
}

export function createFocusMemory(): FocusMemory {
  const listeners = new Set<() => void>();
  const places = new Map<string, FocusPlace>();
  const owed = new Set<string>();
  const away: string[] = [];
  let present = "quick-access";
  return {
    noteFocus: (page, place) => {
      present = page;
      places.set(page, place);
    },
    last: (page) => places.get(page) ?? null,
    leave: () => {
      const left = present;
      away.push(left);
      owed.add(left);
      let isGone = false;
      return () => {
        if (isGone) return;
        isGone = true;
        away.splice(away.indexOf(left), 1);
        present = left;
        for (const listener of [...listeners]) listener();
      };
    },
    isAway: (page) => away.includes(page),
    isOwed: (page) => owed.has(page),
    noteGivenBack: (page) => void owed.delete(page),
    onReturn: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Where the focus goes when its row is gone: the next row that is left, else the one before, else nowhere. */
export function nextKey(last: FocusPlace, left: ReadonlySet<string>): string | null {
  const index = last.order.indexOf(last.key);
  const after = last.order.slice(index);
  const before = last.order.slice(0, Math.max(0, index)).reverse();
  return [...after, ...before].find((key) => left.has(key)) ?? null;
}

import type { AppId } from "../../../backend/contract/words.ts";
import type { FoundChoice, FoundChoices, FoundSection } from "./found-games.ts";

/** What the player made of the games that were found. Kept above the components: an hour's choices outlive a closed page. */
export interface FoundState {
  choices: FoundChoices;
  unfolded: ReadonlySet<FoundSection>;
  /** The row that was left for another page: there the focus stands on the way back. */
  leftAt: AppId | null;
}

export interface FoundStore {
  read(): FoundState;
  subscribe(listener: () => void): () => void;
  choose(appId: AppId, choice: FoundChoice): void;
  toggle(section: FoundSection): void;
  leaveAt(appId: AppId | null): void;
  /** When the games are registered, or another account is signed in. */
  forget(): void;
}

const nothing: FoundState = { choices: new Map(), unfolded: new Set(), leftAt: null };

export function createFoundStore(): FoundStore {
  const listeners = new Set<() => void>();
  let state = nothing;
  const put = (change: Partial<FoundState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    choose: (appId, choice) =>
      put({ choices: new Map(state.choices).set(appId, { ...state.choices.get(appId), ...choice }) }),
    toggle: (section) => {
      const unfolded = new Set(state.unfolded);
      if (!unfolded.delete(section)) unfolded.add(section);
      put({ unfolded });
    },
    leaveAt: (leftAt) => put({ leftAt }),
    forget: () => put(nothing),
  };
}

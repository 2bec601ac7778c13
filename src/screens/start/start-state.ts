import type { FoundServer, ServerAccess, SignInWay } from "../../../backend/contract/server.ts";

/** How far signing in is. Kept above the components: what was typed on a Deck's keyboard is not typed twice. */
export interface StartState {
  typed: string;
  access: ServerAccess | null;
  /** Null: the address is still to be found. */
  server: FoundServer | null;
  /** Null: the best that the server offers. */
  way: SignInWay | null;
  /** Somebody is signed in and has no games yet: then they are looked for. */
  isAtGames: boolean;
}

export interface StartStore {
  read(): StartState;
  change(change: Partial<StartState>): void;
  /** After signing in nothing of it is kept. */
  forget(): void;
  subscribe(listener: () => void): () => void;
}

const nothing: StartState = { typed: "", access: null, server: null, way: null, isAtGames: false };

export function createStartStore(): StartStore {
  const listeners = new Set<() => void>();
  let state = nothing;
  const put = (next: StartState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    read: () => state,
    change: (change) => put({ ...state, ...change }),
    forget: () => put(nothing),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

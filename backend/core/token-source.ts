/** Proves who asks. The token may be replaced while calls are under way. */
export interface TokenSource {
  /** Null: nobody is signed in, and only what needs no sign-in can be asked. */
  current(): string | null;
  /** Before a call: one that is about to end is renewed. Throws `RommError`. */
  ready(): Promise<void>;
  /** RomM did not take this one. True: there is another by now. Throws `RommError` where the sign-in has ended. */
  renew(refused: string): Promise<boolean>;
  /** A fresh one did no better: the fault lies with the server, and this token is not renewed for it again. */
  vouch(token: string): void;
  /** Whatever nobody may read. */
  secrets(): string[];
}

/** A token that lasts. */
export function fixedToken(token: string | null): TokenSource {
  return {
    current: () => token,
    ready: async () => {},
    renew: async () => false,
    vouch: () => {},
    secrets: () => (token === null ? [] : [token]),
  };
}

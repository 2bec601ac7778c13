import { sessionsOf } from "./deck/save-files.ts";

/**
 * The model: what truly happened, told apart from what the engine believes. Every save is the list of the sessions
 * behind it, so one save continues another if it begins with it; anything else needs the player's word.
 */
export interface Books {
  /** A session was played on a Deck, or elsewhere. */
  play(session: Session): void;
  sessions(): string[];
  /** Tells every session from all others. */
  nextNumber(): number;
  /** The player, or the emulator, did away with them: they are not looked for any more. */
  writeOff(names: string[]): void;
  /** By the player's will `to` stands where `from` stood; `deck` null: for all Decks. */
  wish(will: Will): void;
  takeBack(will: Will): void;
  /** The account may hold these sessions: the player sent them there. */
  allow(account: number, text: string): void;
  /** Sessions that the account's rows must not hold. */
  strangers(account: number, text: string): string[];
  /** Sessions of other games. */
  misplaced(game: number, text: string): string[];
  /** Whether the later save holds all that the earlier one does, or the player wished it in its place. */
  supersedes(later: string, earlier: string, by?: { game: number; deck: string | null }): boolean;
}

export interface Session {
  name: string;
  game: number;
  /** Who was signed in. */
  account: number;
}

export interface Will {
  game: number;
  deck: string | null;
  from: string;
  to: string;
}

export function createBooks(letters: string[]): Books {
  const sessions = new Map<string, Session & { accounts: Set<number> }>();
  let wills: Will[] = [];
  let numbers = 0;

  function supersedes(later: string, earlier: string, open: Will[]): boolean {
    if (later.startsWith(earlier)) return true;
    return open.some(
      (will) =>
        later.startsWith(will.to) &&
        supersedes(
          will.from,
          earlier,
          open.filter((one) => one !== will),
        ),
    );
  }

  return {
    play: (session) => void sessions.set(session.name, { ...session, accounts: new Set([session.account]) }),
    sessions: () => [...sessions.keys()],
    nextNumber: () => numbers++,
    writeOff: (names) => {
      for (const name of names) sessions.delete(name);
    },
    wish: (will) => void wills.push(will),
    takeBack: (will) => {
      wills = wills.filter((one) => one !== will);
    },
    allow: (account, text) => {
      for (const name of sessionsOf(text)) sessions.get(name)?.accounts.add(account);
    },
    strangers: (account, text) =>
      sessionsOf(text).filter((name) => sessions.get(name)?.accounts.has(account) === false),
    misplaced: (game, text) => sessionsOf(text).filter((name) => !name.startsWith(letters[game] ?? "?")),
    supersedes: (later, earlier, by) =>
      supersedes(
        later,
        earlier,
        by
          ? wills.filter(
              ({ game, deck }) => game === by.game && (deck === null || by.deck === null || deck === by.deck),
            )
          : [],
      ),
  };
}

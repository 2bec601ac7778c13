import { foldSlot } from "../../../backend/core/units.ts";
import type { Slot } from "../../../backend/core/vocabulary.ts";
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
  /** The account's backend saw these sessions on its Deck: those that nobody saw before are its own. */
  see(account: number, text: string | null): void;
  /** The account may hold these sessions: the player sent them there, or it may have seen them first. */
  allow(account: number, text: string): void;
  /** Sessions that the account's rows must not hold. */
  strangers(account: number, text: string): string[];
  /** Sessions of other games. */
  misplaced(game: number, text: string): string[];
  /** Sessions of other playthroughs of the game. */
  strays(slot: string, text: string): string[];
  /** By the player's word these sessions are of this playthrough too. */
  letInto(slot: string, text: string): void;
  /** The save was put there by the player's word (on this Deck): another may begin with it and yet not continue it. */
  isWished(by: { game: number; deck: string | null }, text: string): boolean;
  /** Whether the later save holds all that the earlier one does, or the player wished it in its place. */
  supersedes(later: string, earlier: string, by?: { game: number; deck: string | null }): boolean;
}

export interface Session {
  name: string;
  /** Who was signed in; null: a Deck's, whose account is the one that looks at it first. */
  account: number | null;
  /** The playthroughs that it may be of: more than one where a switch was cut short. */
  slots: string[];
}

export interface Will {
  game: number;
  deck: string | null;
  from: string;
  to: string;
}

const fold = (slot: string) => foldSlot(slot as Slot);

export function createBooks(letters: string[]): Books {
  const accountsOf = new Map<string, Set<number>>();
  const slotsOf = new Map<string, Set<string>>();
  const unseen = new Set<string>();
  let wills: Will[] = [];
  let numbers = 0;

  /** Back from will to will; each is followed once, since what lies behind it stays the same. */
  function supersedes(later: string, earlier: string, open: Set<Will>): boolean {
    if (later.startsWith(earlier)) return true;
    for (const will of open) {
      if (!later.startsWith(will.to)) continue;
      open.delete(will);
      if (supersedes(will.from, earlier, open)) return true;
    }
    return false;
  }

  return {
    play({ name, account, slots }) {
      slotsOf.set(name, new Set(slots.map(fold)));
      accountsOf.set(name, new Set(account === null ? [] : [account]));
      if (account === null) unseen.add(name);
    },
    sessions: () => [...accountsOf.keys()],
    see: (account, text) => {
      for (const name of sessionsOf(text)) {
        if (!unseen.delete(name)) continue;
        accountsOf.get(name)?.add(account);
      }
    },
    nextNumber: () => numbers++,
    writeOff: (names) => {
      for (const name of names) accountsOf.delete(name);
    },
    wish: (will) => void wills.push(will),
    takeBack: (will) => {
      wills = wills.filter((one) => one !== will);
    },
    allow: (account, text) => {
      for (const name of sessionsOf(text)) accountsOf.get(name)?.add(account);
    },
    strangers: (account, text) =>
      sessionsOf(text).filter((name) => {
        const accounts = accountsOf.get(name);
        return accounts !== undefined && accounts.size > 0 && !accounts.has(account) && !unseen.has(name);
      }),
    strays: (slot, text) => sessionsOf(text).filter((name) => slotsOf.get(name)?.has(fold(slot)) === false),
    letInto: (slot, text) => {
      for (const name of sessionsOf(text)) slotsOf.get(name)?.add(fold(slot));
    },
    misplaced: (game, text) => sessionsOf(text).filter((name) => !name.startsWith(letters[game] ?? "?")),
    isWished: (by, text) =>
      wills.some(
        ({ game, deck, to }) =>
          game === by.game && (by.deck === null || deck === by.deck) && to !== "" && text.startsWith(to),
      ),
    supersedes: (later, earlier, by) => {
      const isOpen = ({ game, deck }: Will) =>
        by !== undefined && game === by.game && (deck === null || by.deck === null || deck === by.deck);
      return supersedes(later, earlier, new Set(wills.filter(isOpen)));
    },
  };
}

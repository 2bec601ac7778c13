/** What can happen, as data: a story is drawn from a seed, told in words, and shortened by leaving steps out. */
export interface Story {
  seed: number;
  deckCount: number;
  /** Users of the one server; every Deck may sign in as any of them. */
  accountCount: 1 | 2;
  gameCount: 1 | 2 | 4;
  location: Exclude<LocationKind, "memory-card">;
  /** The last game keeps its saves on a memory card that games share: it never travels. */
  hasMemoryCard: boolean;
  /** Runs come by themselves. */
  hasTriggers: boolean;
  version: string;
  profile: "mariadb" | "postgres";
  autocleanupLimit: number | null;
  steps: Step[];
}

/** How the emulator keeps a save. */
export type LocationKind = "file" | "files" | "folders" | "memory-card";

/** `deck` and `game` count from 0; too high a number wraps around. */
export type Step =
  | { do: "play"; deck: number; game: number }
  | { do: "sync"; deck: number; game: number; trouble: Trouble }
  | { do: "launch"; deck: number; game: number; plays: number; trouble: Trouble }
  | { do: "answer"; deck: number; choice: Choice }
  /** Back to one of this Deck's kept copies. */
  | { do: "restore"; deck: number; game: number; copy: number; trouble: Trouble }
  /** All Decks hold the same; then the player does something on one, and takes it back: at once, or after a session. */
  | ({ do: "undo-at-once"; deck: number; game: number; copy: number } & UndoneAct)
  /** Another playthrough, of those that are known or a new one. */
  | {
      do: "select";
      deck: number;
      game: number;
      to: number;
      begins: "empty" | "version" | null;
      copy: number;
      trouble: Trouble;
    }
  /** All questions of a Deck by one press, each in its turn by one of these. */
  | { do: "answer-many"; deck: number; choices: Choice[] }
  /** The newest that can be taken back, of a game or of many at once. */
  | { do: "undo"; deck: number; game: number; isMany: boolean; trouble: Trouble }
  | { do: "unplug" | "plug" | "restart" | "unmount" | "mount"; deck: number }
  | { do: "switch-account"; deck: number }
  | { do: "untrack" | "track"; deck: number; game: number }
  | { do: "pause" | "unpause"; deck: number }
  /** By the player's hand, or the emulator's: what stood there is gone. */
  | { do: "delete" | "make-blank"; deck: number; game: number }
  | { do: "put-back-older"; deck: number; game: number; row: number }
  | { do: "recover-state"; deck: number; updates: number }
  | { do: "skew-deck"; deck: number; minutes: number }
  | { do: "skew-server"; minutes: number }
  | { do: "re-date"; row: number }
  /** What stood in a proxy arrives. */
  | { do: "deliver-late" }
  /** Something brings a run about by itself; the next one meets the trouble at its save of this number. */
  | { do: "trigger"; deck: number; game: number; by: TriggerKind; at: number; trouble: Trouble }
  /** RomM is asked to show what was sent. */
  | { do: "prove"; deck: number }
  | { do: "back-up-server" | "restore-server" }
  /** RomM 4.7 becomes 5.2; what it hashed before stays as it is, until its maintenance hashes all anew. */
  | { do: "update-romm" | "rehash" }
  /** The web player writes over a row, in place: the newest one, or one of so many below it. */
  | { do: "play-in-browser"; account: number; game: number; below: number }
  /** Another client puts an archive where a plain file is kept. */
  | { do: "upload-archive"; account: number; game: number }
  /** The player uploads a Deck's save by hand, to a slot of its own. */
  | { do: "copy-to-other-slot"; deck: number; game: number }
  | { do: "lose-file"; account: number; game: number }
  | { do: "remove-rom" | "rescan-rom"; game: number };

/**
 * `network`: it comes or goes; `wake`: after some hours; `folder`: another program writes the game's save; `time`: some
 * minutes go by, with what waits in them.
 */
export type TriggerKind = "network" | "wake" | "panel" | "folder" | "start" | "time";

export type Choice = "keep-local" | "take-remote" | "keep-both";

/** What is done and undone; `isMany`: with all games, by one press. */
export interface UndoneAct {
  act: "restore" | "select-fresh" | "select-known" | Choice;
  isMany?: boolean;
  isPlayedSince?: boolean;
}

/** What goes wrong during one sync. `at` counts requests or disk steps from 0; too high a number means nothing happens. */
export type Trouble =
  | { kind: "none" }
  /** Right before the save is replaced: the game has the old one in its memory. */
  | { kind: "game-starts-late" }
  /** `choices` tells what the disk kept of what was not synced; null: only the process died. */
  | { kind: "dies"; at: number; choices: number | null }
  /** Steps counted from where the save, or the first file of a set, was put in place. */
  | { kind: "dies-moving"; at: number; choices: number | null }
  /** The upload stands in a proxy, and arrives when nobody waits for it any more. */
  | { kind: "delayed" }
  /** `dies-after`: the request was answered. */
  | { kind: "refused" | "answer-lost" | "game-starts" | "dies-after"; at: number }
  | { kind: "meanwhile"; at: number; deck: number; plays: number }
  /** While RomM is at work on the upload, another Deck sends too: after the check, or after the write. */
  | { kind: "overlaps"; at: number; deck: number };

export function tellStory(story: Story): string {
  const { steps, ...head } = story;
  const facts = Object.entries(head).map(([name, value]) => `${name} ${value}`);
  return [facts.join(", "), ...steps.map((step, number) => `${number + 1}. ${tell(step, story)}`)].join("\n");
}

function tell({ do: verb, ...rest }: Step, { deckCount, gameCount, accountCount }: Story): string {
  const facts = Object.entries(rest).map(([name, value]) => {
    if (name === "trouble") return tellTrouble(value);
    if (name === "deck") return `Deck ${"ABCD"[value % deckCount]}`;
    if (name === "game") return `game ${"xyzu"[value % gameCount]}`;
    return `${name} ${name === "account" ? value % accountCount : value}`;
  });
  return [verb, ...facts.filter((fact) => fact !== "")].join(", ");
}

function tellTrouble({ kind, ...facts }: Trouble): string {
  return kind === "none" ? "" : `${kind} ${JSON.stringify(facts)}`;
}

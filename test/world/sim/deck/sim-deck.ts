import type { Conflict } from "../../../../backend/contract/saves/conflict.ts";
import type { HeldChoice } from "../../../../backend/contract/saves/held.ts";
import type { SyncError, SyncLine, SyncReport } from "../../../../backend/contract/saves/sync.ts";
import type { RommError } from "../../../../backend/core/romm-error.ts";
import type { AccountState, Unit } from "../../../../backend/core/state.ts";
import type { ConflictId, Sha256, UnitId } from "../../../../backend/core/vocabulary.ts";
import type { Leases } from "../../../../backend/launch/leases.ts";
import type { Clock } from "../../../../backend/machine/clock.ts";
import type { Disk } from "../../../../backend/machine/disk.ts";
import type { SyncEngine } from "../../../../backend/sync/engine.ts";
import type { Purpose } from "../../../../backend/sync/look/record.ts";
import type { Shown } from "../../../../backend/sync/unit/prove-stored.ts";
import type { CrashPhase } from "../minima.ts";
import type { RequestKind, SimRow, SimServer, Visitor } from "../server/sim-server.ts";
import type { Choice, Story, Trouble } from "../story.ts";
import type { Undoable } from "./own-acts.ts";

/** One Deck of the simulation: the real engine on a disk and a state in memory. Games and accounts count from 0. */
export interface SimDeck {
  name: string;
  isOnline: boolean;
  /** Wall clock against the world's, in milliseconds. */
  skewMs: number;
  account(): number;
  signIn(account: number): void;
  /** Its wall clock goes on, and nothing else of it. */
  sleep(ms: number): void;
  /** What its process is made of; another after each start. */
  ground(): DeckGround;
  unit(game: number): Unit | null;
  /** Of every account. */
  units(game: number): Unit[];
  /** The playthrough that is played now. */
  slot(game: number): string;
  /** That one, and those that were played here. */
  slots(game: number): string[];
  /** RomM's rows of the playthrough that is played now. */
  rows(game: number): SimRow[];
  /** `begins`: a new playthrough, empty or from a kept copy. */
  select(
    game: number,
    to: { slot: string; begins: { from: Sha256 | null } | null },
    trouble: Trouble,
  ): Promise<SyncLine | null>;
  /** Null: none, or half exchanged. Throws where a set is a mix and no mark says so. */
  save(game: number): Promise<string | null>;
  /** An exchange of a set's files was cut short, and the engine has not looked since. */
  isHalf(game: number): boolean;
  /** Another Deck acted in the middle of what this one does, or did last. */
  isOvertaken(): boolean;
  /** Ends it, as every start of the backend does. */
  settle(): Promise<void>;
  write(game: number, text: string): Promise<void>;
  remove(game: number): Promise<void>;
  keptCopies(): Promise<string[]>;
  /** With the name by which each can be gone back to. */
  keptContents(): Promise<{ sha256: Sha256; text: string }[]>;
  restore(game: number, sha256: Sha256, trouble: Trouble): Promise<SyncLine | null>;
  /** The newest line of the game, or of many at once, that can be taken back; null: none. */
  undoable(of: number | "many"): Promise<Undoable | null>;
  undo(game: number, line: Undoable, trouble: Trouble): Promise<SyncLine | null>;
  undoMany(line: Undoable): Promise<SyncLine[]>;
  /** Whatever lies in the folder of the saves, mounted or not. */
  allFiles(): Promise<string[]>;
  sync(game: number, purpose: Purpose, trouble: Trouble): Promise<SyncLine | null>;
  /** A launch was let go, and its game is still to come. */
  letGo(game: number): void;
  /** The launch was let go: until it ends, the game runs. */
  startPlaying(game: number): void;
  questions(): Conflict[];
  /** By one press. */
  answer(answers: { game: number; conflictId: ConflictId; choice: Choice }[]): Promise<SyncReport | null>;
  stopPlaying(): void;
  /** What a game loaded that started while its save was about to be replaced; null: none did. Forgotten when asked. */
  takeLoaded(): { game: number; text: string | null } | null;
  restart(): void;
  setMounted(isMounted: boolean): Promise<void>;
  setTracked(game: number, isTracked: boolean): Promise<void>;
  /** The player switched this device off on RomM's devices page, or on again. */
  setPaused(isPaused: boolean): void;
  syncAll(): Promise<SyncLine[]>;
  /** Asks RomM to show what was sent; by game, where there was something to be shown. */
  prove(): Promise<{ game: number; shown: Shown }[]>;
  /** The games that the brake holds. */
  held(): number[];
  release(game: number, choice: HeldChoice): Promise<SyncLine[]>;
  /** The state of some updates ago, as recovered from a backup. */
  recoverState(updates: number): void;
}

export interface DeckGround {
  disk: Disk;
  clock: Clock;
  engine: Pick<SyncEngine, "readStatus" | "conflictOf">;
  leases: Pick<Leases, "isLeased">;
  isRunning(unitId: UnitId): boolean;
  /** That is signed in. */
  account(): AccountState;
}

/** Whoever keeps the books hears of everything that a Deck does. */
export interface DeckWatch {
  onUpload: Visitor["onUpload"];
  onOverwrite: Visitor["onOverwrite"];
  /** A sync came to its end, and this stood there when it began. */
  onLook: (text: string | null) => void;
  /** A run came to a game with a listing that was made before. */
  onListing: () => void;
  /** The engine put other bytes in the place of a save. */
  onReplace: (game: number, before: string | null, after: string) => void;
  onMark: (mark: string) => void;
  /** `seen` stood there when the sync began; nobody knows whether the account got to see it. */
  onCrash: (phase: CrashPhase, seen: string | null) => void;
  /** Nobody waits for this upload any more, and it may still arrive. */
  onDelayed: (arrive: () => unknown) => void;
  onRaced: (game: number) => void;
  /** One leaves the machine. */
  onRequest: (kind: RequestKind) => void;
  onAnswer: (failure: RommError | null) => void;
  /** A new process stands on the Deck's disk. */
  onStart: () => void;
  /** Null: nobody tells which of its files. */
  onWritten: (path: string | null) => void;
  /** What the player asked for was not to be had, for this reason. */
  onRefused: (kind: SyncError["kind"]) => void;
  /** Lets another Deck send while RomM is at work on an upload of this one. */
  overlaps: (trouble: Trouble & { kind: "overlaps" }) => Promise<void>;
  /** Lets another Deck act in the middle of a request. */
  meanwhile: (trouble: Trouble & { kind: "meanwhile" }) => Promise<void>;
}

/** What a Deck is made of. */
export interface DeckDeps {
  name: string;
  story: Story;
  server: SimServer;
  clock: Clock;
  watch: DeckWatch;
}

import type { SaveRow } from "../../../../backend/core/save-row.ts";
import type { DeviceId, RomId } from "../../../../backend/core/vocabulary.ts";
import type { SaveServer } from "../../../../backend/ports/save-server.ts";
import type { RommRules } from "../../romm/rules/rules.ts";
import type { LocationKind } from "../story.ts";

/** A game of the library, with a letter that its sessions begin with. */
export interface SimGame {
  letter: string;
  location: LocationKind;
  romId: RomId;
  fsName: string;
}

/** One entry of a slot's history, and the sessions it holds as text. */
export interface SimRow {
  id: number;
  slot: string | null;
  updatedAtMs: number;
  text: string;
}

/** RomM's rules in memory, seen by one Deck through the engine's own surface. Accounts and games count from 0. */
export interface SimServer {
  rules: RommRules;
  games: SimGame[];
  register(account: number, name: string): DeviceId;
  /** The devices of all Decks, each a Savepoint's. */
  decks: readonly DeviceId[];
  forDeck(visitor: Visitor): SaveServer;
  /** What a listing of all saves told at this moment. */
  listNow(account: number, deviceId: DeviceId): ReadonlyMap<RomId, SaveRow[]>;
  /** The rows of a slot, however it is spelt, by id; of the first one unless another is named. */
  rows(account: number, game: number, slot?: string): SimRow[];
  /** All slots of the game, as their oldest rows spell them. */
  slots(account: number, game: number): string[];
  /** Of all accounts and slots; lost files count, since an administrator can put them back. */
  allTexts(): string[];
  /** Of the content that a row answers; null: none. */
  sha256Of(saveId: number): string | null;
  redate(row: number): void;
  /** To RomM 5.2. */
  update(): void;
  rehash(): void;
  backUp(): void;
  restore(): void;
  /** `below`: how many rows are newer than the one that is written over. */
  playInBrowser(p: { account: number; game: number; below: number }, play: (before: string) => string): void;
  uploadByHand(account: number, game: number, upload: { slot: string; bytes: Uint8Array }): void;
  loseFile(account: number, game: number): void;
  putBackFiles(): void;
  removeRom(game: number): void;
  rescanRom(game: number): void;
}

/** Who asks, and what stands between every request and its answer: it may refuse, lose the answer, or let others act. */
export interface Visitor {
  account: number;
  around: (work: () => unknown, kind: RequestKind) => Promise<unknown>;
  /** RomM made a row of this Deck's bytes, in whatever slot. */
  onUpload: (news: UploadNews) => void;
  /** Acts while RomM is at work on an upload: 0 after its check, 1 after the write; from the hash to the row RomM waits for nothing. Null: nobody does. */
  overlap: () => ((at: number) => Promise<void>) | null;
  /** Two uploads of one second have one name, and RomM put this Deck's bytes over a row of that second. */
  onOverwrite: (news: { game: number; from: string; to: string }) => void;
}

export type RequestKind = "upload" | "other";

export interface UploadNews {
  account: number;
  game: number;
  slot: string;
  /** What the slot held as its newest before. */
  head: string | null;
  content: string;
  /** RomM refuses it where something came since: not with `overwrite`, nor, where it goes by the letter, past another spelling. */
  lock: "asked" | "overwrite" | "spelt-otherwise";
  /** What RomM's clean-up took away. */
  cleanedUp: string[];
  /** The clean-up took newer rows and left older ones. */
  wentBack: boolean;
}

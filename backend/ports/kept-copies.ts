import type { AccountId, ContentHash, RomId, SaveLocation, Sha256, Slot } from "../core/vocabulary.ts";
import type { SetMember, TreeMember } from "./hashing.ts";

export interface KeptCopyStore {
  /** Copies a file aside, durably, before anything replaces or sends it. */
  keep(p: KeepRequest): Promise<KeptCopy>;
  /** The bytes of a kept copy, to read or to send. */
  pathOf(sha256: Sha256): string;
  /** Null: nothing of this content is kept (any more). */
  find(sha256: Sha256): Promise<FoundCopy | null>;
}

export interface KeepRequest {
  path: string;
  /** Of bytes that wait elsewhere: where they would stand. */
  standsAt?: string;
  /** Of a set of several files: its members; what is kept is their archive. */
  members?: SetMember[];
  /** Of a save with any number of files: the same. */
  tree?: TreeMember[];
  /** What the file was seen to hold; another content fails with `ChangedMeanwhile`. */
  expected: Sha256;
  /** As RomM would hash it, if that says all of it: tells later whether a row holds the same. */
  contentHash?: ContentHash | null;
  accountId: AccountId;
  romId: RomId;
  slot: Slot;
  /** The unit's own; `path` is where it led. */
  location: SaveLocation;
  reason: "replaced" | "sent";
  signal: AbortSignal;
}

export interface FoundCopy {
  sizeBytes: number;
  /** The name of the file that it was, which tells what it is; empty: nobody knows whose it was. */
  fileName: string;
}

export interface KeptCopy {
  sha256: Sha256;
  sizeBytes: number;
  path: string;
}

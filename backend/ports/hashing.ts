import type { PresentLocal } from "../core/decide/observation.ts";
import type { ContentHash, Sha256 } from "../core/vocabulary.ts";

export type HashedFile = Omit<PresentLocal, "kind" | "modifiedAtMs" | "members">;

/** The archive that a set travels as, and of the same reading each file by itself, by its path. */
export interface HashedSet {
  archive: HashedFile;
  files: ReadonlyMap<string, Sha256>;
}

export interface WrittenFile extends HashedFile {
  /** Of the bytes themselves, also where they are a zip: what RomM before 4.9 makes of them. */
  md5: ContentHash | null;
}

/** `sizeBytes` is what was announced; it decides nothing. Without `needsContentHash` there is none. */
export interface WriteRequest {
  path: string;
  mode?: number;
  chunks: AsyncIterable<Uint8Array>;
  sizeBytes: number;
  needsContentHash: boolean;
  signal: AbortSignal;
}

/** A file of a set, and its name in the archive that the set travels as. */
export interface SetMember {
  name: string;
  path: string;
}

/** A file of a tree, or an empty folder, whose name ends in a slash. */
export interface TreeMember extends SetMember {
  /** What it is called on every device. */
  key: string;
}

/** `tops`: the files and folders of it of which each gets a hash of its own. */
export interface TreeRequest {
  members: readonly TreeMember[];
  tops: readonly string[];
}

export interface UnpackRequest {
  archive: string;
  /** Where each file of the archive goes, as a new file; without an entry for one, nothing is unpacked. */
  placeFor: (names: string[]) => Map<string, string>;
}

import type { RomId } from "../vocabulary.ts";

/** A rom of RomM's library, as far as matching needs it. */
export interface LibraryRom {
  romId: RomId;
  /** The title; null where RomM has none. */
  name: string | null;
  /** Titles that the game has elsewhere or in other languages. */
  otherNames: string[];
  /** The file's or folder's name in RomM's library. */
  fsName: string;
  /** RomM's own word for that without what tells its format; absent: not told. */
  stem?: string;
  isFolder: boolean;
  sizeBytes: number;
  platformSlug: string;
  /** The platform's folder in RomM's library; null: not told. */
  platformFolder: string | null;
  platformName: string;
  /** Lower-case hex, of the content: RomM looks into archives. Null where RomM has not hashed the file. */
  hashes: { crc: string | null; md5: string | null; sha1: string | null };
  /** Null: the list was asked for without them. */
  files: LibraryFile[] | null;
  /** Ids by which emulators name its save, as RomM reads them from the file (`title_id`, `save_target`, RomM 5.3). */
  saveIds?: string[];
}

/** A file of a rom, or a file inside one that is an archive. */
export interface LibraryFile {
  name: string;
  sizeBytes: number;
  md5: string | null;
  isPacked: boolean;
}

/** What was read of the shortcut's own file, once its name alone did not settle it. */
export interface LocalFile {
  /** Of the content; an archive with several files has none. */
  sizeBytes: number | null;
  crc: string | null;
  md5: string | null;
  /** Names of what it holds, if it is an archive. */
  entries: string[];
}

import type { Disk } from "../machine/disk.ts";
import { hashChunks } from "./hash-chunks.ts";
import { hashFile } from "./hash-file.ts";
import { createTreeHashing } from "./tree/tree-hash.ts";
import { type HashedWrite, writeHashed } from "./write-hashed.ts";
import { hashSet, readSet, type SetMember } from "./zip/set-archive.ts";
import { unpackSet } from "./zip/unpack-set.ts";

interface UnpackRequest {
  archive: string;
  placeFor: (names: string[]) => Map<string, string>;
}

/** What the engine and the kept copies ask of this room, over one disk. Without a clock, no hash is remembered. */
export function createFileHashing(disk: Disk, clock: { now(): number } | null = null) {
  return {
    ...createTreeHashing(disk, clock),
    hashChunks,
    hashFile: (path: string, signal: AbortSignal) => hashFile(disk, path, signal),
    hashSet: (members: SetMember[], signal: AbortSignal) => hashSet(disk, members, signal),
    readSet: (members: SetMember[], signal: AbortSignal) => readSet(disk, members, signal),
    unpackSet: (p: UnpackRequest, signal: AbortSignal) => unpackSet(disk, p.archive, p.placeFor, signal),
    writeHashed: (p: HashedWrite) => writeHashed(disk, p),
  };
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type FileHashes, hashFile } from "../../backend/files/hash-file.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";

/** Writes bytes to a real file and hashes it. */
export function setupHashing(): { hash(bytes: Uint8Array): Promise<FileHashes | null>; path(): string } {
  const disk = createRealDisk();
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "savepoint-hash-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const path = () => join(folder, "save.srm");
  return {
    path,
    async hash(bytes) {
      await writeFile(path(), bytes);
      return await hashFile(disk, path(), new AbortController().signal);
    },
  };
}

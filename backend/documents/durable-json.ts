import { join } from "node:path";
import { decodeDocument, encodeDocument, ownChecksum, type Saved } from "./durable/envelope.ts";
import { keepAside } from "./durable/keep-aside.ts";
import { type DocumentDeps, type DocumentShape, type Loaded, loadDocument } from "./durable/load-document.ts";
import { createNewestOnly } from "./durable/newest-only.ts";
import { readDocument, readFileBytes } from "./durable/read-document.ts";
import { copyByLink, makeDurableFolder, writeWhole } from "./durable/replace-file.ts";

/*
 * Law: after a crash at any moment, `<name>` is the value saved last or the one that was being saved, and
 * `<name>.prev` a sound earlier one. Damage never pushes a good backup out, and is never taken for "empty".
 *
 * The libraries that write files atomically (write-file-atomic, atomically, steno) fsync the file and rename it, but
 * do not fsync the folder, keep no previous value, read nothing back, and give a test no step to stop at.
 */

export interface DurableJson<T> {
  /** Comes before the first save. Throws `FileError` where the disk does not tell. */
  load(): Promise<Loaded<T>>;
  /**
   * What `.prev` holds; null: nothing of use, or not wanted after a look at its keys, which is cheaper than to check
   * all of it. Throws `FileError` where the disk does not tell.
   */
  loadPrevious(isWanted?: (body: Record<string, unknown>) => boolean): Promise<Saved<T> | null>;
  /**
   * Resolves when this value or a newer one is durable; of several waiting values only the newest is written. Rejects
   * with `FileError` or `DocumentReadOnly`: the old value stands (if only the folder's fsync failed, perhaps the new).
   */
  save(value: T): Promise<void>;
  /** Saves what was recovered from `.prev`, which therefore stays until this or a later save has succeeded. */
  saveRecovered(value: T): Promise<void>;
  /** A second durable copy of the current file; false: there is none, or it is damaged. Fails with `exists`. */
  copyCurrent(to: { folder: string; name: string }): Promise<boolean>;
  /** Of the current file, as far as it is known. */
  revision(): number;
  /** Every later save has a greater revision than this one. */
  startAfter(revision: number): void;
}

/** The file was written by a newer version: it is shown, not changed. */
export class DocumentReadOnly extends Error {
  override readonly name = "DocumentReadOnly";

  constructor(path: string) {
    super(`${path} was written by a newer version.`);
  }
}

/** One durable JSON file. A value that was handed over is never changed in place. */
export function createDurableJson<T>(deps: DocumentDeps, shape: DocumentShape<T>): DurableJson<T> {
  const { disk, clock } = deps;
  const { folder, name, mode = 0o644, folderMode = 0o755 } = shape;
  const path = join(folder, name);
  const temporary = `${path}.tmp`;
  const memory: Memory = { revision: 0, isReadOnly: false, protectsPrevious: false, checksum: null };

  async function write(value: T): Promise<void> {
    if (memory.isReadOnly) throw new DocumentReadOnly(path);
    const revision = memory.revision + 1;
    const { bytes, checksum } = encodeDocument(shape, { value, revision, savedAtMs: clock.now() });
    await makeDurableFolder(disk, folder, folderMode);
    await writeWhole(disk, temporary, bytes, mode);
    await orRemove(deps, temporary, async () => {
      await keepWhatStands(deps, shape, memory);
      await disk.rename(temporary, path);
    });
    Object.assign(memory, { revision, checksum });
    await disk.syncFolder(folder);
    memory.protectsPrevious = false;
  }

  const save = createNewestOnly(write);
  return {
    load: async () => {
      const loaded = await loadDocument(deps, shape);
      memory.isReadOnly = loaded.kind === "newer";
      if (loaded.kind === "current") memory.revision = loaded.revision;
      // The unusable file's own revision was one more.
      if (loaded.kind === "previous") memory.revision = loaded.revision + 1;
      return loaded;
    },
    loadPrevious: async (isWanted = () => true) => {
      const decode = (body: Record<string, unknown>) => (isWanted(body) ? shape.decode(body) : null);
      const previous = await readDocument(disk, `${path}.prev`, { ...shape, decode });
      return previous.kind === "valid" ? previous : null;
    },
    save,
    saveRecovered: (value) => {
      memory.protectsPrevious = true;
      return save(value);
    },
    copyCurrent: async (to) => {
      if ((await whatStands(deps, shape, memory)) !== "sound") return false;
      await makeDurableFolder(disk, to.folder, folderMode);
      await copyByLink(disk, path, join(to.folder, to.name), mode);
      await disk.syncFolder(to.folder);
      return true;
    },
    revision: () => memory.revision,
    startAfter: (revision) => {
      memory.revision = Math.max(memory.revision, revision);
    },
  };
}

interface Memory {
  revision: number;
  isReadOnly: boolean;
  protectsPrevious: boolean;
  /** Of the current file as we wrote it: spares decoding it before each save. */
  checksum: string | null;
}

/** Before the rename: a sound current file becomes `.prev`, a damaged one is kept aside and leaves `.prev` alone. */
async function keepWhatStands(
  deps: DocumentDeps,
  shape: DocumentShape<unknown>,
  memory: Memory,
): Promise<void> {
  const { folder, name, mode = 0o644, keepsDamaged = true } = shape;
  const standing = await whatStands(deps, shape, memory);
  if (standing === "sound" && !memory.protectsPrevious) await keepPrevious(deps, shape, mode);
  // A rename cannot replace a folder, so one that stands there is moved in any case.
  if (standing === "not-a-file" || (standing === "damaged" && keepsDamaged)) {
    await keepAside(deps, { folder, name, mode });
  }
}

async function whatStands(
  { disk }: DocumentDeps,
  shape: DocumentShape<unknown>,
  memory: Memory,
): Promise<"absent" | "sound" | "damaged" | "not-a-file"> {
  const path = join(shape.folder, shape.name);
  const file = await readFileBytes(disk, path);
  if (file.kind === "absent") return "absent";
  if (file.kind === "damaged") return file.damage === "not-a-file" ? "not-a-file" : "damaged";
  if (memory.checksum !== null && ownChecksum(file.bytes) === memory.checksum) return "sound";
  const decoded = decodeDocument(shape, file.bytes);
  if (decoded.kind === "newer") throw new DocumentReadOnly(path);
  return decoded.kind === "valid" ? "sound" : "damaged";
}

/** By a second name and a rename, so that neither the current file nor `.prev` is missing at any moment. */
async function keepPrevious(deps: DocumentDeps, shape: DocumentShape<unknown>, mode: number): Promise<void> {
  const { disk } = deps;
  const path = join(shape.folder, shape.name);
  const temporary = `${path}.prev.tmp`;
  const previous = await disk.stat(`${path}.prev`);
  if (previous !== null && previous.kind !== "file") {
    await keepAside(deps, { folder: shape.folder, name: `${shape.name}.prev`, mode });
  }
  await disk.remove(temporary);
  await copyByLink(disk, path, temporary, mode);
  // Renaming one name of a file over another name of the same file does nothing, and is right then.
  await disk.rename(temporary, `${path}.prev`);
}

async function orRemove({ disk }: DocumentDeps, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await disk.remove(path).catch(() => {});
    throw error;
  }
}

import { dirname } from "node:path";
import { type Disk, FileError } from "../../machine/disk.ts";
import type { Log } from "../../machine/log.ts";

/** Each missing folder is made durable in its parent, so that no crash takes a file away together with its folder. */
export async function makeDurableFolder(disk: Disk, path: string, mode: number): Promise<void> {
  if ((await disk.stat(path)) !== null) return;
  const parent = dirname(path);
  if (parent !== path) await makeDurableFolder(disk, parent, 0o755);
  await disk.makeFolder(path, { mode });
  await disk.syncFolder(parent);
}

/** A whole, durable, read-back file at a path where nothing of worth stands. What was begun is removed on failure. */
export async function writeWhole(disk: Disk, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  await disk.remove(path);
  try {
    await writeAndSync(disk, path, bytes, mode);
    const written = await disk.read(path);
    if (written === null || Buffer.compare(written, bytes) !== 0) {
      throw new FileError("io", path, "The file does not read back as it was written.");
    }
  } catch (error) {
    await disk.remove(path).catch(() => {});
    throw error;
  }
}

async function writeAndSync(disk: Disk, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await disk.create(path, { mode });
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A second name for the file's content; a copy where the file system has no links. Fails with `exists`. */
export async function copyByLink(disk: Disk, from: string, to: string, mode: number): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== "unsupported") throw error;
    await copyByBytes(disk, from, to, mode);
  }
}

async function copyByBytes(disk: Disk, from: string, to: string, mode: number): Promise<void> {
  if ((await disk.stat(to)) !== null) throw new FileError("exists", to, "A copy stands there already.");
  const bytes = await disk.read(from);
  if (bytes === null) throw new FileError("io", from, "The file went away while it was copied.");
  await writeWhole(disk, `${to}.copying`, bytes, mode);
  await disk.rename(`${to}.copying`, to);
}

/** Clean-up must not fail what it cleans up after. */
export async function tryToRemove(disk: Disk, log: Log, path: string): Promise<void> {
  try {
    await disk.remove(path);
  } catch (error) {
    log.warn("A file could not be removed.", { path, error: String(error) });
  }
}

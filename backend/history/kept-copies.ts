import { joinPath, parentOf } from "../core/paths.ts";
import type { Sha256 } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk, ReadHandle, WriteHandle } from "../machine/disk.ts";
import {
  ChangedMeanwhile,
  type HashedFile,
  type KeepRequest,
  type KeptCopy,
  type KeptCopyStore,
} from "../sync/deps.ts";
import { addLabel, isLabelled, toLabel } from "./labels.ts";

interface KeptCopyDeps {
  disk: Disk;
  clock: Clock;
  hashFile: (path: string, signal: AbortSignal) => Promise<HashedFile | null>;
  newId: () => string;
}

/**
 * Law: what is returned here is on the disk, whole. The store holds each content once, as `<sha256>.save`, and one
 * label per reason to keep it; a crash leaves a temporary file or a content without a label, never a label without.
 */
export function createKeptCopies(deps: KeptCopyDeps, folder: string): KeptCopyStore {
  const pathOf = (sha256: Sha256) => joinPath(folder, `${sha256}.save`);
  return {
    pathOf,
    async keep(request: KeepRequest): Promise<KeptCopy> {
      await makeDurableFolder(deps.disk, folder);
      const path = pathOf(request.expected);
      const sizeBytes = await keepBytes(deps, { ...request, folder, to: path });
      const facts = toLabel(request, sizeBytes, deps.clock.now());
      if (!(await isLabelled(deps.disk, folder, facts))) await addLabel(deps, folder, facts);
      await deps.disk.syncFolder(folder);
      return { sha256: request.expected, sizeBytes, path };
    },
  };
}

/** A folder whose name is not synced takes everything in it along when the power goes. */
async function makeDurableFolder(disk: Disk, folder: string): Promise<void> {
  if ((await disk.stat(folder)) !== null) return;
  await disk.makeFolder(folder, { mode: 0o700 });
  await disk.syncFolder(parentOf(folder));
}

/** Answers the size. Bytes that are kept already are read again: a copy that rotted is replaced by a good one. */
async function keepBytes(
  deps: KeptCopyDeps,
  p: KeepRequest & { folder: string; to: string },
): Promise<number> {
  const kept = await deps.hashFile(p.to, p.signal);
  if (kept?.sha256 === p.expected) {
    const live = await deps.hashFile(p.path, p.signal);
    if (live?.sha256 !== p.expected) throw new ChangedMeanwhile(`Changed while it was kept: ${p.path}`);
    return kept.sizeBytes;
  }
  const temporary = joinPath(p.folder, `${deps.newId()}.tmp`);
  try {
    await copyFile(deps.disk, p.path, temporary);
    const copy = await deps.hashFile(temporary, p.signal);
    if (copy?.sha256 !== p.expected) throw new ChangedMeanwhile(`Changed while it was kept: ${p.path}`);
    await deps.disk.rename(temporary, p.to);
    return copy.sizeBytes;
  } catch (error) {
    await deps.disk.remove(temporary);
    throw error;
  }
}

async function copyFile(disk: Disk, from: string, to: string): Promise<void> {
  const source = await disk.openRead(from);
  if (source === null) throw new ChangedMeanwhile(`Vanished while it was kept: ${from}`);
  try {
    const target = await disk.create(to, { mode: 0o600 });
    try {
      await pump(source, target);
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function pump(source: ReadHandle, target: WriteHandle): Promise<void> {
  const buffer = new Uint8Array(256 * 1024);
  for (;;) {
    const count = await source.read(buffer);
    if (count === 0) return;
    await target.write(buffer.subarray(0, count));
  }
}

import { joinPath, nameOf, parentOf } from "../core/paths.ts";
import type { Sha256 } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { HashedFile, SetMember, TreeMember } from "../ports/hashing.ts";
import type { KeepRequest, KeptCopy, KeptCopyStore } from "../ports/kept-copies.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import { ChangedMeanwhile } from "../work/problems.ts";
import { readFileChunks } from "../work/read-file-chunks.ts";
import { labelKept, toLabel } from "./labels.ts";
import { readCopy, readHistoryFolder } from "./stored/history-folder.ts";

interface KeptCopyDeps extends Pick<SyncDeps, "hashFile" | "hashSet" | "writeHashed" | "newId"> {
  disk: Disk;
  clock: Clock;
  /** The archive's bytes, read once. */
  readSet: (members: SetMember[], signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** The same of a tree; throws `ChangedMeanwhile` once it turns out to be another than expected. */
  readTree: (
    p: { members: readonly TreeMember[]; expected: Sha256 },
    signal: AbortSignal,
  ) => AsyncIterable<Uint8Array>;
}

/**
 * Law: what is returned here is on the disk, whole. The store holds each content once, as `<sha256>.save`, and one
 * label per reason to keep it; a crash leaves a temporary file or a content without a label, never a label without.
 */
export function createKeptCopies(deps: KeptCopyDeps, folder: string): KeptCopyStore {
  const pathOf = (sha256: Sha256) => joinPath(folder, `${sha256}.save`);
  return {
    pathOf,
    async find(sha256) {
      const stat = await deps.disk.stat(pathOf(sha256));
      return stat && { sizeBytes: stat.sizeBytes, fileName: await findName(deps.disk, folder, sha256) };
    },
    async keep(request: KeepRequest): Promise<KeptCopy> {
      await makeDurableFolder(deps.disk, folder);
      const path = pathOf(request.expected);
      const sizeBytes = await keepBytes(deps, { ...request, folder, to: path });
      await labelKept(deps, folder, toLabel(request, sizeBytes, deps.clock.now()));
      return { sha256: request.expected, sizeBytes, path };
    },
  };
}

async function findName(disk: Disk, folder: string, sha256: Sha256): Promise<string> {
  const { labels } = await readHistoryFolder(disk, folder);
  for (const file of labels.filter((one) => one.sha256 === sha256)) {
    const label = (await readCopy(disk, folder, file))?.label;
    if (label && label.reason !== "found") return nameOf(label.path);
  }
  return "";
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
  const kept = p.tree ? null : await deps.hashFile(p.to, p.signal);
  if (kept?.sha256 === p.expected) {
    const live = await hashLive(deps, p);
    if (live?.sha256 !== p.expected) throw new ChangedMeanwhile(`Changed while it was kept: ${p.path}`);
    return kept.sizeBytes;
  }
  const temporary = joinPath(p.folder, `${deps.newId()}.tmp`);
  try {
    const copy = await deps.writeHashed({
      ...{ path: temporary, mode: 0o600, signal: p.signal, needsContentHash: false },
      ...(await openLive(deps, p)),
    });
    // A tree's hash is made of its files', and its reading has told.
    if (!p.tree && copy.sha256 !== p.expected)
      throw new ChangedMeanwhile(`Changed while it was kept: ${p.path}`);
    await deps.disk.rename(temporary, p.to);
    return copy.sizeBytes;
  } catch (error) {
    await deps.disk.remove(temporary);
    throw error;
  }
}

async function hashLive(
  deps: KeptCopyDeps,
  { path, members, signal }: KeepRequest,
): Promise<HashedFile | null> {
  if (!members) return await deps.hashFile(path, signal);
  return (await deps.hashSet(members, signal))?.archive ?? null;
}

/** Decides nothing but how much is written at once. */
const treeBuffer = 1024 ** 2;

/** No file is open before the first byte is asked for. */
async function openLive(deps: KeptCopyDeps, { path, members, tree, expected, signal }: KeepRequest) {
  if (tree) return { sizeBytes: treeBuffer, chunks: deps.readTree({ members: tree, expected }, signal) };
  const { sizeBytes } = (await deps.disk.stat(members?.[0]?.path ?? path)) ?? { sizeBytes: 0 };
  return { sizeBytes, chunks: members ? deps.readSet(members, signal) : readFileChunks(deps.disk, path) };
}

import { joinPath } from "../../core/paths.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import type { Disk } from "../../machine/disk.ts";
import { type HistoryFolder, type LabelFile, leavingSuffix, readHistoryFolder } from "./history-folder.ts";

/**
 * Law: at no moment does a label stand without its content. A label first becomes `<sha256>.<id>.leaving`, then the
 * content goes, then that file; the power may go in between, and `finishLeaving` puts right what it left.
 */
export async function removeLabels(
  disk: Disk,
  folder: string,
  p: { sha256: Sha256; leaving: readonly LabelFile[] },
): Promise<void> {
  const { labels } = await readHistoryFolder(disk, folder);
  const names = new Set(p.leaving.map(({ name }) => name));
  const isHeld = labels.some(({ sha256, name }) => sha256 === p.sha256 && !names.has(name));
  if (isHeld) {
    for (const name of names) await disk.remove(joinPath(folder, name));
    return await disk.syncFolder(folder);
  }
  const leaving = p.leaving.map(({ name }) => ({ from: name, to: toLeaving(name) }));
  for (const { from, to } of leaving) await disk.rename(joinPath(folder, from), joinPath(folder, to));
  await disk.syncFolder(folder);
  await disk.remove(contentPath(folder, p.sha256));
  await disk.syncFolder(folder);
  for (const { to } of leaving) await disk.remove(joinPath(folder, to));
}

/**
 * After a power loss: a content that still stands gets its labels back, since what was known when it should leave may
 * not be true any more; one that is gone needs none. The caller lets nobody else work on this content.
 */
export async function finishLeaving(disk: Disk, folder: string, sha256: Sha256): Promise<void> {
  const { leaving, contents } = await readHistoryFolder(disk, folder);
  for (const { name } of leaving.filter((one) => one.sha256 === sha256)) {
    const path = joinPath(folder, name);
    if (contents.has(sha256)) await disk.rename(path, joinPath(folder, toLabelName(name)));
    else await disk.remove(path);
  }
  await disk.syncFolder(folder);
}

/** Contents to which nothing points. */
export function unlabelled({ contents, labels, leaving }: HistoryFolder): Sha256[] {
  const labelled = new Set([...labels, ...leaving].map(({ sha256 }) => sha256));
  return [...contents].filter((sha256) => !labelled.has(sha256));
}

export function contentPath(folder: string, sha256: Sha256): string {
  return joinPath(folder, `${sha256}.save`);
}

const toLeaving = (name: string) => name.replace(/\.json$/, `.${leavingSuffix}`);
const toLabelName = (name: string) => name.replace(/\.leaving$/, ".json");

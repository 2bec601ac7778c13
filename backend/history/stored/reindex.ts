import type { Sha256 } from "../../core/vocabulary.ts";
import { addLabel } from "../labels.ts";
import { passOver, type StoredCopyDeps } from "./copies.ts";
import { readHistoryFolder } from "./history-folder.ts";
import { contentPath, finishLeaving, unlabelled } from "./leave.ts";

/** Puts right what a power loss or a deleted index left: every content has a label afterwards, or is gone with it. */
export async function reindex(deps: StoredCopyDeps, folder: string): Promise<void> {
  const { disk, log, order } = deps;
  const found = await readHistoryFolder(disk, folder);
  for (const sha256 of new Set(found.leaving.map((one) => one.sha256))) {
    await passOver(log, () => order.alone(sha256, () => finishLeaving(disk, folder, sha256)));
  }
  for (const sha256 of unlabelled(found)) {
    await passOver(log, () => order.alone(sha256, () => labelFound(deps, folder, sha256)));
  }
}

/** The bytes tell their own time; whose they are, nobody knows. */
async function labelFound(deps: StoredCopyDeps, folder: string, sha256: Sha256): Promise<void> {
  const { disk } = deps;
  if (!unlabelled(await readHistoryFolder(disk, folder)).includes(sha256)) return;
  const stat = await disk.stat(contentPath(folder, sha256));
  if (stat === null) return;
  const { sizeBytes, modifiedAtMs } = stat;
  await addLabel(deps, folder, {
    ...{ version: 1, sha256, sizeBytes, contentHash: null, keptAtMs: Math.round(modifiedAtMs) },
    reason: "found",
  });
  await disk.syncFolder(folder);
}

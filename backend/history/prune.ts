import type { SaveId, Sha256 } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import { createKeyedQueue } from "../work/queues.ts";
import { type CopyFacts, planRetention, type RetentionFacts, type RetentionPlan } from "./retention.ts";
import { passOver, type StoredCopies, type StoredCopyDeps } from "./stored/copies.ts";
import { type LabelFile, readCopy, readHistoryFolder, type StoredCopy } from "./stored/history-folder.ts";
import { removeLabels } from "./stored/leave.ts";
import { removeLeftovers } from "./stored/leftovers.ts";
import { reindex } from "./stored/reindex.ts";

export interface RetentionDeps extends StoredCopyDeps {
  clock: Clock;
  stored: StoredCopies;
  /** `isFresh`: rows that were not listed just now count as not known. */
  readFacts: (copies: readonly CopyFacts[], p?: { isFresh: boolean }) => Promise<RetentionFacts>;
  /** Lists the rows of these units (`unitKeyOf`) anew; what fails stays old. */
  listAgain: (units: ReadonlySet<string>) => Promise<void>;
}

/**
 * Lets go what retention says, one pass after the other; answers how many copies left. RomM may have been wiped since it
 * was asked last, so nothing leaves before it was asked again. Whoever keeps the same content meanwhile waits, nobody
 * else does. What the disk refuses is passed over; an unreadable folder throws `FileError`.
 */
export function createPrune(deps: RetentionDeps, folder: string): () => Promise<{ removed: number }> {
  const { stored } = deps;
  const leftovers = new Map<string, number>();
  const inOrder = createKeyedQueue<typeof folder>();

  async function pruneOnce(): Promise<{ removed: number }> {
    await reindex(deps, folder);
    const { temporary } = await readHistoryFolder(deps.disk, folder);
    const leftoversHere = { folder, names: temporary, seenAtMs: leftovers };
    await passOver(deps.log, () => removeLeftovers(deps, leftoversHere));
    const copies = await stored.readAll();
    const { leaving, follows } = await plan(copies);
    let removed = 0;
    for (const [sha256, group] of Map.groupBy(leaving, ({ copy }) => copy.sha256)) {
      const planned = group.map(({ copy }) => copy);
      const count = (await passOver(deps.log, () => letGo(deps, folder, { sha256, planned }))) ?? 0;
      if (count > 0) deps.log.info("Kept copies left.", { sha256, why: group.map(({ why }) => why).join() });
      removed += count;
    }
    const staying = new Set(leaving.map(({ copy }) => copy.id));
    for (const { copy, followedRow } of follows.filter((one) => !staying.has(one.copy.id))) {
      await passOver(deps.log, () => learn(copy.file, followedRow));
    }
    return { removed };
  }

  async function plan(copies: StoredCopy[]): Promise<RetentionPlan<StoredCopy>> {
    const asKnown = planRetention(copies, await deps.readFacts(copies));
    if (asKnown.leaving.length === 0) return asKnown;
    await deps.listAgain(new Set(asKnown.leaving.flatMap(({ copy }) => copy.unit ?? [])));
    return planRetention(copies, await deps.readFacts(copies, { isFresh: true }));
  }

  async function learn(file: LabelFile, followedRow: SaveId | null): Promise<boolean> {
    return await stored.alone(file, async ({ label }) => {
      if (label === null || label.reason === "found") return false;
      const { followedRow: _before, ...rest } = label;
      await stored.relabel(file, followedRow === null ? rest : { ...rest, followedRow });
      return true;
    });
  }

  // Whoever asks is answered by a pass that began after he asked: an older one may not know what he knows.
  return () => inOrder(folder, pruneOnce);
}

/** Nothing that was kept, pinned or labelled anew since the plan was made leaves by it. */
async function letGo(
  { disk, order }: RetentionDeps,
  folder: string,
  { sha256, planned }: { sha256: Sha256; planned: readonly StoredCopy[] },
): Promise<number> {
  return await order.alone(sha256, async () => {
    if (order.isInUse(sha256)) return 0;
    const now = await Promise.all(planned.map(({ file }) => readCopy(disk, folder, file)));
    const isMoved = now.some((copy, at) => JSON.stringify(copy) !== JSON.stringify(planned[at]));
    if (isMoved) return 0;
    await removeLabels(disk, folder, { sha256, leaving: planned.map(({ file }) => file) });
    return planned.length;
  });
}

import type { AccountId } from "../core/vocabulary.ts";
import type { ActivityEntry, ActivityLog } from "../ports/activity-log.ts";

/** One line for each shortcut; where there are several, one more that stands for all of them, and takes all back. */
export async function tellEdit(
  { activity, newId }: { activity: ActivityLog; newId: () => string },
  lines: ActivityEntry[],
  by: { undoes?: string; batchId?: string | null; accountId: AccountId },
): Promise<void> {
  const { undoes = null, batchId = null, accountId } = by;
  const [first] = lines;
  if (!first) return;
  if (lines.length === 1 || batchId !== null) {
    await activity.appendAll(lines.map((line) => ({ ...line, undoes, batchId })));
    return;
  }
  const id = newId();
  const { takeBack: _ofOne, ...head } = first;
  await activity.append({
    ...head,
    ...{ id, undoes, appIds: lines.flatMap(({ appIds }) => appIds), romId: null, batchSize: lines.length },
    takeBack: { kind: "batch", accountId },
  });
  await activity.appendAll(lines.map((line) => ({ ...line, batchId: id })));
}

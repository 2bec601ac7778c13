import type { Act } from "../../contract/saves/activity.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import type { ActiveUnits } from "../../work/active-units.ts";
import { orLogged } from "../../work/defects.ts";
import { nameUnit } from "../unit/report.ts";

/** The line that stands for all that one press does, written first: whatever cuts it short, what was done can be undone at once. */
export async function beginBatch(
  { activity, log, newId }: Pick<SyncDeps, "activity" | "log" | "newId">,
  { account, session }: ActiveUnits,
  { unitIds, act }: { unitIds: UnitId[]; act: Act },
): Promise<string> {
  const id = newId();
  const names = unitIds.map((unitId) => nameUnit(account, unitId));
  await orLogged(log, () =>
    activity.append({
      ...{ id, batchSize: unitIds.length, act, outcome: "done", choice: null },
      ...{ appIds: names.flatMap(({ appIds }) => appIds), romId: null, name: names[0]?.name ?? "" },
      ...{ decision: "conflict", reason: "both-changed", localBefore: null, localAfter: null },
      ...{ saveId: null, sizeBytes: 0, detail: null },
      takeBack: { kind: "batch", accountId: session.accountId },
    }),
  );
  return id;
}

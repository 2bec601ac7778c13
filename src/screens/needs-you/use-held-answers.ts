import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { reportTrouble } from "../../words/report-trouble.ts";
import { syncError } from "../../words/words.ts";
import type { HeldAnswer } from "./held-groups.ts";

export const heldActionKey = "release-held";

/** Answers what is held, and looks once more: a card that is back ends the question by itself. */
export function useHeldAnswers() {
  const { actions, backend, overview } = useSavepoint();
  const run = (act: () => Promise<string | null>) =>
    void actions.run(heldActionKey, async () => {
      const trouble = await act();
      overview.refresh();
      return trouble;
    });
  const turnOff = async (units: HeldUnit[]) => {
    for (const appId of units.flatMap(({ appIds }) => appIds.slice(0, 1))) {
      const outcome = await backend.setTracking({ appId, tracked: false });
      if (!outcome.ok) return syncError(outcome.error);
    }
    return null;
  };
  return {
    give: ({ choice, units }: HeldAnswer) =>
      run(async () => {
        if (choice === null) return await turnOff(units);
        const unitIds = units.map(({ unitId }) => unitId);
        return reportTrouble(await backend.releaseHeld({ unitIds, choice }));
      }),
    lookAgain: () => run(async () => reportTrouble(await backend.syncAll({}))),
  };
}

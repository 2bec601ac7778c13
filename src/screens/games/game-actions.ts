import type { AppId } from "../../../backend/contract/words.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { reportTrouble } from "../../words/report-trouble.ts";
import { registerError, syncError } from "../../words/words.ts";

/** What can be done with one game; `key` is how its action stands. */
export function useGameActions(appId: AppId) {
  const { actions, backend } = useSavepoint();
  const key = `game:${appId}`;
  return {
    key,
    askNow: () => void actions.run(key, async () => reportTrouble(await backend.syncShortcut({ appId }))),
    sendNow: () =>
      void actions.run(key, async () =>
        reportTrouble(await backend.syncShortcut({ appId, whilePlaying: true })),
      ),
    /** Its saves stay, here and in RomM. */
    remove: () =>
      void actions.run(key, async () => {
        const outcome = await backend.unregisterShortcuts({ appIds: [appId] });
        return outcome.ok ? null : registerError(outcome.error);
      }),
    follow: (tracked: boolean) =>
      void actions.run(key, async () => {
        const outcome = await backend.setTracking({ appId, tracked });
        return outcome.ok ? null : syncError(outcome.error);
      }),
  };
}

import type { SyncRun } from "../../backend/contract/saves/sync.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection, PanelSectionRow, ProgressBarWithInfo } from "../ui/decky-ui.ts";
import { quickAccessWords } from "../words/words.ts";

/** A run over all games, whoever started it: how far it is, and the way to stop it before the next game. */
export function RunRows({ run }: { run: SyncRun }) {
  const { actions, backend } = useSavepoint();
  const isCancelling = useAction("cancel-sync")?.kind === "running";
  const cancel = () =>
    actions.run("cancel-sync", async () => {
      await backend.cancelSync({});
      return null;
    });
  return (
    <PanelSection>
      <PanelSectionRow>
        <ProgressBarWithInfo
          bottomSeparator="none"
          indeterminate={run.unitsTotal === 0}
          nProgress={run.unitsTotal === 0 ? 0 : (100 * run.unitsDone) / run.unitsTotal}
        />
      </PanelSectionRow>
      <ButtonRow focusKey="cancel" isBusy={isCancelling} onPress={cancel}>
        {isCancelling ? quickAccessWords.cancelling : quickAccessWords.cancel}
      </ButtonRow>
    </PanelSection>
  );
}

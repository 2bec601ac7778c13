import { FocusRow, FocusRows } from "../../focus/FocusRows.tsx";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable, ProgressBarWithInfo } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { addWords, quickAccessWords } from "../../words/words.ts";

/** The first run over the games that were just added: how far it is, and the way to stop it. */
export function MovingStep() {
  const { add } = useSavepoint();
  const action = useAction("start-games");
  return (
    <FocusRows page="moving" startKey="progress">
      <Heading>{addWords.moving}</Heading>
      {action?.kind === "trouble" ? (
        <>
          <TextRow focusKey="progress" isTrouble>
            {action.text}
          </TextRow>
          <FocusRow focusKey="back">
            <DialogButton onClick={() => add.go({ kind: "before", preview: null })}>
              {addWords.compareAgain}
            </DialogButton>
          </FocusRow>
        </>
      ) : (
        <Progress />
      )}
    </FocusRows>
  );
}

function Progress() {
  const { overview } = useOverview();
  const run = overview?.runs.current ?? null;
  const isKnown = run !== null && run.unitsTotal > 0;
  return (
    <>
      <TextRow focusKey="progress" marks={{ "data-moving": "" }}>
        {isKnown ? addWords.soFar(run.unitsDone, run.unitsTotal, run.name) : addWords.adding}
      </TextRow>
      <ProgressBarWithInfo
        bottomSeparator="none"
        indeterminate={!isKnown}
        nProgress={isKnown ? (100 * run.unitsDone) / run.unitsTotal : 0}
      />
      <Cancel canCancel={run !== null} />
      <TextRow focusKey="note">{addWords.movingNote}</TextRow>
    </>
  );
}

/** Nothing is taken back by it: what has moved has moved, and the undo of the whole is another button. */
function Cancel({ canCancel }: { canCancel: boolean }) {
  const { actions, backend } = useSavepoint();
  const isCancelling = useAction("cancel-sync")?.kind === "running";
  const cancel = () => {
    if (!canCancel) return;
    actions.run("cancel-sync", async () => {
      await backend.cancelSync({});
      return null;
    });
  };
  return (
    <Focusable style={{ padding: "8px 0" }}>
      <FocusRow focusKey="cancel">
        <DialogButton onClick={cancel}>
          {isCancelling ? quickAccessWords.cancelling : quickAccessWords.cancel}
        </DialogButton>
      </FocusRow>
    </Focusable>
  );
}

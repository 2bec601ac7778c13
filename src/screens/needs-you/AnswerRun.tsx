import { TbAlertTriangleFilled, TbCircleCheckFilled } from "react-icons/tb";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { ProgressBarWithInfo } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { addWords, answerAllWords, answeredText, quickAccessWords } from "../../words/words.ts";

/* Both stand where the button was that began it: whoever presses on meets a sentence, and no button. */

/** How far the answers are; it stops before the next game. */
export function AnswerRun() {
  const { actions, backend } = useSavepoint();
  const { overview } = useOverview();
  const run = overview?.runs.current ?? null;
  const isCancelling = useAction("cancel-sync")?.kind === "running";
  const cancel = () =>
    actions.run("cancel-sync", async () => {
      await backend.cancelSync({});
      return null;
    });
  return (
    <>
      <TextRow focusKey="answer" marks={{ "data-answering": "" }}>
        {run === null ? answerAllWords.working : addWords.soFar(run.unitsDone, run.unitsTotal, run.name)}
      </TextRow>
      <ProgressBarWithInfo
        bottomSeparator="none"
        indeterminate={run === null}
        nProgress={run === null ? 0 : (100 * run.unitsDone) / run.unitsTotal}
      />
      <Buttons>
        <SideButton focusKey="stop-answers" isDimmed={isCancelling} onPress={cancel}>
          {isCancelling ? quickAccessWords.cancelling : quickAccessWords.cancel}
        </SideButton>
      </Buttons>
    </>
  );
}

/** What came of them. */
export function Answered({ report }: { report: SyncReport }) {
  const isWhole = report.lines.every(({ outcome }) => outcome !== "failed");
  return (
    <LineRow
      focusKey="answer"
      isSentence
      tone={isWhole ? "good" : "attention"}
      icon={isWhole ? <TbCircleCheckFilled /> : <TbAlertTriangleFilled />}
      title={answeredText(report)}
      marks={{ "data-answered": "" }}
    />
  );
}

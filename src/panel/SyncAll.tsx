import type { Overview } from "../../backend/contract/overview.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSectionRow, ProgressBarWithInfo } from "../ui/decky-ui.ts";
import { oneLine } from "../ui/theme.ts";
import { reportText } from "../words/activity.ts";
import { labels } from "../words/labels.ts";
import { reportTrouble } from "../words/report-trouble.ts";

/** Starts a run over all games, or shows the one under way, whoever started it. */
export function SyncAll({ overview }: { overview: Overview }) {
  const { actions, backend, formats } = useSavepoint();
  const nowMs = useNow();
  const action = useAction("sync-all");
  const { current, last } = overview.runs;
  if (current !== null || action?.kind === "running") return <RunUnderWay run={current} />;

  const result =
    last === null
      ? labels.sync.never
      : labels.sync.last(formats.ago(last.finishedAtMs, nowMs), reportText(last, formats));
  return (
    <ButtonRow
      focusKey="sync-all"
      disabled={overview.connection.kind === "signed-out"}
      onPress={() => actions.run("sync-all", async () => reportTrouble(await backend.syncAll({})))}
      description={action?.kind === "trouble" ? action.text : result}
    >
      {labels.sync.all}
    </ButtonRow>
  );
}

function RunUnderWay({ run }: { run: Overview["runs"]["current"] }) {
  const { actions, backend, formats } = useSavepoint();
  const cancelling = useAction("cancel-sync");
  const cancel = () =>
    actions.run("cancel-sync", async () => {
      await backend.cancelSync({});
      return null;
    });
  const isCancelling = cancelling?.kind === "running";
  return (
    <>
      <PanelSectionRow>
        <ProgressBarWithInfo
          bottomSeparator="none"
          indeterminate={run === null || run.unitsTotal === 0}
          nProgress={run === null || run.unitsTotal === 0 ? 0 : (100 * run.unitsDone) / run.unitsTotal}
          sOperationText={
            <div style={{ ...oneLine, maxWidth: 190 }}>{run?.name ?? labels.sync.starting}</div>
          }
          sTimeRemaining={
            run === null
              ? ""
              : labels.sync.progress(formats.count(run.unitsDone), formats.count(run.unitsTotal))
          }
        />
      </PanelSectionRow>
      <ButtonRow focusKey="sync-all" isBusy={isCancelling} onPress={cancel}>
        {isCancelling ? labels.sync.cancelling : labels.sync.cancel}
      </ButtonRow>
    </>
  );
}

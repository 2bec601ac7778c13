import { TbArrowRight, TbTrophy } from "react-icons/tb";
import type { Overview } from "../../backend/contract/overview.ts";
import type { PlayStatusChange, PlayStatusOverview } from "../../backend/contract/play-status.ts";
import { usePress } from "../hooks/press.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { openDialog } from "../ui/open-dialog.tsx";
import {
  playStatusError,
  playStatuses,
  playStatusLabels,
  statusWord,
  steps,
  summaryText,
} from "../words/play-status.ts";
import { PlayStatusDetails } from "./PlayStatusDetails.tsx";

const shownMax = 3;

/** How RomM's play statuses follow RetroAchievements: what the last run changed, and the way to run it and to more. */
export function PlayStatusSection({ overview }: { overview: Overview }) {
  if (overview.connection.kind === "signed-out") return null;
  const { playStatus } = overview;
  return (
    <PanelSection title={playStatusLabels.title}>
      <StateRow playStatus={playStatus} />
      {playStatus.lastChanges.slice(0, shownMax).map((change) => (
        <ChangeRow key={change.romId} change={change} />
      ))}
      <RunNow playStatus={playStatus} />
    </PanelSection>
  );
}

function StateRow({ playStatus }: { playStatus: PlayStatusOverview }) {
  const savepoint = useSavepoint();
  const { isOn } = playStatus.settings;
  const note = useStateText(playStatus);
  const press = usePress(() => {
    openDialog(savepoint, (close) => <PlayStatusDetails onDone={close} />);
  });
  return (
    <LineRow
      focusKey="play-status"
      field={{ ...press, onOKActionDescription: playStatusLabels.details }}
      tone={playStatus.last?.problem ? "attention" : isOn ? "good" : "muted"}
      icon={<TbTrophy />}
      title={isOn ? playStatusLabels.on : playStatusLabels.off}
      note={note}
      marks={{ "data-play-status": playStatus.step ?? "idle" }}
    />
  );
}

function useStateText({ step, last, lastRunAtMs }: PlayStatusOverview): string {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  if (step !== null) return steps[step];
  if (last !== null)
    return playStatusLabels.last(formats.ago(last.finishedAtMs, nowMs), summaryText(last, formats));
  return lastRunAtMs === null
    ? playStatusLabels.never
    : playStatusLabels.lastRun(formats.ago(lastRunAtMs, nowMs));
}

function ChangeRow({ change }: { change: PlayStatusChange }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const text = playStatusLabels.change(statusWord(change.from), playStatuses[change.to]);
  return (
    <LineRow
      focusKey={`play-status:${change.romId}`}
      tone="accent"
      icon={<TbArrowRight />}
      title={change.name}
      note={`${text} · ${formats.ago(change.atMs, nowMs)}`}
      marks={{ "data-play-status-of": change.romId }}
    />
  );
}

function RunNow({ playStatus }: { playStatus: PlayStatusOverview }) {
  const { actions, backend } = useSavepoint();
  const action = useAction("play-status");
  const isBusy = action?.kind === "running" || playStatus.step !== null;
  const run = () =>
    actions.run("play-status", async () => {
      const outcome = await backend.syncPlayStatus({});
      return outcome.ok ? null : playStatusError(outcome.error);
    });
  return (
    <ButtonRow
      focusKey="play-status-run"
      isBusy={isBusy}
      onPress={run}
      description={action?.kind === "trouble" ? action.text : undefined}
    >
      {isBusy ? playStatusLabels.busy : playStatusLabels.now}
    </ButtonRow>
  );
}

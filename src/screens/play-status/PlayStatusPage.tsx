import { TbArrowRight, TbTrophy } from "react-icons/tb";
import type { PlayStatusChange, PlayStatusOverview } from "../../../backend/contract/play-status.ts";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import {
  playStatusError,
  playStatuses,
  playStatusLabels,
  statusWord,
  steps,
  summaryText,
} from "../../words/words.ts";
import { PlayStatusPreview } from "./PlayStatusPreview.tsx";
import { PlayStatusSettings } from "./PlayStatusSettings.tsx";

const shownMax = 3;

/** How RomM's play statuses follow RetroAchievements: what the last run changed, its settings, and what a run would do. */
export function PlayStatusPage() {
  const { overview } = useOverview();
  if (overview === null) return null;
  const { playStatus } = overview;
  return (
    <>
      <StateRow playStatus={playStatus} />
      {playStatus.lastChanges.slice(0, shownMax).map((change) => (
        <ChangeRow key={change.romId} change={change} />
      ))}
      <RunNow playStatus={playStatus} />
      <PlayStatusSettings settings={playStatus.settings} />
      <PlayStatusPreview playStatus={playStatus} />
    </>
  );
}

function StateRow({ playStatus }: { playStatus: PlayStatusOverview }) {
  const { isOn } = playStatus.settings;
  const note = useStateText(playStatus);
  return (
    <LineRow
      focusKey="play-status"
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

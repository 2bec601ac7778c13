import { useEffect, useState } from "react";
import type {
  PlayStatusLine,
  PlayStatusOverview,
  PlayStatusReport,
} from "../../../backend/contract/play-status.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { DialogBodyText, DialogButton, Field } from "../../ui/decky-ui.ts";
import { colours, quiet } from "../../ui/theme.ts";
import {
  awardText,
  lineText,
  playStatusError,
  playStatuses,
  playStatusLabels,
  sourceTexts,
  statusWord,
} from "../../words/words.ts";

/** Hundreds of rows would stop Steam's interface. */
const shownMax = 30;

/** Every game with its award, its status, and what a run would set: a dry run, made anew when a setting moves. */
export function PlayStatusPreview({ playStatus }: { playStatus: PlayStatusOverview }) {
  const { actions, backend, formats } = useSavepoint();
  const [report, setReport] = useState<PlayStatusReport | null>(null);
  const action = useAction("play-status-preview");
  const nowMs = useNow();
  const { raAlwaysWins } = playStatus.settings;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another setting gives another preview.
  useEffect(() => {
    actions.run("play-status-preview", async () => {
      const outcome = await backend.syncPlayStatus({ dryRun: true });
      if (outcome.ok) setReport(outcome.value);
      return outcome.ok ? null : playStatusError(outcome.error);
    });
  }, [actions, backend, raAlwaysWins]);

  if (action?.kind === "trouble")
    return <DialogBodyText style={{ color: colours.bad }}>{action.text}</DialogBodyText>;
  if (report === null) return <DialogBodyText>{playStatusLabels.previewBusy}</DialogBodyText>;
  const changes = report.lines.filter((line) => line.write !== null).length;
  return (
    <>
      <DialogBodyText style={{ paddingTop: 12 }}>
        {report.lines.length === 0
          ? playStatusLabels.previewNone
          : changes === 0
            ? playStatusLabels.previewNothing
            : playStatusLabels.previewSome(formats.count(changes))}
      </DialogBodyText>
      <div style={{ ...quiet, paddingBottom: 12 }}>
        {sourceTexts(report.source, playStatus.last?.refresh ?? null, { formats, nowMs }).map((text) => (
          <div key={text}>{text}</div>
        ))}
      </div>
      <Games lines={report.lines} />
    </>
  );
}

function Games({ lines }: { lines: PlayStatusLine[] }) {
  const { formats } = useSavepoint();
  const [isWhole, setIsWhole] = useState(false);
  const ordered = [...lines].sort(
    (a, b) => Number(a.write === null) - Number(b.write === null) || a.name.localeCompare(b.name),
  );
  const shown = isWhole ? ordered : ordered.slice(0, shownMax);
  return (
    <>
      {shown.map((line) => (
        <Field
          key={line.romId}
          focusable
          highlightOnFocus
          padding="compact"
          label={line.name}
          description={`${awardText(line, formats)} · ${line.platformName}. ${lineText(line)}`}
        >
          <span data-rom-id={line.romId} style={{ color: line.write ? colours.accent : colours.secondary }}>
            {line.write === null
              ? statusWord(line.status)
              : playStatusLabels.change(statusWord(line.status), playStatuses[line.write])}
          </span>
        </Field>
      ))}
      {shown.length < ordered.length && (
        <DialogButton onClick={() => setIsWhole(true)}>
          {playStatusLabels.showAll(formats.count(ordered.length))}
        </DialogButton>
      )}
    </>
  );
}

import { useState } from "react";
import { useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { activityWords, commonWords, lastRunText, unreadableParts } from "../../words/words.ts";
import { ActivityRow } from "./ActivityRow.tsx";
import { useActivity } from "./use-activity.ts";

const pageSize = 20;

/** What happened, newest first; more of it when it is asked for. */
export function ActivityPage() {
  const [limit, setLimit] = useState(pageSize);
  const lines = useActivity({ limit });
  if (lines === null) return <LastRun />;
  if (lines === "unreadable") return <TextRow focusKey="none">{unreadableParts.activity.title}</TextRow>;
  return (
    <>
      <LastRun />
      {lines.length === 0 && <TextRow focusKey="none">{activityWords.none}</TextRow>}
      {lines.map((activity) => (
        <ActivityRow key={activity.id} activity={activity} />
      ))}
      {lines.length >= limit && (
        <ButtonRow focusKey="more" onPress={() => setLimit(limit + pageSize)}>
          {commonWords.more(pageSize)}
        </ButtonRow>
      )}
    </>
  );
}

function LastRun() {
  const { overview } = useOverview();
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const last = overview?.runs.last ?? null;
  if (last === null) return null;
  return <TextRow focusKey="last-run">{lastRunText(last, formats.ago(last.finishedAtMs, nowMs))}</TextRow>;
}

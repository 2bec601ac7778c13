import { useEffect, useState } from "react";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { activityWords, commonWords, lastRunText } from "../../words/words.ts";
import { ActivityRow } from "./ActivityRow.tsx";

const pageSize = 20;

/** What happened, newest first; more of it when it is asked for. */
export function ActivityPage() {
  const { overview } = useOverview();
  const [limit, setLimit] = useState(pageSize);
  const lines = useActivity(limit, overview?.activity ?? []);
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

/** The log itself; until it is read, and where it cannot be, what the overview knows. */
function useActivity(limit: number, known: Activity[]): Activity[] {
  const { backend } = useSavepoint();
  const [lines, setLines] = useState<Activity[] | null>(null);
  const newest = known[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it is read again for.
  useEffect(() => {
    backend.listActivity({ limit }).then(setLines, () => setLines(null));
  }, [backend, limit, newest]);
  return lines ?? known;
}

function LastRun() {
  const { overview } = useOverview();
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const last = overview?.runs.last ?? null;
  if (last === null) return null;
  return <TextRow focusKey="last-run">{lastRunText(last, formats.ago(last.finishedAtMs, nowMs))}</TextRow>;
}

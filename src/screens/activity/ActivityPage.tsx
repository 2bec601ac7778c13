import { useState } from "react";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { Chip, ChipRow } from "../../ui/Chips.tsx";
import { RowWindow, type WindowRow } from "../../ui/RowWindow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { activityWords, lastRunText, unreadableParts } from "../../words/words.ts";
import { ActivityRow } from "./ActivityRow.tsx";
import { type ActivityFilter, activityFilters, fits } from "./activity-pages.ts";
import { OlderRow } from "./OlderRow.tsx";
import { useActivityPages } from "./use-activity-pages.ts";
import { useBatches } from "./use-batches.ts";

/** What happened, newest first; older lines come as the player goes down. */
export function ActivityPage() {
  const [filter, setFilter] = useState<ActivityFilter>("all");
  const { pages, readOlder } = useActivityPages();
  const { partsOf, toggle } = useBatches();
  if (pages === null) return <LastRun />;
  if (pages === "unreadable") return <TextRow focusKey="none">{unreadableParts.activity.title}</TextRow>;
  const shown = pages.lines.filter((line) => fits(line, filter));
  const rows = shown.flatMap((line) => [
    rowOf(line, () => toggle(line.id)),
    ...partsOf(line.id).map((part) => rowOf(part)),
  ]);
  const older: WindowRow = {
    ...{ key: `older:${pages.lines.length}`, heightPx: 50, letter: null },
    draw: () => <OlderRow isByItself={filter === "all"} onRead={readOlder} />,
  };
  return (
    <>
      <ChipRow>
        {activityFilters.map((each) => (
          <Chip key={each} chipKey={each} isChosen={each === filter} onPress={() => setFilter(each)}>
            {activityWords.filters[each]}
          </Chip>
        ))}
      </ChipRow>
      <LastRun />
      {rows.length === 0 && <TextRow focusKey="none">{activityWords.none}</TextRow>}
      <RowWindow key={filter} rows={pages.isEnd ? rows : [...rows, older]} />
    </>
  );
}

function rowOf(line: Activity, onUnfold?: () => void): WindowRow {
  return {
    ...{ key: line.id, heightPx: 50, letter: null },
    draw: () => <ActivityRow activity={line} isOneOfMany {...(onUnfold && { onUnfold })} />,
  };
}

function LastRun() {
  const { overview } = useOverview();
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const last = overview?.runs.last ?? null;
  if (last === null) return null;
  return <TextRow focusKey="last-run">{lastRunText(last, formats.ago(last.finishedAtMs, nowMs))}</TextRow>;
}

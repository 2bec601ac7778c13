import { type ComponentProps, useEffect } from "react";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import type { Field } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { statusLooks } from "../../ui/status-look.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { commonWords, gamesWords, gameWords, statuses, unreadableParts } from "../../words/words.ts";
import { ActivityRow } from "../activity/ActivityRow.tsx";
import { useActivity } from "../activity/use-activity.ts";
import { useGameActions } from "../games/game-actions.ts";

/** How the save stands; opening it looks at RomM without changing anything. */
export function SaveTab({ shortcut }: { shortcut: Shortcut }) {
  const { backend, overview } = useSavepoint();
  const { appId } = shortcut;
  useEffect(() => {
    backend.look({ appId }).then(overview.refresh, () => {});
  }, [backend, overview, appId]);
  return (
    <>
      <StateRow shortcut={shortcut} />
      <Lately appId={appId} />
    </>
  );
}

function StateRow({ shortcut }: { shortcut: Shortcut }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { key } = useGameActions(shortcut.appId);
  const field = useNextStep(shortcut);
  const action = useAction(key);
  const { Icon, tone } = statusLooks[shortcut.status.kind];
  const { lastSyncedAtMs } = shortcut;
  const lastTheSame =
    lastSyncedAtMs === null ? undefined : gameWords.lastTheSame(formats.moment(lastSyncedAtMs, nowMs));
  const note = action?.kind === "running" ? gamesWords.working : lastTheSame;
  return (
    <>
      <LineRow
        focusKey="state"
        field={field}
        tone={tone}
        icon={<Icon />}
        title={statuses[shortcut.status.kind]}
        {...(note === undefined ? {} : { note })}
        marks={{ "data-status": shortcut.status.kind }}
      />
      <TroubleRow action={action} />
    </>
  );
}

/** The one thing to do about it: choose, where two saves wait for that, else ask RomM. */
function useNextStep({ appId, isTracked, status }: Shortcut): ComponentProps<typeof Field> {
  const { screens } = useSavepoint();
  const { askNow } = useGameActions(appId);
  const conflictId = status.kind === "conflict" ? status.conflictId : null;
  const press = usePress(conflictId === null ? askNow : () => screens.open({ screen: "choose", conflictId }));
  if (conflictId !== null) return { ...press, onOKActionDescription: commonWords.choose };
  if (!isTracked || status.kind === "playing") return {};
  return { ...press, onOKActionDescription: gamesWords.askNow };
}

const latelyMax = 5;

function Lately({ appId }: Pick<Shortcut, "appId">) {
  const lines = useActivity({ limit: latelyMax, appId });
  if (lines === null) return null;
  if (lines === "unreadable")
    return <TextRow focusKey="nothing-yet">{unreadableParts.activity.title}</TextRow>;
  if (lines.length === 0) return <TextRow focusKey="nothing-yet">{gameWords.nothingYet}</TextRow>;
  return lines.map((activity) => <ActivityRow key={activity.id} activity={activity} />);
}

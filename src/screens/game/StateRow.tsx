import type { ComponentProps } from "react";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import type { Field } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { statusLooks } from "../../ui/status-look.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { commonWords, gameDetailWords, gamesWords, gameWords, statusText } from "../../words/words.ts";
import { useGameActions } from "../games/game-actions.ts";

/** One honest sentence about the save; A does the one thing there is to do about it. */
export function StateRow({ shortcut, isProven }: { shortcut: Shortcut; isProven: boolean }) {
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
        title={isProven ? gameDetailWords.safeElsewhere : statusText(shortcut.status)}
        {...(note === undefined ? {} : { note })}
        marks={{ "data-status": shortcut.status.kind }}
      />
      {action?.kind === "trouble" && (
        <TextRow focusKey="trouble" isTrouble>
          {action.text}
        </TextRow>
      )}
    </>
  );
}

/** Choose, where two saves wait for that, else ask RomM. */
function useNextStep({ appId, isTracked, status }: Shortcut): ComponentProps<typeof Field> {
  const { screens } = useSavepoint();
  const { askNow } = useGameActions(appId);
  const conflictId = status.kind === "conflict" ? status.conflictId : null;
  const press = usePress(conflictId === null ? askNow : () => screens.open({ screen: "choose", conflictId }));
  if (conflictId !== null) return { ...press, onOKActionDescription: commonWords.choose };
  if (!isTracked || status.kind === "playing") return {};
  return { ...press, onOKActionDescription: gamesWords.askNow };
}

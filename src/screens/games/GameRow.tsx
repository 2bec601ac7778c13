import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { type RowChoice, rowMenu } from "../../ui/row-menu.tsx";
import { statusLooks } from "../../ui/status-look.ts";
import {
  careText,
  careWords,
  commonWords,
  gamesWords,
  gameWords,
  quickAccessWords,
  statusText,
} from "../../words/words.ts";
import { useGameActions } from "./game-actions.ts";

/** One game: its name and one honest sentence about its save. A opens it, X asks RomM, and the menu holds everything. */
export function GameRow({ shortcut, isOneOfMany = false }: { shortcut: Shortcut; isOneOfMany?: boolean }) {
  const { screens, focus } = useSavepoint();
  const { appId, isTracked } = shortcut;
  const { askNow, follow, remove, sendNow, key } = useGameActions(appId);
  const action = useAction(key);
  const care = careText(shortcut);
  const { Icon, tone } = care === null ? statusLooks[shortcut.status.kind] : statusLooks.conflict;
  const status = useStatusText(shortcut);
  const open = () => screens.open({ screen: "game", appId });
  const quick = quickAction(shortcut, { askNow, sendNow });
  const ask = quick && { onSecondaryButton: quick.onChosen, onSecondaryActionDescription: quick.label };
  // Turning sync off is in the menu only: what stops a save from travelling must not lie under one press of a thumb.
  const choices = [
    { label: commonWords.open, onChosen: open },
    ...(quick === null ? [] : [quick]),
    { label: isTracked ? gamesWords.turnOff : gamesWords.turnOn, onChosen: () => follow(!isTracked) },
    { label: gameWords.remove, onChosen: remove },
  ];
  const menu = rowMenu(focus, { title: shortcut.name, choices });
  const note =
    action?.kind === "running"
      ? gamesWords.working
      : action?.kind === "trouble"
        ? action.text
        : (care ?? status);
  return (
    <LineRow
      focusKey={`game:${appId}`}
      field={{ ...usePress(open), ...ask, ...menu, onOKActionDescription: commonWords.open }}
      tone={tone}
      icon={<Icon />}
      title={shortcut.name}
      note={note}
      isNoteOneLine={isOneOfMany}
      {...(action?.kind === "trouble" ? { noteTone: "bad" } : {})}
      marks={{ "data-app-id": appId, "data-status": shortcut.status.kind }}
    />
  );
}

/** X: what the row can do at once; null: nothing, while the game runs or its sync is off. */
function quickAction(
  { isTracked, status }: Shortcut,
  { askNow, sendNow }: { askNow(): void; sendNow(): void },
): RowChoice | null {
  if (!isTracked) return null;
  if (status.kind !== "playing") return { label: gamesWords.askNow, onChosen: askNow };
  return status.isUnsent === true ? { label: careWords.sendNow, onChosen: sendNow } : null;
}

/** What is known about the save, in one sentence; texts of the system stay on the game's own page. */
export function useStatusText({ status, lastSyncedAtMs }: Shortcut): string {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  if (status.kind === "playing") return quickAccessWords.playingNote;
  const word = statusText(status);
  if (status.kind !== "synced" || lastSyncedAtMs === null) return word;
  return quickAccessWords.lastTheSame(formats.ago(lastSyncedAtMs, nowMs));
}

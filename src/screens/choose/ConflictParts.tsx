import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { GuardedButton } from "../../focus/GuardedButton.tsx";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { quiet } from "../../ui/theme.ts";
import { reasons, whichSaveWords } from "../../words/words.ts";

/* What the screen and the launch's dialog share. */

/** Why it is asked, and when both sides were last the same: the focus opens on it. */
export function ConflictText({ conflict, name }: { conflict: Conflict; name?: string }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { reason, agreedAtMs, sizeThen } = conflict;
  const then =
    agreedAtMs === null
      ? null
      : whichSaveWords.lastTheSame(
          formats.moment(agreedAtMs, nowMs),
          sizeThen === null ? null : formats.size(sizeThen),
        );
  return (
    <TextRow focusKey="facts">
      {name === undefined ? reasons[reason] : `${name}: ${reasons[reason]}`}
      {then !== null && ` ${then}`}
    </TextRow>
  );
}

/** Needs two sides: with one there is nothing to set beside it. */
export function KeepBoth({ conflict, onPress }: { conflict: Conflict; onPress(): void }) {
  if (conflict.local === null || conflict.remote === null) return null;
  return (
    <FocusRow focusKey="keep-both" style={{ padding: "4px 0" }}>
      <GuardedButton style={{ width: "100%" }} onPress={onPress}>
        {whichSaveWords.keepBoth}
        <div style={quiet}>{whichSaveWords.keepBothNote}</div>
      </GuardedButton>
    </FocusRow>
  );
}

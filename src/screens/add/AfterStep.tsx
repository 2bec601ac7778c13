import { TbArrowFork, TbCircleCheckFilled } from "react-icons/tb";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import { FocusRows } from "../../focus/FocusRows.tsx";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { Focusable } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { addWords, afterText } from "../../words/words.ts";
import { useUndoOfStart } from "./use-undo-of-start.ts";

interface Props {
  count: number;
  /** Null: they were added, and nothing was moved. */
  report: SyncReport | null;
  onDone?: () => void;
}

/** What came of the first run, and the ways on. */
export function AfterStep({ count, report, onDone }: Props) {
  const { add, found, scan, screens } = useSavepoint();
  const { overview } = useOverview();
  const choices = overview?.needsYou.choices ?? 0;
  const leave = () => {
    onDone?.();
    add.go({ kind: "games" });
    found.forget();
    scan.forget();
  };
  const undo = useUndoOfStart(count, leave);
  return (
    <Focusable onCancel={leave}>
      <FocusRows page="after" startKey={choices > 0 ? "choose-now" : "done"}>
        <LineRow
          focusKey="travel"
          isSentence
          tone="good"
          icon={<TbCircleCheckFilled />}
          title={report === null ? addWords.addedOnly(count) : addWords.travelTogether(count)}
          note={report === null ? addWords.addedOnlyNote : afterText(report)}
          marks={{ "data-after": "" }}
        />
        {choices > 0 && (
          <LineRow
            focusKey="choices"
            isSentence
            tone="attention"
            icon={<TbArrowFork />}
            title={addWords.needChoice(choices)}
            note={addWords.needChoiceNote}
          />
        )}
        <Buttons>
          {choices > 0 && (
            <SideButton focusKey="choose-now" onPress={() => screens.open({ screen: "needs-you" })}>
              {addWords.chooseNow}
            </SideButton>
          )}
          <SideButton focusKey="done" onPress={leave}>
            {addWords.done}
          </SideButton>
          {undo !== null && (
            <SideButton focusKey="undo" onPress={undo}>
              {addWords.undo}
            </SideButton>
          )}
        </Buttons>
        {undo !== null && <UndoNote />}
        {report?.isCancelled && <TextRow focusKey="stopped">{addWords.stopped}</TextRow>}
      </FocusRows>
    </Focusable>
  );
}

/** The list of games is as it was then, and no save is touched. */
function UndoNote() {
  const action = useAction("undo-start");
  const isTrouble = action?.kind === "trouble";
  return (
    <TextRow focusKey="undo-note" isTrouble={isTrouble}>
      {isTrouble ? action.text : action === null ? addWords.undoNote : addWords.undoing}
    </TextRow>
  );
}

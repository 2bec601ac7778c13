import { TbArrowFork, TbCircleCheckFilled } from "react-icons/tb";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import { FocusRow, FocusRows } from "../../focus/FocusRows.tsx";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { addWords, afterText } from "../../words/words.ts";
import { useUndoOfStart } from "./use-undo-of-start.ts";

interface Props {
  count: number;
  report: SyncReport;
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
          title={addWords.travelTogether(count)}
          note={afterText(report)}
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
        <Focusable style={{ display: "flex", gap: 10, padding: "8px 0" }} flow-children="horizontal">
          {choices > 0 && (
            <FocusRow focusKey="choose-now" style={{ flex: 1 }}>
              <DialogButton style={button} onClick={() => screens.open({ screen: "needs-you" })}>
                {addWords.chooseNow}
              </DialogButton>
            </FocusRow>
          )}
          <FocusRow focusKey="done" style={{ flex: 1 }}>
            <DialogButton style={button} onClick={leave}>
              {addWords.done}
            </DialogButton>
          </FocusRow>
          {undo !== null && (
            <FocusRow focusKey="undo" style={{ flex: 1 }}>
              <DialogButton style={button} onClick={undo}>
                {addWords.undo}
              </DialogButton>
            </FocusRow>
          )}
        </Focusable>
        {undo !== null && <UndoNote />}
        {report.isCancelled && <TextRow focusKey="stopped">{addWords.stopped}</TextRow>}
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

const button = { minWidth: 0, width: "100%", height: "100%", padding: "8px 10px", fontSize: 14 };

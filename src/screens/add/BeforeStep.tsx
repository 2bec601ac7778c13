import { useEffect } from "react";
import type { BindingsPreview } from "../../../backend/contract/saves/preview.ts";
import { FocusRow, FocusRows } from "../../focus/FocusRows.tsx";
import { GuardedButton } from "../../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { addWords, foundWords } from "../../words/words.ts";
import { PreviewGroups } from "./PreviewGroups.tsx";
import { useFirstRun } from "./use-first-run.ts";

/** What would happen to each save, before the first byte moves: compared with RomM, and nothing written anywhere. */
export function BeforeStep({ preview }: { preview: BindingsPreview | null }) {
  const { add } = useSavepoint();
  const { compare } = useFirstRun();
  const back = () => add.go({ kind: "games" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once on opening; what is known is not asked again.
  useEffect(() => {
    if (preview === null) compare();
  }, []);
  return (
    <Focusable onCancel={back} onCancelActionDescription={addWords.back}>
      <FocusRows page="before" startKey="facts">
        <Heading>{addWords.before}</Heading>
        {preview === null ? <Comparing onBack={back} /> : <Compared preview={preview} onBack={back} />}
      </FocusRows>
    </Focusable>
  );
}

function Comparing({ onBack }: { onBack(): void }) {
  const { compare } = useFirstRun();
  const action = useAction("compare");
  const isFailed = action?.kind === "trouble";
  return (
    <>
      <TextRow focusKey="facts" isTrouble={isFailed}>
        {isFailed ? action.text : addWords.comparing}
      </TextRow>
      <Focusable style={buttons} flow-children="horizontal">
        {isFailed && (
          <FocusRow focusKey="again" style={{ flex: 1 }}>
            <DialogButton style={button} onClick={compare}>
              {foundWords.again}
            </DialogButton>
          </FocusRow>
        )}
        <BackButton onBack={onBack} />
      </Focusable>
    </>
  );
}

/** Start stands below the facts and takes no hurried press. */
function Compared({ preview, onBack }: { preview: BindingsPreview; onBack(): void }) {
  const { start } = useFirstRun();
  const action = useAction("start-games");
  const facts = <TextRow focusKey="facts">{addWords.nothingMoved(preview.lines.length)}</TextRow>;
  return (
    <GuardedDialog text={facts}>
      <Focusable style={buttons} flow-children="horizontal">
        <FocusRow focusKey="start" style={{ flex: 2 }}>
          <GuardedButton style={button} onPress={() => start(preview)}>
            {addWords.start}
          </GuardedButton>
        </FocusRow>
        <BackButton onBack={onBack} />
      </Focusable>
      <EarlyNote />
      {action?.kind === "trouble" && (
        <TextRow focusKey="trouble" isTrouble>
          {action.text}
        </TextRow>
      )}
      <PreviewGroups preview={preview} />
    </GuardedDialog>
  );
}

function BackButton({ onBack }: { onBack(): void }) {
  return (
    <FocusRow focusKey="back" style={{ flex: 1 }}>
      <DialogButton style={button} onClick={onBack}>
        {addWords.back}
      </DialogButton>
    </FocusRow>
  );
}

const buttons = { display: "flex", gap: 10, padding: "4px 0 8px" } as const;
const button = { minWidth: 0, width: "100%", height: "100%", padding: "8px 10px", fontSize: 14 };

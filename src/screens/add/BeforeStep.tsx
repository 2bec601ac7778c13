import { useEffect } from "react";
import type { BindingsPreview } from "../../../backend/contract/saves/preview.ts";
import { FocusRows } from "../../focus/FocusRows.tsx";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { Focusable } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
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
      <Buttons>
        {isFailed && (
          <SideButton focusKey="again" onPress={compare}>
            {foundWords.again}
          </SideButton>
        )}
        <BackButton onBack={onBack} />
      </Buttons>
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
      <Buttons>
        <SideButton focusKey="start" isGuarded isWide onPress={() => start(preview, { isQuiet: false })}>
          {addWords.start}
        </SideButton>
        <BackButton onBack={onBack} />
      </Buttons>
      <Buttons>
        <SideButton focusKey="add-only" isGuarded onPress={() => start(preview, { isQuiet: true })}>
          {addWords.addOnly}
        </SideButton>
      </Buttons>
      <EarlyNote />
      <TroubleRow action={action} />
      <PreviewGroups preview={preview} />
    </GuardedDialog>
  );
}

function BackButton({ onBack }: { onBack(): void }) {
  return (
    <SideButton focusKey="back" onPress={onBack}>
      {addWords.back}
    </SideButton>
  );
}

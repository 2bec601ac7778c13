import type { Conflict, ConflictChoice } from "../../../backend/contract/saves/conflict.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { GuardedButton } from "../../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { useAction, useConflicts, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { reportTrouble } from "../../words/report-trouble.ts";
import { commonWords, whichSaveWords } from "../../words/words.ts";
import { ConflictText, KeepBoth } from "./ConflictParts.tsx";
import { Sides } from "./Sides.tsx";

/** A choice between two saves of one game: the facts, and an answer that takes no hurried press. */
export function WhichSave({ conflictId, onDone }: { conflictId: string; onDone?: () => void }) {
  const { overview } = useOverview();
  const conflicts = useConflicts();
  const shown = overview?.needsYou.first.flatMap((need) => (need.kind === "choice" ? [need.conflict] : []));
  const known = [...(conflicts ?? []), ...(shown ?? [])];
  const conflict = known.find((each) => each.conflictId === conflictId);
  if (conflict === undefined && conflicts === null) return null;
  if (conflict === undefined) return <TextRow focusKey="settled">{whichSaveWords.settled}</TextRow>;
  return <Choice conflict={conflict} {...(onDone === undefined ? {} : { onDone })} />;
}

function Choice({ conflict, onDone }: { conflict: Conflict; onDone?: () => void }) {
  const { actions, backend } = useSavepoint();
  const { conflictId, isPostponed } = conflict;
  const key = `resolve:${conflictId}`;
  const choose = (choice: ConflictChoice) =>
    actions.run(key, async () => {
      const trouble = reportTrouble(await backend.resolveConflicts({ choices: [{ conflictId, choice }] }));
      if (trouble === null) onDone?.();
      return trouble;
    });
  return (
    <>
      <Heading>{whichSaveWords.title(conflict.name)}</Heading>
      <GuardedDialog text={<ConflictText conflict={conflict} />}>
        <Sides conflict={conflict} onChoose={choose} />
        <EarlyNote />
        <KeepBoth conflict={conflict} onPress={() => choose("keep-both")} />
        {!isPostponed && (
          <FocusRow focusKey="later">
            <GuardedButton style={{ width: "100%" }} onPress={() => choose("later")}>
              {whichSaveWords.later}
            </GuardedButton>
          </FocusRow>
        )}
        <Note actionKey={key} isPostponed={isPostponed} />
      </GuardedDialog>
    </>
  );
}

function Note({ actionKey, isPostponed }: { actionKey: string; isPostponed: boolean }) {
  const action = useAction(actionKey);
  if (action?.kind === "trouble")
    return (
      <TextRow focusKey="trouble" isTrouble>
        {action.text}
      </TextRow>
    );
  const text =
    action?.kind === "running"
      ? whichSaveWords.working
      : isPostponed
        ? whichSaveWords.postponed
        : commonWords.otherIsKept;
  return <TextRow focusKey="note">{text}</TextRow>;
}

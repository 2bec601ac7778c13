import type { Conflict, ConflictChoice } from "../../backend/contract/saves/conflict.ts";
import { GuardedButton } from "../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../focus/GuardedDialog.tsx";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { ConflictText, KeepBoth } from "../screens/choose/ConflictParts.tsx";
import { Sides } from "../screens/choose/Sides.tsx";
import { DialogBody, DialogBodyText, DialogHeader, Focusable } from "../ui/decky-ui.ts";
import { colours } from "../ui/theme.ts";
import { reportTrouble } from "../words/report-trouble.ts";
import { commonWords, launchWords, whichSaveWords } from "../words/words.ts";
import type { LaunchDialogs } from "./launch-gate.ts";

type Answer = Awaited<ReturnType<LaunchDialogs["askConflict"]>>;

/**
 * Before a game starts whose save was played on both sides: choose, or put it off and play with what is here. Each
 * answer goes to the backend and leads to another check; a player who wants to play is not stopped by a failed answer.
 */
export function AskDialog({ conflict, onAnswer }: { conflict: Conflict; onAnswer(answer: Answer): void }) {
  const { choose, playLater, action } = useAnswers(conflict, onAnswer);
  const note = action?.kind === "running" ? whichSaveWords.working : commonWords.otherIsKept;
  return (
    <>
      <DialogHeader>{launchWords.askTitle}</DialogHeader>
      <DialogBody>
        <GuardedDialog text={<ConflictText conflict={conflict} name={conflict.name} />}>
          <Sides conflict={conflict} onChoose={choose} />
          <KeepBoth conflict={conflict} onPress={() => choose("keep-both")} />
          <DialogBodyText style={action?.kind === "trouble" ? { color: colours.bad } : {}}>
            {action?.kind === "trouble" ? action.text : note}
          </DialogBodyText>
          <EarlyNote />
          <Focusable style={{ display: "flex", gap: 12, paddingTop: 12 }} flow-children="horizontal">
            <GuardedButton onPress={playLater}>{launchWords.playAnyway}</GuardedButton>
            <GuardedButton onPress={() => onAnswer("cancel")}>{launchWords.cancel}</GuardedButton>
          </Focusable>
        </GuardedDialog>
      </DialogBody>
    </>
  );
}

function useAnswers(conflict: Conflict, onAnswer: (answer: Answer) => void) {
  const { actions, backend } = useSavepoint();
  const { conflictId } = conflict;
  const key = `resolve:${conflictId}`;
  const choose = (choice: Exclude<ConflictChoice, "later">) =>
    void actions.run(key, async () => {
      const outcome = await backend.resolveConflicts({ choices: [{ conflictId, choice }] });
      const isStale = outcome.ok && outcome.value.lines.some((line) => line.problem?.kind === "stale");
      const trouble = isStale ? null : reportTrouble(outcome);
      if (trouble === null) onAnswer("checked-again");
      return trouble;
    });
  const playLater = () =>
    void backend.resolveConflicts({ choices: [{ conflictId, choice: "later" }] }).then(
      (outcome) => onAnswer(outcome.ok ? "checked-again" : "play-anyway"),
      () => onAnswer("play-anyway"),
    );
  return { choose, playLater, action: useAction(key) };
}

import type { Conflict, ConflictChoice } from "../../backend/contract/saves/conflict.ts";
import { GuardedButton } from "../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../focus/GuardedDialog.tsx";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { ConflictSides } from "../panel/conflicts/ConflictSides.tsx";
import { DialogBody, DialogBodyText, DialogHeader, Field, Focusable } from "../ui/decky-ui.ts";
import { colours } from "../ui/theme.ts";
import { reasons } from "../words/decisions.ts";
import { labels } from "../words/labels.ts";
import { reportTrouble } from "../words/report-trouble.ts";
import type { LaunchDialogs } from "./launch-gate.ts";

type Answer = Awaited<ReturnType<LaunchDialogs["askConflict"]>>;

/**
 * Before a game starts whose save was played on both sides: choose, or put it off and play with what is here. Each
 * answer goes to the backend and leads to another check; a player who wants to play is not stopped by a failed answer.
 */
export function AskDialog({ conflict, onAnswer }: { conflict: Conflict; onAnswer(answer: Answer): void }) {
  const { actions, backend } = useSavepoint();
  const key = `resolve:${conflict.conflictId}`;
  const action = useAction(key);
  const isBusy = action?.kind === "running";
  const choose = (choice: Exclude<ConflictChoice, "later">) =>
    actions.run(key, async () => {
      const outcome = await backend.resolveConflicts({
        choices: [{ conflictId: conflict.conflictId, choice }],
      });
      const isStale = outcome.ok && outcome.value.lines.some((line) => line.problem?.kind === "stale");
      const trouble = isStale ? null : reportTrouble(outcome);
      if (trouble === null) onAnswer("checked-again");
      return trouble;
    });
  const playLater = () =>
    backend.resolveConflicts({ choices: [{ conflictId: conflict.conflictId, choice: "later" }] }).then(
      (outcome) => onAnswer(outcome.ok ? "checked-again" : "play-anyway"),
      () => onAnswer("play-anyway"),
    );
  const note = isBusy
    ? labels.conflicts.working
    : action?.kind === "trouble"
      ? action.text
      : labels.conflicts.otherIsKept;
  return (
    <>
      <DialogHeader>{labels.launch.askTitle}</DialogHeader>
      <DialogBody>
        <GuardedDialog
          text={
            <Field
              focusable
              highlightOnFocus
              bottomSeparator="none"
              label={`${conflict.name}: ${reasons[conflict.reason]}`}
            />
          }
        >
          <Focusable style={{ display: "flex", flexDirection: "column", gap: 10, padding: "12px 0" }}>
            <ConflictSides conflict={conflict} Button={GuardedButton} onChoose={choose} />
          </Focusable>
          <DialogBodyText style={action?.kind === "trouble" ? { color: colours.bad } : {}}>
            {note}
          </DialogBodyText>
          <EarlyNote />
          <Focusable style={{ display: "flex", gap: 12, paddingTop: 12 }} flow-children="horizontal">
            <GuardedButton onPress={() => onAnswer("cancel")}>{labels.connectForm.cancel}</GuardedButton>
            <GuardedButton onPress={playLater}>{labels.launch.playAnyway}</GuardedButton>
          </Focusable>
        </GuardedDialog>
      </DialogBody>
    </>
  );
}

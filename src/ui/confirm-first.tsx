import { GuardedButton } from "../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../focus/GuardedDialog.tsx";
import type { Savepoint } from "../hooks/savepoint.ts";
import { DialogBody, DialogHeader, Field, Focusable } from "./decky-ui.ts";
import { openDialog } from "./open-dialog.tsx";

interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/**
 * Asks before something that takes thought; who presses A twice has not answered. Where this Steam has no dialogs it is done
 * at once: all of it can be undone.
 */
export function confirmFirst(savepoint: Savepoint, question: Question, onYes: () => void): void {
  const dialog = openDialog(savepoint, (close) => (
    <Asked
      question={question}
      onNo={close}
      onYes={() => {
        close();
        onYes();
      }}
    />
  ));
  if (dialog === null) onYes();
}

function Asked(props: { question: Question; onYes(): void; onNo(): void }) {
  const { question, onYes, onNo } = props;
  return (
    <>
      <DialogHeader>{question.title}</DialogHeader>
      <DialogBody>
        <GuardedDialog
          text={<Field focusable highlightOnFocus bottomSeparator="none" label={question.text} />}
        >
          <EarlyNote />
          <Focusable style={{ display: "flex", gap: 12, paddingTop: 12 }} flow-children="horizontal">
            <GuardedButton isPrimary onPress={onYes}>
              {question.yes}
            </GuardedButton>
            <GuardedButton onPress={onNo}>{question.no}</GuardedButton>
          </Focusable>
        </GuardedDialog>
      </DialogBody>
    </>
  );
}

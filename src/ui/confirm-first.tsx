import type { Savepoint } from "../hooks/savepoint.ts";
import { ConfirmModal, showModal } from "./decky-ui.ts";

interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** Asks before something that takes thought. Where this Steam has no dialogs it is done at once: all of it can be undone. */
export function confirmFirst({ focus }: Savepoint, question: Question, onYes: () => void): void {
  if (showModal === null) {
    onYes();
    return;
  }
  const giveFocusBack = focus.leave();
  const modal = showModal(
    <ConfirmModal
      strTitle={question.title}
      strDescription={question.text}
      strOKButtonText={question.yes}
      strCancelButtonText={question.no}
      onOK={() => {
        giveFocusBack();
        onYes();
      }}
      onCancel={giveFocusBack}
    />,
    giveFocusBack,
  );
  if (modal !== null) return;
  giveFocusBack();
  onYes();
}

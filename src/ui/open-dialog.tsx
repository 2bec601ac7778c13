import type { ReactNode } from "react";
import { type Savepoint, SavepointContext } from "../hooks/savepoint.ts";
import { ModalRoot, showModal } from "./decky-ui.ts";

/**
 * Opens a dialog over everything, also over the panel, which Steam may unmount meanwhile. `onClosed` is called once,
 * whoever closed it. Null: this Steam opens none, and `onClosed` is not called.
 */
export function openDialog(
  savepoint: Savepoint,
  content: (close: () => void) => ReactNode,
  onClosed: () => void = () => {},
): { close(): void } | null {
  if (showModal === null) return null;
  let isOpen = true;
  const giveFocusBack = savepoint.focus.leave();
  const closed = () => {
    if (!isOpen) return;
    isOpen = false;
    giveFocusBack();
    onClosed();
  };
  const modal = showModal(<Dialog savepoint={savepoint} content={content} onClose={closed} />, closed);
  if (modal === null) {
    giveFocusBack();
    return null;
  }
  return {
    close: () => {
      modal.close();
      closed();
    },
  };
}

/** Steam hands `closeModal` to the outermost element. */
function Dialog(props: {
  savepoint: Savepoint;
  content: (close: () => void) => ReactNode;
  onClose: () => void;
  closeModal?: () => void;
}) {
  const { savepoint, content, onClose, closeModal } = props;
  const close = () => {
    closeModal?.();
    onClose();
  };
  return (
    <SavepointContext value={savepoint}>
      <ModalRoot closeModal={close} onCancel={close}>
        {content(close)}
      </ModalRoot>
    </SavepointContext>
  );
}

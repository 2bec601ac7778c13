import { cloneElement, isValidElement, type ReactNode } from "react";
import { asNode, type NodeProps } from "../gamepad/nodes.ts";
import { createSignal, type Signal } from "../signal.ts";
import { DialogButton, DialogButtonPrimary } from "./fields.tsx";

/** What lies above the page and takes the gamepad: dialogs, and menus over them. */
export interface Layer {
  id: number;
  kind: "modal" | "menu";
  content: ReactNode;
  close(): void;
}

export const layers: Signal<Layer[]> = createSignal<Layer[]>([]);
let lastId = 0;

export function openLayer(
  kind: Layer["kind"],
  content: (close: () => void) => ReactNode,
  onClose?: () => void,
) {
  lastId += 1;
  const id = lastId;
  const close = () => {
    if (!layers.read().some((layer) => layer.id === id)) return;
    layers.set(layers.read().filter((layer) => layer.id !== id));
    onClose?.();
  };
  layers.set([...layers.read(), { id, kind, content: content(close), close }]);
  return close;
}

/** The outermost element gets `closeModal`, as Steam hands it. */
export function showModal(content: ReactNode, _parent?: unknown, props?: { fnOnClose?: () => void }) {
  const close = openLayer(
    "modal",
    (closeModal) =>
      isValidElement<{ closeModal?: () => void }>(content) ? cloneElement(content, { closeModal }) : content,
    props?.fnOnClose,
  );
  return { Close: close };
}

interface ModalRootLike extends NodeProps {
  children?: ReactNode;
  closeModal?: () => void;
  onCancel?: () => void;
}

/** B cancels, else closes. */
export function ModalRoot({ children, closeModal, onCancel }: ModalRootLike) {
  const cancel = () => (onCancel ?? closeModal)?.();
  return (
    <div className="modal" data-testid="modal" role="dialog" {...asNode({ onCancelButton: cancel }, false)}>
      {children}
    </div>
  );
}

interface ConfirmLike extends ModalRootLike {
  strTitle?: ReactNode;
  strDescription?: ReactNode;
  strOKButtonText?: ReactNode;
  strCancelButtonText?: ReactNode;
  strMiddleButtonText?: ReactNode;
  onOK?: () => void;
  onMiddleButton?: () => void;
}

export function ConfirmModal(props: ConfirmLike) {
  const { strTitle, strDescription, onOK, onCancel, onMiddleButton, closeModal, children } = props;
  const then = (run?: () => void) => () => {
    run?.();
    closeModal?.();
  };
  return (
    <ModalRoot onCancel={then(onCancel)}>
      <div className="dialog-header">{strTitle}</div>
      <div className="dialog-body-text">{strDescription}</div>
      {children}
      <div className="dialog-buttons" {...asNode({ "flow-children": "horizontal" }, false)}>
        <DialogButtonPrimary onClick={then(onOK)}>{props.strOKButtonText ?? "Confirm"}</DialogButtonPrimary>
        {onMiddleButton !== undefined && (
          <DialogButton onClick={then(onMiddleButton)}>{props.strMiddleButtonText}</DialogButton>
        )}
        <DialogButton onClick={then(onCancel)}>{props.strCancelButtonText ?? "Cancel"}</DialogButton>
      </div>
    </ModalRoot>
  );
}

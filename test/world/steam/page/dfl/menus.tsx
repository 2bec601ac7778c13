import { createContext, type ReactNode, useContext } from "react";
import { asNode } from "../gamepad/nodes.ts";
import { openLayer } from "./dialogs.tsx";
import { DialogButton } from "./fields.tsx";

const CloseContext = createContext(() => {});

/** B or a choice closes it. */
export function showContextMenu(content: ReactNode) {
  const hide = openLayer("menu", (close) => (
    <CloseContext value={close}>
      <div {...asNode({ onCancelButton: close }, false)}>{content}</div>
    </CloseContext>
  ));
  return { Hide: hide, Show: nothing };
}

const nothing = () => {};

export function Menu({ label, children }: { label: string; children?: ReactNode }) {
  return (
    <div className="context-menu" data-testid="menu">
      <div className="context-menu-label">{label}</div>
      {children}
    </div>
  );
}

export function MenuItem(props: { children?: ReactNode; disabled?: boolean; onSelected?: () => void }) {
  const close = useContext(CloseContext);
  const choose = () => {
    close();
    props.onSelected?.();
  };
  return (
    <DialogButton className="menu-item" onClick={choose} {...(props.disabled ? { disabled: true } : {})}>
      {props.children}
    </DialogButton>
  );
}

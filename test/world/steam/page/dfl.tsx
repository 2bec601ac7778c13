import {
  type ChangeEvent,
  type CSSProperties,
  cloneElement,
  createContext,
  isValidElement,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
} from "react";
import { createSignal, type Signal } from "./signal.ts";

/*
 * Stand-ins for the components of `@decky/ui` that the panel uses, with Steam's own props, sizes and colours. What Steam
 * does with the gamepad is done with the arrow keys; whatever takes focus carries `data-focus`.
 */

export interface Modal {
  id: number;
  content: ReactNode;
  close(): void;
}

export const modals: Signal<Modal[]> = createSignal<Modal[]>([]);

interface FieldLike {
  label?: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
  focusable?: boolean;
  padding?: "none" | "standard" | "compact";
  bottomSeparator?: "standard" | "thick" | "none";
  onClick?: () => void;
  onActivate?: () => void;
  onOKActionDescription?: ReactNode;
  onSecondaryActionDescription?: ReactNode;
  onSecondaryButton?: () => void;
  onMenuButton?: () => void;
  onMenuActionDescription?: ReactNode;
}

function Field(props: FieldLike) {
  const { label, description, children, icon, disabled, focusable, padding, onClick, onActivate } = props;
  // Some versions of Steam call both handlers for one press; this one always does.
  const press = () => {
    onClick?.();
    onActivate?.();
  };
  const canPress = !disabled && (onClick !== undefined || onActivate !== undefined);
  const canFocus = focusable || canPress;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it has the role where it can be pressed.
    <div
      className={`field ${padding === "compact" ? "compact" : ""} ${props.bottomSeparator === "none" ? "" : "separated"}`}
      {...(canPress ? { role: "button", onClick: press } : {})}
      {...(canFocus ? { tabIndex: 0, "data-focus": "" } : {})}
      {...(typeof props.onOKActionDescription === "string" ? { "data-ok": props.onOKActionDescription } : {})}
      onKeyDown={({ key }) => {
        if (key === "x") props.onSecondaryButton?.();
        if (key === "o") props.onMenuButton?.();
      }}
      {...(typeof props.onSecondaryActionDescription === "string"
        ? { "data-x": props.onSecondaryActionDescription }
        : {})}
      {...(typeof props.onMenuActionDescription === "string"
        ? { "data-menu": props.onMenuActionDescription }
        : {})}
    >
      <div className="field-row">
        {icon !== undefined && <div className="field-icon">{icon}</div>}
        <div className="field-label">{label}</div>
        {children !== undefined && <div className="field-children">{children}</div>}
      </div>
      {description !== undefined && <div className="field-description">{description}</div>}
    </div>
  );
}

interface ButtonLike {
  children?: ReactNode;
  style?: CSSProperties;
  disabled?: boolean;
  onClick?: () => void;
}

function makeButton(kind: string) {
  return ({ children, style, disabled, onClick }: ButtonLike) => (
    <button
      type="button"
      className={`dialog-button ${kind}`}
      style={style}
      disabled={disabled}
      onClick={onClick}
      data-focus=""
    >
      {children}
    </button>
  );
}

const DialogButton = makeButton("secondary");

/** With `layout="below"` the description stands under the button. */
function ButtonItem({ label, description, children, disabled, onClick }: FieldLike) {
  return (
    <div className="field">
      {label !== undefined && <div className="field-label">{label}</div>}
      <DialogButton
        style={{ width: "100%" }}
        {...(disabled === undefined ? {} : { disabled })}
        {...(onClick === undefined ? {} : { onClick })}
      >
        {children}
      </DialogButton>
      {description !== undefined && <div className="field-description">{description}</div>}
    </div>
  );
}

interface TextFieldLike extends FieldLike {
  value?: string;
  bIsPassword?: boolean;
  focusOnMount?: boolean;
  onChange?: (event: ChangeEvent<HTMLInputElement>) => void;
}

function TextField({
  label,
  description,
  value,
  onChange,
  bIsPassword,
  disabled,
  focusOnMount,
}: TextFieldLike) {
  return (
    <label className="text-field">
      <span className="field-label">{label}</span>
      <input
        type={bIsPassword ? "password" : "text"}
        value={value}
        onChange={onChange}
        disabled={disabled}
        ref={(input) => (focusOnMount ? input?.focus() : undefined)}
        data-focus=""
        spellCheck={false}
      />
      <span className="field-description">{description}</span>
    </label>
  );
}

interface ProgressLike {
  nProgress?: number;
  indeterminate?: boolean;
  sOperationText?: ReactNode;
  sTimeRemaining?: ReactNode;
}

function ProgressBarWithInfo({ nProgress, indeterminate, sOperationText, sTimeRemaining }: ProgressLike) {
  return (
    <div className="field">
      <div className="progress-text">
        <span>{sOperationText}</span>
        <span className="progress-time">{sTimeRemaining}</span>
      </div>
      <div className="progress-track" role="progressbar" aria-valuenow={nProgress ?? 0}>
        <div
          className={indeterminate ? "progress-bar running" : "progress-bar"}
          style={indeterminate ? {} : { width: `${nProgress ?? 0}%` }}
        />
      </div>
    </div>
  );
}

let lastModalId = 0;

/** The outermost element gets `closeModal`, as Steam hands it. */
function showModal(content: ReactNode, _parent?: unknown, props?: { fnOnClose?: () => void }) {
  lastModalId += 1;
  const id = lastModalId;
  const close = () => {
    if (!modals.read().some((modal) => modal.id === id)) return;
    modals.set(modals.read().filter((modal) => modal.id !== id));
    props?.fnOnClose?.();
  };
  const element = isValidElement<{ closeModal?: () => void }>(content)
    ? cloneElement(content, { closeModal: close })
    : content;
  modals.set([...modals.read(), { id, content: element, close }]);
  return { Close: close };
}

interface ModalRootLike {
  children?: ReactNode;
  closeModal?: () => void;
  onCancel?: () => void;
}

/** Takes the focus; B (Escape) cancels, else closes. */
function ModalRoot({ children, closeModal, onCancel }: ModalRootLike) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = root.current?.querySelector("[data-focus]:not(:disabled)");
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const cancel = onCancel ?? closeModal;
  return (
    <div
      ref={root}
      className="modal"
      data-testid="modal"
      role="dialog"
      onKeyDown={(event) => {
        if (event.key === "Escape") cancel?.();
      }}
    >
      {children}
    </div>
  );
}

interface BoxLike {
  children?: ReactNode;
  style?: CSSProperties;
}

const box =
  (className: string) =>
  ({ children, style }: BoxLike) => (
    <div className={className} style={style}>
      {children}
    </div>
  );

/** B (Escape) or a choice closes it; the focus goes back to what had it. */
function showContextMenu(content: ReactNode) {
  const before = document.activeElement;
  return showModal(
    <MenuLayer onClosed={() => before instanceof HTMLElement && before.focus()}>{content}</MenuLayer>,
  );
}

const MenuContext = createContext(() => {});

function MenuLayer(props: { children: ReactNode; closeModal?: () => void; onClosed(): void }) {
  const close = () => {
    props.closeModal?.();
    setTimeout(props.onClosed, 0);
  };
  return (
    <MenuContext value={close}>
      <ModalRoot closeModal={close}>{props.children}</ModalRoot>
    </MenuContext>
  );
}

function MenuItem({ children, onSelected }: { children?: ReactNode; onSelected?: () => void }) {
  const close = useContext(MenuContext);
  const choose = () => {
    close();
    onSelected?.();
  };
  return <DialogButton onClick={choose}>{children}</DialogButton>;
}

/** The value of `window.DFL`. */
export const dfl = {
  PanelSection: ({ title, children }: { title?: string; children?: ReactNode }) => (
    <section className="panel-section">
      {title !== undefined && <div className="panel-section-title">{title}</div>}
      {children}
    </section>
  ),
  PanelSectionRow: box("panel-section-row"),
  Field,
  ButtonItem,
  DialogButton,
  DialogButtonPrimary: makeButton("primary"),
  Focusable: box("focusable"),
  TextField,
  ProgressBarWithInfo,
  Spinner: ({ width = 24, height = 24 }: { width?: number; height?: number }) => (
    <div className="spinner" style={{ width, height }} />
  ),
  ModalRoot,
  DialogHeader: box("dialog-header"),
  DialogBody: box("dialog-body"),
  DialogBodyText: box("dialog-body-text"),
  showModal,
  showContextMenu,
  Menu: ({ label, children }: { label: string; children?: ReactNode }) => (
    <div className="context-menu" data-testid="menu">
      <div className="dialog-header">{label}</div>
      {children}
    </div>
  ),
  MenuItem,
};

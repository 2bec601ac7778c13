import type { CSSProperties, ReactNode, Ref } from "react";
import { asNode, type NodeProps } from "../gamepad/nodes.ts";

/* Rows and buttons, with Steam's own props, sizes and colours. */

export interface FieldLike extends NodeProps {
  label?: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
  focusable?: boolean;
  padding?: "none" | "standard" | "compact";
  bottomSeparator?: "standard" | "thick" | "none";
  childrenLayout?: "below" | "inline";
  onClick?: (event: unknown) => void;
  onActivate?: (event: unknown) => void;
  ref?: Ref<HTMLElement>;
}

export function Field(props: FieldLike) {
  const { label, description, children, icon, disabled, focusable, padding, onClick, onActivate } = props;
  // Some versions of Steam call both handlers for one press; this one always does.
  const press = (event: unknown) => {
    onClick?.(event);
    onActivate?.(event);
  };
  const canPress = !disabled && (onClick !== undefined || onActivate !== undefined);
  const classes = ["field", padding ?? "", props.bottomSeparator === "none" ? "" : "separated"];
  return (
    <div
      className={classes.join(" ")}
      {...asNode(props, focusable === true || canPress, props.ref)}
      {...(canPress ? { role: "button", onClick: press } : {})}
    >
      <div className={props.childrenLayout === "below" ? "field-column" : "field-row"}>
        {icon !== undefined && <div className="field-icon">{icon}</div>}
        <div className="field-label">{label}</div>
        {children !== undefined && <div className="field-children">{children}</div>}
      </div>
      {description !== undefined && <div className="field-description">{description}</div>}
    </div>
  );
}

interface ButtonLike extends NodeProps {
  children?: ReactNode;
  style?: CSSProperties;
  className?: string;
  disabled?: boolean;
  focusable?: boolean;
  onClick?: (event: unknown) => void;
  ref?: Ref<HTMLElement>;
}

function makeButton(kind: string) {
  return (props: ButtonLike) => (
    <button
      type="button"
      className={`dialog-button ${kind} ${props.className ?? ""}`}
      style={props.style}
      disabled={props.disabled}
      onClick={props.onClick}
      {...asNode(props, props.focusable !== false, props.ref)}
    >
      {props.children}
    </button>
  );
}

export const DialogButton = makeButton("secondary");
export const DialogButtonPrimary = makeButton("primary");

/** With `layout="below"` the description stands under the button. */
export function ButtonItem({ label, description, children, disabled, onClick }: FieldLike) {
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

interface FocusableLike extends NodeProps {
  children?: ReactNode;
  style?: CSSProperties;
  className?: string;
  onActivate?: (event: unknown) => void;
  onClick?: (event: unknown) => void;
  onCancel?: (event: CustomEvent) => void;
  "aria-label"?: string;
  ref?: Ref<HTMLElement>;
}

/** Can have the focus itself only where it can be activated; else it is a place in which one moves. */
export function Focusable(props: FocusableLike) {
  const { onActivate, onClick, onCancel } = props;
  const press = onActivate ?? onClick;
  const node = onCancel === undefined ? props : { onCancelButton: onCancel, ...props };
  return (
    <div
      className={`focusable ${props.className ?? ""}`}
      style={props.style}
      aria-label={props["aria-label"]}
      {...asNode(node, press !== undefined, props.ref)}
      {...(press === undefined ? {} : { role: "button", onClick: press })}
    >
      {props.children}
    </div>
  );
}

interface BoxLike {
  children?: ReactNode;
  style?: CSSProperties;
}

/** No node of the gamepad: it only holds others. */
export const box =
  (className: string) =>
  ({ children, style }: BoxLike) => (
    <div className={className} style={style}>
      {children}
    </div>
  );

export function PanelSection({ title, children }: { title?: string; children?: ReactNode }) {
  return (
    <section className="panel-section">
      {title !== undefined && <div className="panel-section-title">{title}</div>}
      {children}
    </section>
  );
}

interface ProgressLike {
  nProgress?: number;
  indeterminate?: boolean;
  sOperationText?: ReactNode;
  sTimeRemaining?: ReactNode;
}

export function ProgressBarWithInfo({
  nProgress,
  indeterminate,
  sOperationText,
  sTimeRemaining,
}: ProgressLike) {
  return (
    <div className="field">
      <div className="progress-text">
        <span className="progress-name">{sOperationText}</span>
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

export function Spinner({ width = 24, height = 24 }: { width?: number; height?: number }) {
  return <div className="spinner" style={{ width, height }} />;
}

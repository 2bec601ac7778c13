import { type ChangeEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { asNode } from "../gamepad/nodes.ts";
import { isKeyboardOpen } from "../keyboard.tsx";
import { DialogButton, Field, type FieldLike } from "./fields.tsx";
import { Menu, MenuItem, showContextMenu } from "./menus.tsx";

/* What a player changes a value with. */

interface ToggleLike extends FieldLike {
  checked: boolean;
  onChange?: (checked: boolean) => void;
}

export function ToggleField({ checked, onChange, ...field }: ToggleLike) {
  return (
    <Field {...field} {...(field.disabled ? {} : { onActivate: () => onChange?.(!checked) })} focusable>
      <span className={checked ? "toggle on" : "toggle"} role="switch" aria-checked={checked} />
    </Field>
  );
}

interface SliderLike extends FieldLike {
  value: number;
  min?: number;
  max?: number;
  step?: number;
  showValue?: boolean;
  valueSuffix?: string;
  onChange?: (value: number) => void;
}

/** Left and right change it; the focus stays. */
export function SliderField(props: SliderLike) {
  const { value, min = 0, max = 100, step = 1, showValue, valueSuffix = "", onChange, ...field } = props;
  const row = useRef<HTMLElement>(null);
  // Two presses may come before the page draws itself again.
  const reached = useRef(value);
  reached.current = value;
  const move = useRef((_: number) => {});
  move.current = (by) => {
    reached.current = Math.min(max, Math.max(min, reached.current + by * step));
    onChange?.(reached.current);
  };
  useEffect(() => {
    const change = (event: Event) => {
      const { button } = (event as CustomEvent<{ button: number }>).detail;
      if (button !== 11 && button !== 12) return;
      event.preventDefault();
      move.current(button === 11 ? -1 : 1);
    };
    row.current?.addEventListener("vgp_ondirection", change);
    return () => row.current?.removeEventListener("vgp_ondirection", change);
  }, []);
  return (
    <Field {...field} focusable ref={row} childrenLayout="below">
      <span className="slider" role="slider" aria-valuenow={value}>
        <span className="slider-fill" style={{ width: `${(100 * (value - min)) / (max - min)}%` }} />
      </span>
      {showValue && <span className="slider-value">{`${value}${valueSuffix}`}</span>}
    </Field>
  );
}

interface DropdownLike extends FieldLike {
  rgOptions: { data: unknown; label: string }[];
  selectedOption: unknown;
  menuLabel?: string;
  onChange?: (option: { data: unknown; label: string }) => void;
}

export function Dropdown({ rgOptions, selectedOption, menuLabel, disabled, onChange }: DropdownLike) {
  const open = () =>
    showContextMenu(
      <Menu label={menuLabel ?? ""}>
        {rgOptions.map((option) => (
          <MenuItem key={option.label} onSelected={() => onChange?.(option)}>
            {option.label}
          </MenuItem>
        ))}
      </Menu>,
    );
  const chosen = rgOptions.find(({ data }) => data === selectedOption);
  return (
    <DialogButton className="dropdown" onClick={open} {...(disabled ? { disabled } : {})}>
      {chosen?.label ?? ""}
    </DialogButton>
  );
}

export function DropdownItem(props: DropdownLike) {
  return (
    <div className="field">
      <div className="field-row">
        <div className="field-label">{props.label}</div>
        <Dropdown {...props} />
      </div>
      {props.description !== undefined && <div className="field-description">{props.description}</div>}
    </div>
  );
}

interface TextFieldLike extends FieldLike {
  value?: string;
  bIsPassword?: boolean;
  focusOnMount?: boolean;
  onChange?: (event: ChangeEvent<HTMLInputElement>) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

export function TextField(props: TextFieldLike) {
  const { label, description, value, onChange, onKeyDown, bIsPassword, disabled, focusOnMount } = props;
  const field = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focusOnMount) field.current?.focus();
  }, [focusOnMount]);
  return (
    <label className="text-field">
      <span className="field-label">{label}</span>
      <input
        type={bIsPassword ? "password" : "text"}
        value={value}
        onChange={onChange}
        onKeyDown={onKeyDown}
        // As a tap on the Deck's screen does.
        onClick={() => isKeyboardOpen.set(true)}
        disabled={disabled}
        spellCheck={false}
        {...asNode(props, true, field)}
      />
      <span className="field-description">{description}</span>
    </label>
  );
}

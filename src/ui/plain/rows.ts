import type {
  ButtonItemProps,
  DialogButtonProps,
  FieldProps,
  SliderFieldProps,
  TextFieldProps,
  ToggleFieldProps,
} from "@decky/ui";
import { type CSSProperties, createElement, type FC, useRef } from "react";
import { colours } from "../theme.ts";
import { button, labelled, type Pressable, plain, pressableLook, row } from "./pressable.ts";

/* Rows and what a value is changed with. */

export const plainField =
  (Pressable: Pressable): FC<FieldProps> =>
  (props) => {
    const { label, description, icon, children, onClick, onActivate, focusable, disabled } = props;
    const press = plain(onActivate ?? onClick);
    const text = createElement(
      "div",
      { key: "text", style: { minWidth: 0 } },
      ...labelled(label, description),
      children,
    );
    if (press === undefined && !focusable) return createElement("div", { style: fieldLook }, icon, text);
    const style = press === undefined ? fieldLook : { ...fieldLook, ...button };
    const legend = legendOf(props);
    return createElement(Pressable, { style, onPress: press ?? nothing, disabled, legend }, icon, text);
  };

const fieldLook: CSSProperties = {
  ...row,
  display: "flex",
  gap: 8,
  width: "100%",
  boxSizing: "border-box",
  textAlign: "left",
  color: colours.text,
  background: "none",
  border: "none",
  font: "inherit",
};

export const plainDialogButton =
  (Pressable: Pressable): FC<DialogButtonProps> =>
  ({ style, children, disabled, onClick }) =>
    createElement(Pressable, { style: { ...button, ...style }, disabled, onPress: plain(onClick) }, children);

export const plainButtonItem =
  (Pressable: Pressable): FC<ButtonItemProps> =>
  ({ label, description, children, disabled, onClick }) =>
    createElement(
      "div",
      { style: row },
      ...labelled(label, undefined),
      createElement(
        Pressable,
        { style: { ...button, width: "100%" }, disabled, onPress: plain(onClick) },
        children,
      ),
      ...labelled(undefined, description),
    );

export const plainToggle =
  (Pressable: Pressable): FC<ToggleFieldProps> =>
  ({ label, description, checked, disabled, onChange }) =>
    createElement(
      Pressable,
      { style: { ...fieldLook, ...button }, disabled, onPress: () => onChange?.(!checked) },
      createElement("span", {}, checked ? "☑" : "☐"),
      createElement("div", {}, ...labelled(label, description)),
    );

/** A press goes one step up, and from the end to the beginning. */
export const plainSlider =
  (Pressable: Pressable): FC<SliderFieldProps> =>
  ({ label, description, value, min = 0, max = 100, step = 1, disabled, onChange }) =>
    createElement(
      Pressable,
      {
        style: { ...fieldLook, ...button },
        disabled,
        onPress: () => onChange?.(value + step > max ? min : value + step),
      },
      createElement("div", {}, ...labelled(label, description)),
    );

export const plainTextField =
  (Pressable: Pressable): FC<TextFieldProps> =>
  (props) => {
    const { label, description, value, onChange, onKeyDown, bIsPassword, disabled } = props;
    const input = useRef<HTMLInputElement>(null);
    const field = createElement("input", {
      ref: input,
      value,
      onChange,
      onKeyDown,
      disabled,
      type: bIsPassword ? "password" : "text",
      style: { ...pressableLook, height: 36, width: "100%", boxSizing: "border-box" },
    });
    return createElement(
      Pressable,
      { style: fieldLook, onPress: () => input.current?.focus() },
      createElement("label", { style: { width: "100%" } }, ...labelled(label, description), field),
    );
  };

function legendOf(props: object): object {
  return Object.fromEntries(
    Object.entries(props).filter(([name]) => /^on(OK|Cancel|Secondary|Options|Menu)/.test(name)),
  );
}

function nothing(): void {}

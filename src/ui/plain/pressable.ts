import type { FocusableProps } from "@decky/ui";
import { type CSSProperties, createElement, type FC, type ReactNode } from "react";
import { colours } from "../theme.ts";

/*
 * What stands here takes the place of what an update of Steam took away: not pretty, but all of it stays readable and
 * usable. What is pressed sets its text and its ground itself, since the browser's own are made for white pages.
 */

export interface PressableProps {
  style?: CSSProperties;
  disabled?: boolean | undefined;
  onPress?: (() => void) | undefined;
  /** What other buttons of the gamepad do here, and the footer's words for them. */
  legend?: object;
  children?: ReactNode;
}

export type Pressable = FC<PressableProps>;

/** Built on Steam's `Focusable` as long as that is there, since Steam's gamepad reaches no plain button; null: it is gone. */
export function createPressable(Focusable: FC<FocusableProps> | null): Pressable {
  if (Focusable === null)
    return ({ style, disabled, onPress, children }) =>
      createElement("button", { type: "button", style, disabled, onClick: onPress }, children);
  return ({ style, disabled, onPress, legend, children }) => {
    const press = disabled || onPress === undefined ? {} : { onActivate: () => onPress() };
    return createElement(Focusable, {
      ...(style && { style }),
      role: "button",
      ...press,
      ...legend,
      children,
    });
  };
}

export const pressableLook = {
  color: colours.text,
  background: colours.button,
  border: `1px solid ${colours.muted}`,
};

export const button: CSSProperties = {
  ...pressableLook,
  boxSizing: "border-box",
  padding: "8px 12px",
  borderRadius: 2,
  font: "inherit",
  minHeight: 40,
};

export const row: CSSProperties = { padding: "8px 0" };

export function labelled(label: ReactNode, description: ReactNode): ReactNode[] {
  return [
    label !== undefined && createElement("div", { key: "label" }, label),
    description !== undefined &&
      createElement("div", { key: "description", style: { fontSize: 12, opacity: 0.75 } }, description),
  ];
}

/** Steam's handlers take events that a plain button does not make; ours never look at them. */
export function plain(handler: unknown): (() => void) | undefined {
  return typeof handler === "function" ? () => Reflect.apply(handler, null, []) : undefined;
}

/** Buttons in place of names that Steam would list. */
export function buttonsFor(
  Pressable: Pressable,
  all: { key: string; title: ReactNode; onPress(): void }[],
): ReactNode[] {
  return all.map(({ key, title, onPress }) =>
    createElement(Pressable, { key, style: button, onPress }, title),
  );
}

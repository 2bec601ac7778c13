import type { DialogCommonProps, FocusableProps, PanelSectionProps, PanelSectionRowProps } from "@decky/ui";
import { createElement, type FC, type ReactNode } from "react";
import { button, labelled, plain, row } from "./pressable.ts";

/* What takes no press itself. */

export const PlainSection: FC<PanelSectionProps> = ({ title, children }) =>
  createElement("section", { style: { padding: "0 16px 16px" } }, createElement("h2", {}, title), children);

export const PlainSectionRow: FC<PanelSectionRowProps> = ({ children }) => createElement("div", {}, children);

export const PlainFocusable: FC<FocusableProps> = ({ style, children, onActivate, onClick }) => {
  const press = plain(onActivate ?? onClick);
  return press === undefined
    ? createElement("div", { style }, children)
    : createElement("button", { type: "button", style: { ...button, ...style }, onClick: press }, children);
};

export interface ProgressProps {
  indeterminate?: boolean;
  nProgress?: number;
  sOperationText?: ReactNode;
  sTimeRemaining?: ReactNode;
  bottomSeparator?: "standard" | "thick" | "none";
}

export const PlainProgress: FC<ProgressProps> = (props) => {
  const { nProgress = 0, indeterminate, sOperationText, sTimeRemaining } = props;
  return createElement(
    "div",
    { style: row },
    ...labelled(sOperationText, sTimeRemaining),
    createElement("progress", { max: 100, ...(indeterminate ? {} : { value: nProgress }) }),
  );
};

export const PlainSpinner: FC = () => createElement("span", {}, "…");

export const PlainDialogText: FC<DialogCommonProps> = ({ children, style }) =>
  createElement("div", { style }, children);

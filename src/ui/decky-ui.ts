import type {
  ButtonItemProps,
  ConfirmModalProps,
  DialogButtonProps,
  DialogCommonProps,
  FieldProps,
  FocusableProps,
  MenuItemProps,
  MenuProps,
  ModalRootProps,
  PanelSectionProps,
  PanelSectionRowProps,
  SidebarNavigationProps,
  TextFieldProps,
  ToggleFieldProps,
} from "@decky/ui";
import * as decky from "@decky/ui";
import { createElement, type FC, type ReactNode } from "react";
import { colours } from "./theme.ts";

/*
 * The only door to Steam's components. Decky finds them by reading Steam's own code, so after an update of Steam any of
 * them may be undefined; each then falls back to plain elements: not pretty, but every button stays usable. What is pressed
 * sets its text and its ground itself: the browser's own are made for white pages.
 */

const row = { padding: "8px 0" };
const pressable = { color: colours.text, background: colours.button, border: `1px solid ${colours.muted}` };
const plainButton = { ...pressable, padding: "8px 12px", borderRadius: 2, font: "inherit", minHeight: 40 };
const labelled = (label: ReactNode, description: ReactNode) => [
  createElement("div", { key: "label" }, label),
  createElement("div", { key: "description", style: { fontSize: 12, opacity: 0.7 } }, description),
];

export const PanelSection: FC<PanelSectionProps> =
  decky.PanelSection ??
  (({ title, children }: PanelSectionProps) =>
    createElement(
      "section",
      { style: { padding: "0 16px 16px" } },
      createElement("h2", {}, title),
      children,
    ));

export const PanelSectionRow: FC<PanelSectionRowProps> =
  decky.PanelSectionRow ?? (({ children }: PanelSectionRowProps) => createElement("div", {}, children));

export const Field: FC<FieldProps> =
  decky.Field ??
  (({ label, description, icon, children, onClick, onActivate }: FieldProps) =>
    createElement(
      onClick || onActivate ? "button" : "div",
      {
        style: {
          ...row,
          ...(onClick || onActivate ? plainButton : { color: colours.text }),
          display: "flex",
          gap: 8,
          width: "100%",
          textAlign: "left",
        },
        onClick: plain(onClick ?? onActivate),
      },
      icon,
      createElement("div", { style: { minWidth: 0 } }, ...labelled(label, description), children),
    ));

export const ButtonItem: FC<ButtonItemProps> =
  decky.ButtonItem ??
  (({ label, description, children, disabled, onClick }: ButtonItemProps) =>
    createElement(
      "div",
      { style: row },
      ...labelled(label, description),
      createElement(
        "button",
        { type: "button", style: { ...plainButton, width: "100%" }, disabled, onClick: plain(onClick) },
        children,
      ),
    ));

export const DialogButton: FC<DialogButtonProps> =
  decky.DialogButton ??
  (({ style, children, disabled, onClick }: DialogButtonProps) =>
    createElement(
      "button",
      { type: "button", style: { ...plainButton, ...style }, disabled, onClick: plain(onClick) },
      children,
    ));

export const DialogButtonPrimary: FC<DialogButtonProps> = decky.DialogButtonPrimary ?? DialogButton;

export const Focusable: FC<FocusableProps> =
  decky.Focusable ??
  (({ style, children, onActivate, onClick }: FocusableProps) =>
    createElement(
      onActivate || onClick ? "button" : "div",
      {
        style: { ...(onActivate || onClick ? plainButton : {}), ...style },
        onClick: plain(onActivate ?? onClick),
      },
      children,
    ));

export const TextField: FC<TextFieldProps> =
  decky.TextField ??
  (({ label, description, value, onChange, bIsPassword, disabled }: TextFieldProps) =>
    createElement(
      "label",
      { style: { ...row, display: "block" } },
      ...labelled(label, description),
      createElement("input", {
        value,
        onChange,
        disabled,
        type: bIsPassword ? "password" : "text",
        style: { ...pressable, height: 36, width: "100%" },
      }),
    ));

export const ToggleField: FC<ToggleFieldProps> =
  decky.ToggleField ??
  (({ label, description, checked, disabled, onChange }: ToggleFieldProps) =>
    createElement(
      "label",
      { style: { ...row, display: "block" } },
      createElement("input", {
        type: "checkbox",
        checked,
        disabled,
        onChange: () => onChange?.(!checked),
      }),
      ...labelled(label, description),
    ));

interface ProgressProps {
  indeterminate?: boolean;
  nProgress?: number;
  sOperationText?: ReactNode;
  sTimeRemaining?: ReactNode;
  bottomSeparator?: "standard" | "thick" | "none";
}

export const ProgressBarWithInfo: FC<ProgressProps> =
  decky.ProgressBarWithInfo ??
  (({ nProgress, indeterminate, sOperationText, sTimeRemaining }: ProgressProps) =>
    createElement(
      "div",
      { style: row },
      ...labelled(sOperationText, sTimeRemaining),
      createElement("progress", { max: 100, ...(indeterminate ? {} : { value: nProgress ?? 0 }) }),
    ));

export const Spinner: FC<{ width?: number; height?: number }> =
  decky.Spinner ?? (() => createElement("span", {}, "…"));

export const ModalRoot: FC<ModalRootProps> =
  decky.ModalRoot ?? (({ children }: ModalRootProps) => createElement("div", {}, children));

const dialogText: FC<DialogCommonProps> = ({ children, style }) => createElement("div", { style }, children);
export const DialogHeader: FC<DialogCommonProps> = decky.DialogHeader ?? dialogText;
export const DialogBody: FC<DialogCommonProps> = decky.DialogBody ?? dialogText;
export const DialogBodyText: FC<DialogCommonProps> = decky.DialogBodyText ?? dialogText;

export const ConfirmModal: FC<ConfirmModalProps> =
  decky.ConfirmModal ??
  (({ strTitle, strDescription, strOKButtonText, strCancelButtonText, onOK, onCancel }: ConfirmModalProps) =>
    createElement(
      "div",
      { style: { padding: 24, background: colours.ground, color: colours.text } },
      ...labelled(strTitle, strDescription),
      createElement("button", { type: "button", style: plainButton, onClick: plain(onOK) }, strOKButtonText),
      createElement(
        "button",
        { type: "button", style: plainButton, onClick: plain(onCancel) },
        strCancelButtonText,
      ),
    ));

/** Opens a dialog above everything; null where this Steam has none to open. */
export const showModal: ((content: ReactNode, onClosed?: () => void) => { close(): void }) | null =
  typeof decky.showModal === "function"
    ? (content, onClosed) => {
        const modal = decky.showModal(content, undefined, {
          strTitle: "Savepoint",
          bHideMainWindowForPopouts: false,
          ...(onClosed === undefined ? {} : { fnOnClose: onClosed }),
        });
        return { close: () => modal.Close() };
      }
    : null;

export const Menu: FC<MenuProps> =
  decky.Menu ?? (({ children }: MenuProps) => createElement("div", {}, children));
export const MenuItem: FC<MenuItemProps> =
  decky.MenuItem ??
  (({ children, onSelected }: MenuItemProps) =>
    createElement("button", { type: "button", style: plainButton, onClick: plain(onSelected) }, children));

/** Opens a menu above everything; null where this Steam has none to open. */
export const showContextMenu: ((menu: ReactNode) => unknown) | null =
  typeof decky.showContextMenu === "function" ? (menu) => decky.showContextMenu(menu) : null;

interface TabsLike {
  activeTab: string;
  onShowTab(id: string): void;
  tabs: { id: string; title: string; content: ReactNode }[];
}

/** Steam's are typed as anything. Without them their names are buttons above. */
export const Tabs: FC<TabsLike> = decky.Tabs ?? PlainTabs;

function PlainTabs({ tabs, activeTab, onShowTab }: TabsLike) {
  return createElement(
    "div",
    {},
    ...tabs.map(({ id, title }) =>
      createElement(
        "button",
        { key: id, type: "button", style: plainButton, onClick: () => onShowTab(id) },
        title,
      ),
    ),
    tabs.find(({ id }) => id === activeTab)?.content,
  );
}

/** Pages side by side. Without Steam's list of them their names are buttons above. */
export const SidebarNavigation: FC<SidebarNavigationProps> = decky.SidebarNavigation ?? PlainPages;

function PlainPages({ pages, page, onPageRequested }: SidebarNavigationProps) {
  const shown = pages.filter((each) => each !== "separator");
  return createElement(
    "div",
    { style: { padding: "48px 16px" } },
    ...shown.map(({ identifier = "", title }) =>
      createElement(
        "button",
        { key: identifier, type: "button", style: plainButton, onClick: () => onPageRequested?.(identifier) },
        title,
      ),
    ),
    shown.find(({ identifier }) => identifier === page)?.content,
  );
}

/** Goes to a path, and closes the menu that lies over it: in this order, or Steam goes back to where it was. */
export const navigate: ((path: string) => void) | null =
  typeof decky.Navigation?.Navigate === "function"
    ? (path) => {
        decky.Navigation.Navigate(path);
        decky.Navigation.CloseSideMenus();
      }
    : null;

export function navigateBack(): void {
  decky.Navigation?.NavigateBack?.();
}

/** What the colons of the route stand for; nothing where this Steam does not tell. */
export const useRouteParams: () => { screen?: string; subject?: string } = decky.useParams ?? (() => ({}));

/** Steam's handlers take events that a plain button does not make; ours never look at them. */
function plain(handler: unknown): (() => void) | undefined {
  return typeof handler === "function" ? () => Reflect.apply(handler, null, []) : undefined;
}

import type {
  ButtonItemProps,
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
  SliderFieldProps,
  TextFieldProps,
  ToggleFieldProps,
} from "@decky/ui";
import * as decky from "@decky/ui";
import type { FC, ReactNode } from "react";
import {
  PlainDialogText,
  PlainFocusable,
  PlainProgress,
  PlainSection,
  PlainSectionRow,
  PlainSpinner,
  type ProgressProps,
} from "./plain/boxes.ts";
import { plainModalRoot, plainSidebar, plainTabs, type TabsLike } from "./plain/pages.ts";
import { createPressable } from "./plain/pressable.ts";
import {
  plainButtonItem,
  plainDialogButton,
  plainField,
  plainSlider,
  plainTextField,
  plainToggle,
} from "./plain/rows.ts";

/*
 * The only door to Steam's components. Decky finds them by reading Steam's own code, so after an update of Steam any of
 * them may be undefined; each then falls back to what `plain/` has in its place, and what only opens something is null.
 */

const isThere = (part: unknown) => part !== undefined;
const pressable = createPressable(decky.Focusable ?? null);

export const PanelSection: FC<PanelSectionProps> = decky.PanelSection ?? PlainSection;
export const PanelSectionRow: FC<PanelSectionRowProps> = decky.PanelSectionRow ?? PlainSectionRow;
export const Field: FC<FieldProps> = decky.Field ?? plainField(pressable);
export const ButtonItem: FC<ButtonItemProps> = decky.ButtonItem ?? plainButtonItem(pressable);
export const DialogButton: FC<DialogButtonProps> = decky.DialogButton ?? plainDialogButton(pressable);
export const DialogButtonPrimary: FC<DialogButtonProps> = decky.DialogButtonPrimary ?? DialogButton;
export const Focusable: FC<FocusableProps> = decky.Focusable ?? PlainFocusable;
export const TextField: FC<TextFieldProps> = decky.TextField ?? plainTextField(pressable);
export const ToggleField: FC<ToggleFieldProps> = decky.ToggleField ?? plainToggle(pressable);
export const SliderField: FC<SliderFieldProps> = decky.SliderField ?? plainSlider(pressable);
export const ProgressBarWithInfo: FC<ProgressProps> = decky.ProgressBarWithInfo ?? PlainProgress;
export const Spinner: FC<{ width?: number; height?: number }> = decky.Spinner ?? PlainSpinner;
export const ModalRoot: FC<ModalRootProps> = decky.ModalRoot ?? plainModalRoot(decky.Focusable ?? null);
export const DialogHeader: FC<DialogCommonProps> = decky.DialogHeader ?? PlainDialogText;
export const DialogBody: FC<DialogCommonProps> = decky.DialogBody ?? PlainDialogText;
export const DialogBodyText: FC<DialogCommonProps> = decky.DialogBodyText ?? PlainDialogText;
/** Steam's are typed as anything. Without them their names are buttons above. */
export const Tabs: FC<TabsLike> = decky.Tabs ?? plainTabs(pressable);
/** Pages side by side. Without Steam's list of them their names are buttons above. */
export const SidebarNavigation: FC<SidebarNavigationProps> =
  decky.SidebarNavigation ?? plainSidebar(pressable);

/** Opens a dialog above everything; null where this Steam has none to open. Null answered: Steam could not open it. */
export const showModal: ((content: ReactNode, onClosed?: () => void) => { close(): void } | null) | null =
  typeof decky.showModal === "function" ? openModal : null;

function openModal(content: ReactNode, onClosed?: () => void): { close(): void } | null {
  try {
    const modal = decky.showModal(content, undefined, {
      strTitle: "Savepoint",
      bHideMainWindowForPopouts: false,
      ...(onClosed === undefined ? {} : { fnOnClose: onClosed }),
    });
    return { close: () => modal.Close() };
  } catch (error) {
    console.error("[Savepoint] Steam opened no dialog.", error);
    return null;
  }
}

/** The three parts of Steam's menus; null where one of them is gone, for without it a menu would not close. */
export const contextMenu: {
  show(menu: ReactNode): unknown;
  Menu: FC<MenuProps>;
  MenuItem: FC<MenuItemProps>;
} | null = [decky.showContextMenu, decky.Menu, decky.MenuItem].every(isThere)
  ? { show: decky.showContextMenu, Menu: decky.Menu, MenuItem: decky.MenuItem }
  : null;

/** Goes to a path, and closes the menu that lies over it: in this order, or Steam goes back to where it was. */
export const navigate: ((path: string) => void) | null =
  typeof decky.Navigation?.Navigate === "function"
    ? (path) => {
        decky.Navigation.Navigate(path);
        decky.Navigation.CloseSideMenus?.();
      }
    : null;

export function navigateBack(): void {
  decky.Navigation?.NavigateBack?.();
}

/** What the colons of the route stand for; null where this Steam does not tell: then no page knows what it is about. */
export const useRouteParams: (() => { screen?: string; subject?: string }) | null = decky.useParams ?? null;

/** What it takes to change Steam's own pages; null where a part of it is gone. */
export const pageParts = [
  decky.findInReactTree,
  decky.createReactTreePatcher,
  decky.appDetailsClasses?.InnerContainer,
].every(isThere)
  ? {
      find: decky.findInReactTree,
      patchDrawing: decky.createReactTreePatcher,
      containerClass: decky.appDetailsClasses.InnerContainer,
    }
  : null;

/** What it takes to change Steam's menus; null where a part of it is gone. */
export const menuParts = [decky.findModuleByExport, decky.fakeRenderComponent, decky.afterPatch].every(
  isThere,
)
  ? {
      findModule: decky.findModuleByExport,
      drawOnce: decky.fakeRenderComponent,
      after: decky.afterPatch,
    }
  : null;

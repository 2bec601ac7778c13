import type { FocusableProps, ModalRootProps, SidebarNavigationProps } from "@decky/ui";
import { type CSSProperties, createElement, type FC, type ReactNode } from "react";
import { colours } from "../theme.ts";
import { buttonsFor, type Pressable, plain } from "./pressable.ts";

/* What holds other things: tabs, pages side by side, dialogs. */

export interface TabsLike {
  activeTab: string;
  onShowTab(id: string): void;
  tabs: { id: string; title: string; content: ReactNode }[];
}

export const plainTabs =
  (Pressable: Pressable): FC<TabsLike> =>
  ({ tabs, activeTab, onShowTab }) =>
    createElement(
      "div",
      {},
      ...buttonsFor(
        Pressable,
        tabs.map(({ id, title }) => ({ key: id, title, onPress: () => onShowTab(id) })),
      ),
      tabs.find(({ id }) => id === activeTab)?.content,
    );

export const plainSidebar =
  (Pressable: Pressable): FC<SidebarNavigationProps> =>
  ({ pages, page, onPageRequested }) => {
    const shown = pages.filter((each) => each !== "separator");
    const names = shown.map(({ identifier = "", title }) => ({
      key: identifier,
      title,
      onPress: () => onPageRequested?.(identifier),
    }));
    return createElement(
      "div",
      { style: wholePage },
      ...buttonsFor(Pressable, names),
      shown.find(({ identifier }) => identifier === page)?.content,
    );
  };

const wholePage: CSSProperties = {
  boxSizing: "border-box",
  height: "100%",
  overflowY: "auto",
  padding: "48px 16px",
  color: colours.text,
  background: colours.ground,
};

/** B leaves it where Steam's `Focusable` is left. */
export const plainModalRoot =
  (Focusable: FC<FocusableProps> | null): FC<ModalRootProps> =>
  ({ children, onCancel, closeModal }) =>
    Focusable === null
      ? createElement("div", { style: dialog }, children)
      : createElement(Focusable, {
          style: dialog,
          onCancelButton: () => plain(onCancel ?? closeModal)?.(),
          children,
        });

const dialog: CSSProperties = { padding: 24, background: colours.ground, color: colours.text };

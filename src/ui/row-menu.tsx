import type { ComponentProps } from "react";
import { commonWords } from "../words/words.ts";
import { type Field, Menu, MenuItem, showContextMenu } from "./decky-ui.ts";

export interface RowChoice {
  label: string;
  onChosen(): void;
}

/** What a row's menu button opens; nothing where this Steam has no context menus. */
export function rowMenu(title: string, choices: RowChoice[]): Partial<ComponentProps<typeof Field>> {
  if (showContextMenu === null) return {};
  const show = showContextMenu;
  return {
    onMenuActionDescription: commonWords.menu,
    onMenuButton: () => {
      show(
        <Menu label={title}>
          {choices.map(({ label, onChosen }) => (
            <MenuItem key={label} onSelected={onChosen}>
              {label}
            </MenuItem>
          ))}
        </Menu>,
      );
    },
  };
}

import { type ComponentProps, useEffect } from "react";
import type { FocusMemory } from "../focus/focus-memory.ts";
import { commonWords } from "../words/words.ts";
import { type Field, Menu, MenuItem, showContextMenu } from "./decky-ui.ts";

export interface RowChoice {
  label: string;
  onChosen(): void;
}

interface RowMenuProps {
  title: string;
  choices: RowChoice[];
  /** Called when the menu is gone, whoever closed it. */
  onGone(): void;
}

/** What a row's menu button opens; nothing where this Steam has no context menus. */
export function rowMenu(
  focus: FocusMemory,
  { title, choices }: Pick<RowMenuProps, "title" | "choices">,
): Partial<ComponentProps<typeof Field>> {
  if (showContextMenu === null) return {};
  const show = showContextMenu;
  return {
    onMenuActionDescription: commonWords.menu,
    onMenuButton: () => {
      show(<RowMenu title={title} choices={choices} onGone={focus.leave()} />);
    },
  };
}

/** What is chosen may draw the row anew while the menu still has the focus: only then can it be given back. */
function RowMenu({ title, choices, onGone }: RowMenuProps) {
  useEffect(() => onGone, [onGone]);
  return (
    <Menu label={title}>
      {choices.map(({ label, onChosen }) => (
        <MenuItem key={label} onSelected={onChosen}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

import { type ComponentProps, useEffect } from "react";
import type { FocusMemory } from "../focus/focus-memory.ts";
import { commonWords } from "../words/words.ts";
import { contextMenu, type Field } from "./decky-ui.ts";

export interface RowChoice {
  label: string;
  onChosen(): void;
}

interface RowMenuProps {
  title: string;
  choices: RowChoice[];
  parts: NonNullable<typeof contextMenu>;
  /** Called when the menu is gone, whoever closed it. */
  onGone(): void;
}

/** What a row's menu button opens; nothing where this Steam has no context menus. */
export function rowMenu(
  focus: FocusMemory,
  { title, choices }: Pick<RowMenuProps, "title" | "choices">,
): Partial<ComponentProps<typeof Field>> {
  const parts = contextMenu;
  if (parts === null) return {};
  return {
    onMenuActionDescription: commonWords.menu,
    onMenuButton: () => {
      const giveFocusBack = focus.leave();
      try {
        parts.show(<RowMenu title={title} choices={choices} parts={parts} onGone={giveFocusBack} />);
      } catch (error) {
        // A menu that never came takes no focus: the row would wait for it for ever.
        giveFocusBack();
        console.error("[Savepoint] Steam opened no menu.", error);
      }
    },
  };
}

/** What is chosen may draw the row anew while the menu still has the focus: only then can it be given back. */
function RowMenu({ title, choices, parts, onGone }: RowMenuProps) {
  const { Menu, MenuItem } = parts;
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

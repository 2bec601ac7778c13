import type { CSSProperties } from "react";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { DialogButton, Focusable } from "../../ui/decky-ui.ts";
import { colours } from "../../ui/theme.ts";
import { gamesWords } from "../../words/words.ts";
import { type GameGroup, gameGroups } from "./game-groups.ts";

interface Props {
  counts: Record<GameGroup, number>;
  all: number;
  chosen: GameGroup | null;
  onChoose(group: GameGroup | null): void;
}

/** One button for each group that has games; the chosen one narrows the list down. */
export function Chips({ counts, all, chosen, onChoose }: Props) {
  const shown = gameGroups.filter((group) => counts[group] > 0 || group === chosen);
  return (
    <Focusable style={row} flow-children="horizontal">
      <Chip focusKey="chip:all" isChosen={chosen === null} onPress={() => onChoose(null)}>
        {gamesWords.allCount(all)}
      </Chip>
      {shown.map((group) => (
        <Chip
          key={group}
          focusKey={`chip:${group}`}
          isChosen={chosen === group}
          onPress={() => onChoose(chosen === group ? null : group)}
        >
          {gamesWords.groupCount[group](counts[group])}
        </Chip>
      ))}
    </Focusable>
  );
}

function Chip(props: { focusKey: string; isChosen: boolean; onPress(): void; children: string }) {
  const { focusKey, isChosen, onPress, children } = props;
  return (
    <FocusRow focusKey={focusKey}>
      <DialogButton style={{ ...chip, ...(isChosen ? chosenLook : {}) }} onClick={onPress}>
        {children}
      </DialogButton>
    </FocusRow>
  );
}

const row: CSSProperties = { display: "flex", flexWrap: "wrap", gap: 6, padding: "2px 16px 8px" };
const chip: CSSProperties = { minWidth: 0, minHeight: 32, width: "auto", padding: "4px 12px", fontSize: 13 };
/** A line below it, and no colour of its ground: that says where the focus stands. */
const chosenLook: CSSProperties = { boxShadow: `inset 0 -3px 0 ${colours.accent}` };

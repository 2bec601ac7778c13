import type { CSSProperties, ReactNode } from "react";
import { FocusRow } from "../focus/FocusRows.tsx";
import { DialogButton, Focusable } from "./decky-ui.ts";
import { colours } from "./theme.ts";

/** Small buttons above a list, one of which is chosen: it narrows the list down. */
export function ChipRow({ children }: { children: ReactNode }) {
  return (
    <Focusable style={row} flow-children="horizontal">
      {children}
    </Focusable>
  );
}

export function Chip(props: { chipKey: string; isChosen: boolean; onPress(): void; children: ReactNode }) {
  const { chipKey, isChosen, onPress, children } = props;
  return (
    <FocusRow focusKey={`chip:${chipKey}`}>
      <DialogButton style={{ ...chip, ...(isChosen ? chosenChip : {}) }} onClick={onPress}>
        {children}
      </DialogButton>
    </FocusRow>
  );
}

const row: CSSProperties = { display: "flex", flexWrap: "wrap", gap: 6, padding: "2px 16px 8px" };
const chip: CSSProperties = { minWidth: 0, minHeight: 32, width: "auto", padding: "4px 12px", fontSize: 13 };
/** A line below it, and no colour of its ground: that says where the focus stands. */
const chosenChip: CSSProperties = { boxShadow: `inset 0 -3px 0 ${colours.accent}` };

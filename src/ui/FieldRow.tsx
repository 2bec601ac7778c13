import type { ReactNode } from "react";
import { FocusRow } from "../focus/FocusRows.tsx";
import { DialogButton, Focusable, TextField } from "./decky-ui.ts";

interface Props {
  focusKey: string;
  label: string;
  hint?: string;
  text: string;
  onText(text: string): void;
  /** The button behind the field; the keyboard's Enter does the same. */
  goKey: string;
  go: ReactNode;
  onGo(): void;
}

/** A field and what is done with it. It belongs in the top third: the on-screen keyboard covers the lower half. */
export function FieldRow({ focusKey, label, hint, text, onText, goKey, go, onGo }: Props) {
  return (
    <Focusable style={{ display: "flex", gap: 12, alignItems: "center" }} flow-children="horizontal">
      <FocusRow focusKey={focusKey} style={{ flex: 1 }}>
        <TextField
          label={label}
          description={hint}
          value={text}
          onChange={({ target }) => onText(target.value)}
          onKeyDown={({ key }) => key === "Enter" && onGo()}
        />
      </FocusRow>
      <FocusRow focusKey={goKey}>
        <DialogButton onClick={onGo}>{go}</DialogButton>
      </FocusRow>
    </Focusable>
  );
}

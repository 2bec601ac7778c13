import type { ReactNode } from "react";
import { FocusRow } from "../focus/FocusRows.tsx";
import { GuardedButton } from "../focus/GuardedButton.tsx";
import { DialogButton, Focusable } from "./decky-ui.ts";

/** Buttons side by side. */
export function Buttons({ children }: { children: ReactNode }) {
  return (
    <Focusable style={{ display: "flex", gap: 10, padding: "8px 0" }} flow-children="horizontal">
      {children}
    </Focusable>
  );
}

interface Props {
  focusKey: string;
  /** It decides about saves: it stands in a guarded dialog, and takes no hurried press. */
  isGuarded?: boolean;
  /** The most likely one is twice as wide. */
  isWide?: boolean;
  /** What it starts goes on: it takes the press all the same, and whoever hears it leaves it at that. */
  isDimmed?: boolean;
  onPress(): void;
  children: ReactNode;
}

/** One of them. */
export function SideButton({ focusKey, isGuarded, isWide, isDimmed, onPress, children }: Props) {
  const style = isDimmed ? { ...button, opacity: 0.7 } : button;
  return (
    <FocusRow focusKey={focusKey} style={{ flex: isWide ? 2 : 1, minWidth: 0 }}>
      {isGuarded ? (
        <GuardedButton style={style} onPress={onPress}>
          {children}
        </GuardedButton>
      ) : (
        <DialogButton style={style} onClick={onPress}>
          {children}
        </DialogButton>
      )}
    </FocusRow>
  );
}

const button = { minWidth: 0, width: "100%", height: "100%", padding: "8px 10px", fontSize: 14 };

import type { ReactNode } from "react";
import { FocusRow } from "../focus/FocusRows.tsx";
import { ButtonItem, PanelSectionRow } from "./decky-ui.ts";

interface Props {
  focusKey: string;
  /** Takes no press meanwhile, but keeps the focus: a button that is switched off would lose it. */
  isBusy?: boolean;
  /** There is nothing it could do. */
  disabled?: boolean;
  description?: ReactNode;
  onPress(): void;
  children: ReactNode;
}

/** A button of the panel, with what is said about it below. */
export function ButtonRow({ focusKey, isBusy = false, disabled, description, onPress, children }: Props) {
  return (
    <FocusRow focusKey={focusKey}>
      <PanelSectionRow>
        <ButtonItem
          layout="below"
          bottomSeparator="none"
          description={description}
          onClick={isBusy ? () => {} : onPress}
          {...(disabled === undefined ? {} : { disabled })}
        >
          {children}
        </ButtonItem>
      </PanelSectionRow>
    </FocusRow>
  );
}

import type { ReactNode } from "react";
import { FocusRow } from "../focus/FocusRows.tsx";
import { Field } from "./decky-ui.ts";
import { colours, quiet } from "./theme.ts";

/** A sentence of its own, which the gamepad can stand on, so that it is scrolled to and read. */
export function TextRow(props: {
  focusKey: string;
  isTrouble?: boolean;
  marks?: Record<`data-${string}`, string>;
  children: ReactNode;
}) {
  const { focusKey, isTrouble = false, marks, children } = props;
  const tone = isTrouble ? { color: colours.bad, opacity: 1 } : {};
  return (
    <FocusRow focusKey={focusKey}>
      <Field
        focusable
        highlightOnFocus
        bottomSeparator="none"
        padding="compact"
        label={
          <div
            {...marks}
            style={{ ...quiet, fontSize: 14, lineHeight: "20px", overflowWrap: "anywhere", ...tone }}
          >
            {children}
          </div>
        }
      />
    </FocusRow>
  );
}

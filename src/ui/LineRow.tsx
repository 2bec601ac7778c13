import type { ComponentProps } from "react";
import { FocusRow } from "../focus/FocusRows.tsx";
import { Field, PanelSectionRow } from "./decky-ui.ts";
import { Line } from "./Line.tsx";

/** A row of its own for a line, which the gamepad can reach; `field` is what it does when it is pressed. */
export function LineRow({
  focusKey,
  field,
  ...line
}: ComponentProps<typeof Line> & { focusKey: string; field?: ComponentProps<typeof Field> }) {
  return (
    <FocusRow focusKey={focusKey}>
      <PanelSectionRow>
        <Field
          focusable
          highlightOnFocus
          bottomSeparator="none"
          padding="compact"
          {...field}
          label={<Line {...line} />}
        />
      </PanelSectionRow>
    </FocusRow>
  );
}

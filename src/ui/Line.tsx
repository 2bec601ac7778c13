import type { ReactNode } from "react";
import { colours, oneLine, quiet, type Tone } from "./theme.ts";

/** Icon, one line of text, and quieter lines below: the content of every row in the panel. Never wider than its row. */
export function Line(props: {
  icon: ReactNode;
  tone: Tone;
  title: ReactNode;
  note?: ReactNode;
  noteTone?: Tone;
  /** For tests and themes: attributes on the element itself. */
  marks?: Record<`data-${string}`, string | number>;
}) {
  const { icon, tone, title, note, noteTone, marks } = props;
  return (
    <div style={{ display: "flex", gap: 12, width: "100%", maxWidth: 268, minWidth: 0 }} {...marks}>
      <div style={{ color: colours[tone], flex: "none", fontSize: 20, lineHeight: 0, paddingTop: 1 }}>
        {icon}
      </div>
      <div style={{ minWidth: 0, flex: 1 }}>
        <div style={{ ...oneLine, lineHeight: "22px" }}>{title}</div>
        {note !== undefined && (
          <div style={{ ...quiet, ...(noteTone ? { color: colours[noteTone], opacity: 1 } : {}) }}>
            {note}
          </div>
        )}
      </div>
    </div>
  );
}

import { createContext, type ReactNode, useContext } from "react";
import { colours, oneLine, quiet, type Tone } from "./theme.ts";

/** How wide a row's content may be, in Steam's pixels: the Quick Access page has 268, a page of its own more. */
export const LineWidth = createContext(268);

/** Icon, one line of text, and quieter lines below: the content of every row. Never wider than its row. */
export function Line(props: {
  icon: ReactNode;
  tone: Tone;
  title: ReactNode;
  note?: ReactNode;
  noteTone?: Tone;
  /** A sentence that must be read whole: it takes a second line rather than an ellipsis. */
  isSentence?: boolean;
  /** In a row of a fixed height. */
  isNoteOneLine?: boolean;
  /** For tests and themes: attributes on the element itself. */
  marks?: Record<`data-${string}`, string | number>;
}) {
  const { icon, tone, title, note, noteTone, isSentence = false, isNoteOneLine, marks } = props;
  const maxWidth = useContext(LineWidth);
  return (
    <div style={{ display: "flex", gap: 12, width: "100%", maxWidth, minWidth: 0 }} {...marks}>
      <div style={{ color: colours[tone], flex: "none", fontSize: 20, lineHeight: 0, paddingTop: 1 }}>
        {icon}
      </div>
      <div style={{ minWidth: 0, flex: 1 }}>
        <div style={{ ...(isSentence ? whole : oneLine), lineHeight: "22px" }}>{title}</div>
        {note !== undefined && (
          <div
            style={{
              ...quiet,
              ...(isNoteOneLine ? oneLine : whole),
              ...(noteTone ? { color: colours[noteTone], opacity: 1 } : {}),
            }}
          >
            {note}
          </div>
        )}
      </div>
    </div>
  );
}

const whole = { overflowWrap: "anywhere" } as const;

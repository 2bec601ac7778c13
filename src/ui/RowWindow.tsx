import { type FocusEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { focusInto } from "../focus/focusable.ts";
import { Focusable } from "./decky-ui.ts";
import { drawnMax, firstDrawn, nextLetter } from "./drawn-rows.ts";

export interface WindowRow {
  key: string | number;
  /** What is drawn is as high as this, or the space in place of other rows would lie. */
  heightPx: number;
  /** Rows of one letter are one stop of L1 and R1; null: no stop. */
  letter: string | null;
  draw(): ReactNode;
}

/**
 * Draws of a long list the rows around the focus, and empty space in place of the others: 500 at once would stop Steam's
 * interface. The row that has the focus is always among them. L1 and R1 jump to the next letter.
 */
export function RowWindow({
  rows,
  startKey = null,
}: {
  rows: WindowRow[];
  startKey?: string | number | null;
}) {
  const root = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(() => rows.findIndex(({ key }) => key === startKey));
  const [wanted, setWanted] = useState<number | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    focusInto(root.current?.querySelector<HTMLElement>(`[data-row="${wanted}"]`) ?? null);
    setWanted(null);
  }, [wanted]);
  const follow = ({ target }: FocusEvent) => {
    const index = indexAt(target);
    if (index !== null) setFocused(index);
  };
  const jump = ({ detail: { button } }: { detail: { button: number } }) => {
    const step = bumpers[button];
    const here = indexAt(root.current?.ownerDocument.activeElement ?? null);
    if (step === undefined || here === null) return;
    const next = nextLetter(
      rows.map(({ letter }) => letter),
      here,
      step,
    );
    setFocused(next);
    setWanted(next);
  };
  const first = firstDrawn(Math.min(focused, rows.length - 1), rows.length);
  return (
    <Focusable onButtonDown={jump}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it follows the focus of what stands in it, and takes none. */}
      <div ref={root} onFocus={follow}>
        <Space rows={rows.slice(0, first)} />
        {rows.slice(first, first + drawnMax).map((row, index) => (
          <div key={row.key} data-row={first + index} style={{ height: row.heightPx }}>
            {row.draw()}
          </div>
        ))}
        <Space rows={rows.slice(first + drawnMax)} />
      </div>
    </Focusable>
  );
}

/** Steam's `GamepadButton.BUMPER_LEFT` and `BUMPER_RIGHT`. */
const bumpers: Record<number, 1 | -1> = { 5: -1, 6: 1 };

function Space({ rows }: { rows: WindowRow[] }) {
  return <div style={{ height: rows.reduce((sum, { heightPx }) => sum + heightPx, 0) }} />;
}

/** Steam draws into another window than the one this code runs in: `instanceof Element` would be false there. */
function indexAt(target: EventTarget | null): number | null {
  const row = (target as Element | null)?.closest("[data-row]")?.getAttribute("data-row");
  return row === null || row === undefined ? null : Number(row);
}

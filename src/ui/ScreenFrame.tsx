import type { ReactNode } from "react";
import { LineWidth } from "./Line.tsx";
import { colours } from "./theme.ts";

/** A whole page of Steam's, between its header and its footer, which lie over it. */
export function ScreenFrame({ children }: { children: ReactNode }) {
  return (
    <LineWidth value={760}>
      <div style={frame}>{children}</div>
    </LineWidth>
  );
}

/** Steam says how high its bars are; 40 is what they measure. */
const frame = {
  boxSizing: "border-box",
  height: "100%",
  overflowY: "auto",
  padding: "calc(var(--basicui-header-height, 40px) + 6px) 32px 56px",
  background: colours.ground,
  color: colours.text,
} as const;

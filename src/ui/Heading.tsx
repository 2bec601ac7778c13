import type { ReactNode } from "react";

/** The name of a page or of a part of it. */
export function Heading({ children }: { children: ReactNode }) {
  return (
    <h2
      style={{ margin: 0, padding: "2px 0 6px", fontSize: 20, lineHeight: "26px", overflowWrap: "anywhere" }}
    >
      {children}
    </h2>
  );
}

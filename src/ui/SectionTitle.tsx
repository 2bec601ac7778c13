import type { ReactNode } from "react";
import { colours } from "./theme.ts";

/** The name of a part of a page. */
export function SectionTitle({ children }: { children: ReactNode }) {
  return <h3 style={look}>{children}</h3>;
}

const look = {
  margin: 0,
  padding: "14px 16px 4px",
  fontSize: 13,
  lineHeight: "18px",
  letterSpacing: "0.04em",
  textTransform: "uppercase",
  color: colours.secondary,
} as const;

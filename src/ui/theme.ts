import type { CSSProperties } from "react";

/** Steam's colours, read off its own interface. */
export const colours = {
  text: "#dcdedf",
  ground: "#0e141b",
  button: "#23262e",
  secondary: "#b8bcbf",
  muted: "#8b929a",
  accent: "#1a9fff",
  good: "#59bf40",
  attention: "#ffc82c",
  bad: "#ff6d5a",
} as const;

export type Tone = keyof typeof colours;

/** One line that ends in an ellipsis; the full text shows on the page of the game itself. */
export const oneLine: CSSProperties = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" };

/** Second lines: smaller and quieter, in the colour of their surroundings, since focus turns buttons white. */
export const quiet: CSSProperties = { fontSize: 12, lineHeight: "16px", opacity: 0.75 };

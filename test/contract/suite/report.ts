import type { Kind } from "./behaviour.ts";
import type { Line } from "./judge.ts";

const signs: Record<Line["outcome"], string> = { held: "●", broken: "✗", skipped: "·" };

/** One row per behaviour, one column per kind of server: what was checked where. */
export function toMatrix(columns: { kind: Kind; lines: Line[] }[]): string {
  const heads = columns.map(({ kind }) => `${kind.profile} ${kind.version}`);
  const rows = (columns[0]?.lines ?? []).map((line, row) => {
    const cells = columns.map(({ lines }) => signs[lines[row]?.outcome ?? "skipped"]);
    return `${cells.join(" ")}  ${line.section.padEnd(4)} ${line.law}`;
  });
  const legend = heads.map((head, index) => `${"  ".repeat(index)}┌ ${head}`);
  return [...legend, ...rows, "● held  ✗ broken  · not of this kind, or skipped with a reason"].join("\n");
}

export function toText({ outcome, section, law, detail }: Line): string {
  const note = detail === "" ? "" : `  (${detail.replaceAll("\n", " ").slice(0, 300)})`;
  return `${signs[outcome]} ${section.padEnd(4)} ${law}${note}`;
}

export function countOf(lines: Line[], outcome: Line["outcome"]): number {
  return lines.filter((line) => line.outcome === outcome).length;
}

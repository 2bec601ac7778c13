import type { SaveRow } from "../save-row.ts";

/**
 * Two uploads of one rom within a second have one name: RomM makes a row of each, and whoever deletes one of them deletes
 * the other's bytes (RomM 4.7 to 5.0). At most one of the two hashes, sizes and makers that it tells is true.
 */
export function withTwins(rows: SaveRow[]): SaveRow[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(fileOf(row), (counts.get(fileOf(row)) ?? 0) + 1);
  return rows.map((row) => (row.filePath != null && counts.get(fileOf(row)) !== 1 ? asTwin(row) : row));
}

export function isTwinOf(a: SaveRow, b: SaveRow): boolean {
  return a.id !== b.id && a.filePath != null && fileOf(a) === fileOf(b);
}

/** RomM has not what the row was made of, or not for sure. */
export function isRowLost(row: Pick<SaveRow, "isMissingOnDisk" | "isTwin">): boolean {
  return row.isMissingOnDisk || row.isTwin === true;
}

function asTwin(row: SaveRow): SaveRow {
  return { ...row, isTwin: true };
}

function fileOf({ filePath, fileName }: SaveRow): string {
  return `${filePath}/${fileName}`;
}

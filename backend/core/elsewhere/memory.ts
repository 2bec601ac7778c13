import type { SaveRow } from "../save-row.ts";
import type { ContentHash } from "../vocabulary.ts";

/** What a game's other slots held when they were looked at, so that a date that moved by itself is no news. */
export interface ElsewhereMemory {
  /** By save id: a row's content, and when it came to be. */
  rows: Record<string, DatedContent>;
  /** Where the newer saves are that the player was told of, each by its slot, folded; "" is outside of every slot. */
  told: string[];
}

export interface DatedContent {
  contentHash: ContentHash | null;
  sizeBytes: number;
  atMs: number;
  /** It held something else before, whoever made it. */
  isWrittenOver?: true;
}

export const nothingElsewhere: ElsewhereMemory = { rows: {}, told: [] };

/** A rom's newest rows; as many as RomM keeps in one slot by itself. */
const mostRows = 50;

/** The rows as they are now; the same object where nothing is new. */
export function rememberRows(memory: ElsewhereMemory, rows: readonly SaveRow[]): ElsewhereMemory["rows"] {
  const newest = rows.toSorted((a, b) => b.id - a.id).slice(0, mostRows);
  const now = Object.fromEntries(
    newest.map((row) => {
      const { contentHash, sizeBytes } = row;
      const dated = { contentHash, sizeBytes, atMs: contentAtMs(memory, row) };
      return [row.id, wasWrittenOver(memory, row) ? { ...dated, isWrittenOver: true as const } : dated];
    }),
  );
  return JSON.stringify(now) === JSON.stringify(memory.rows) ? memory.rows : now;
}

/**
 * When a row came to hold what it holds. A save that was made public, or hashed anew by an update, is dated anew and is as
 * old as before; one that was written over in place is new.
 */
export function contentAtMs({ rows }: ElsewhereMemory, row: SaveRow): number {
  const known = rows[row.id];
  return known && isSameContent(known, row) ? known.atMs : row.updatedAtMs;
}

/** It holds another content than when it was seen first; false: that is not known. */
export function wasWrittenOver({ rows }: ElsewhereMemory, row: SaveRow): boolean {
  const known = rows[row.id];
  return known !== undefined && (known.isWrittenOver === true || !isSameContent(known, row));
}

function isSameContent(known: DatedContent, { contentHash, sizeBytes, updatedAtMs }: SaveRow): boolean {
  if (known.sizeBytes !== sizeBytes) return false;
  // RomM before 4.9 has no hash of a plain file, and dates nothing anew but what was written.
  if (contentHash === null) return known.contentHash === null && known.atMs === updatedAtMs;
  return known.contentHash === null || known.contentHash === contentHash;
}

import type { SaveRow } from "./save-row.ts";
import type { ContentHash, SaveId, Sha256 } from "./vocabulary.ts";

/** A row as it was listed; where its hash tells nothing, its size and date say whether it was changed in place. */
export interface SeenRow {
  contentHash: ContentHash | null;
  createdAtMs: number;
  /** These two are absent in files that were written before they were remembered. */
  sizeBytes?: number;
  updatedAtMs?: number;
  /** RomM told no device that made it: its hash may be older than its bytes. */
  isOriginless?: true;
  /** Of such a row: its bytes, if they ever were here. */
  sha256?: Sha256;
}

export interface BaselineRow extends SeenRow {
  id: SaveId;
}

/** What is remembered of a row, to find it changed in place later. */
export function toSeenRow(row: SaveRow): SeenRow {
  const { contentHash, createdAtMs, sizeBytes, updatedAtMs, originDeviceId } = row;
  const seen = { contentHash, createdAtMs, sizeBytes, updatedAtMs };
  return originDeviceId === null ? { ...seen, isOriginless: true } : seen;
}

export function toBaselineRow(row: SaveRow): BaselineRow {
  return { id: row.id, ...toSeenRow(row) };
}

/** It was listed as it was listed before. */
export function isUnmoved(known: SeenRow, now: SeenRow): boolean {
  const { contentHash, createdAtMs, sizeBytes, updatedAtMs } = known;
  const isSameContent = contentHash === now.contentHash && sizeBytes === now.sizeBytes;
  return isSameContent && createdAtMs === now.createdAtMs && updatedAtMs === now.updatedAtMs;
}

/** The bytes of the row that was agreed on stay known when the next one is: its hash alone may not tell later. */
export function keepBytes(
  seen: Record<string, SeenRow>,
  agreed: { row: BaselineRow; sha256: Sha256 | null } | null,
): Record<string, SeenRow> {
  const known = agreed && seen[agreed.row.id];
  if (!known?.isOriginless || known.sha256 || !agreed?.sha256 || !isUnmoved(agreed.row, known)) return seen;
  return { ...seen, [agreed.row.id]: { ...known, sha256: agreed.sha256 } };
}

import type { SaveId, Sha256 } from "../core/vocabulary.ts";
import type { ContentRef } from "../ports/activity-log.ts";

/** A version is named by its content where this device knows it, else by its row. */
export function copyVersion(sha256: Sha256): string {
  return `copy:${sha256}`;
}

export function rowVersion(saveId: SaveId): string {
  return `row:${saveId}`;
}

/** Null: it names none. */
export function toContent(versionId: string): ContentRef | null {
  const [, sha256] = /^copy:([0-9a-f]{64})$/.exec(versionId) ?? [];
  if (sha256 !== undefined) return { kind: "copy", sha256: sha256 as Sha256 };
  const [, saveId] = /^row:(\d{1,15})$/.exec(versionId) ?? [];
  return saveId === undefined ? null : { kind: "row", saveId: Number(saveId) as SaveId };
}

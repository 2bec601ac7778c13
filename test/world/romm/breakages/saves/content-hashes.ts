import { contentHash, looksLikeZip, plainHash } from "../../content-hash.ts";
import { type Breakage, rewriteRows } from "../breakage.ts";

const hashOfNothing = plainHash(new Uint8Array(0));

/** Section 5.7, spoilt in the answers to uploads. */
export const contentHashBreakages = {
  "plain-hash-is-md5": rehash((bytes, hash) =>
    isZip(bytes) || bytes.length === 0 ? hash : hash?.toUpperCase(),
  ),
  "empty-file-has-a-hash": rehash((bytes, hash) => (bytes.length === 0 ? null : hash)),
  "zip-hash-is-of-its-entries": rehash((bytes, hash) =>
    isZip(bytes) && hash !== null && hash !== hashOfNothing ? plainHash(Buffer.from(hash)) : hash,
  ),
  "raw-saves-had-no-hash": rehash((bytes, hash) => (looksLikeZip(bytes) ? hash : plainHash(bytes))),
  "zip-order-does-not-matter": rehash((bytes, hash) =>
    Buffer.from(bytes).includes("folder/") ? plainHash(bytes) : hash,
  ),
  "zip-is-told-by-content": rehash((bytes, hash) =>
    isZip(bytes) && hash !== hashOfNothing && !Buffer.from(bytes).subarray(0, 2).equals(Buffer.from("PK"))
      ? plainHash(bytes)
      : hash,
  ),
  "encrypted-zip-has-no-hash": rehash((bytes, hash) => hash ?? plainHash(bytes)),
  "empty-end-record-looks-like-an-empty-zip": rehash((bytes, hash) =>
    bytes.length > 0 && hash === hashOfNothing ? plainHash(bytes) : hash,
  ),
} satisfies Record<string, Breakage>;

function rehash(change: (bytes: Uint8Array, hash: string | null) => string | null | undefined): Breakage {
  return rewriteRows("POST /api/saves", (row, c) => {
    const { database, files } = c.get("rules");
    const save = database.saves.find(({ id }) => id === row.id);
    const bytes = files.read(`${save?.file_path}/${save?.file_name}`);
    if (save === undefined || bytes === null) return row;
    return { ...row, content_hash: change(bytes, save.content_hash) ?? null };
  });
}

function isZip(bytes: Uint8Array): boolean {
  return contentHash(bytes) !== plainHash(bytes);
}

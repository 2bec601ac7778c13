import { createHash } from "node:crypto";
import type { SaveRow } from "../core/save-row.ts";

/** Beyond this no blank's hash is computed: what is larger is judged when it is fetched. */
const mostBytes = 1024 ** 2;
const blockBytes = 512;

/** By the size: the hashes of as many zeros, and of as many 0xFF. */
const hashesBySize = new Map<number, ReadonlySet<string>>();

/** What a row is by its size and hash alone, without a request; undefined: they do not tell. */
export function sayRow({
  sizeBytes,
  contentHash,
}: Pick<SaveRow, "sizeBytes" | "contentHash">): SaveRow["says"] {
  if (sizeBytes === 0) return "empty";
  if (contentHash === null) return undefined;
  if (sizeBytes === 4 && contentHash === md5(Buffer.from("null"))) return "refused";
  if (sizeBytes > mostBytes || sizeBytes % blockBytes !== 0) return undefined;
  return blankHashes(sizeBytes).has(contentHash) ? "empty" : undefined;
}

function blankHashes(sizeBytes: number): ReadonlySet<string> {
  const known = hashesBySize.get(sizeBytes);
  if (known) return known;
  const hashes = new Set([0x00, 0xff].map((fill) => md5(Buffer.alloc(sizeBytes, fill))));
  hashesBySize.set(sizeBytes, hashes);
  return hashes;
}

function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

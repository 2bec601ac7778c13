import { createHash } from "node:crypto";
import type { Sha256 } from "../core/vocabulary.ts";

/** Of bytes that pass, without keeping them. */
export async function hashChunks(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ sha256: Sha256; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { sha256: hash.digest("hex") as Sha256, sizeBytes };
}

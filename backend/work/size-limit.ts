import type { RommProblem } from "../contract/errors.ts";
import type { SaveServer } from "../ports/save-server.ts";

/** What a save of this size would come to, told before it is sent; null: nothing is known against it. */
export function whyTooLarge(server: Pick<SaveServer, "sizeLimit">, sizeBytes: number): RommProblem | null {
  const limitBytes = server.sizeLimit();
  if (limitBytes === null || sizeBytes <= limitBytes) return null;
  const detail = `RomM takes saves of ${limitBytes} bytes at most, as far as is known; this one has ${sizeBytes}.`;
  return { kind: "romm", code: "too-large", detail, limitBytes };
}

import type { AccountId } from "../../core/vocabulary.ts";
import type { Log } from "../../machine/log.ts";
import { passOver, type StoredCopies } from "./copies.ts";

/**
 * An account goes by another name now: its kept copies are its own by that name too. A label that could not be written
 * anew keeps its copy as one of nobody who is known, which never leaves by itself.
 */
export async function relabelAccount(
  { stored, log }: { stored: StoredCopies; log: Log },
  { from, to }: { from: AccountId; to: AccountId },
): Promise<void> {
  for (const { file } of (await passOver(log, stored.readAll)) ?? []) {
    await passOver(log, () =>
      stored.alone(file, async ({ label }) => {
        if (label === null || label.reason === "found" || label.accountId !== from) return false;
        await stored.relabel(file, { ...label, accountId: to });
        return true;
      }),
    );
  }
}

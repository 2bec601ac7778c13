import type { ConnectError } from "../../contract/account.ts";
import type { RommErrorCode } from "../../core/vocabulary.ts";

const passingCodes = new Set<RommErrorCode>([
  "no-network",
  "offline",
  "untrusted",
  "web-page",
  "timeout",
  "busy",
  "server-error",
  "malformed",
  "not-found",
]);

/** Time alone may change it: a sign-in that failed so is tried again without the player. */
export function isPassing(error: ConnectError): boolean {
  return error.kind === "romm" ? passingCodes.has(error.code) : ["no-space", "disk"].includes(error.kind);
}

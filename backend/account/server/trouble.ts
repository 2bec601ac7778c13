import type { RommErrorCode } from "../../core/vocabulary.ts";

/**
 * What tells a player most about an address where RomM was not found: RomM itself in trouble, then a door before it
 * that can be opened, then something else that answers, then nothing.
 */
const ranks: Record<RommErrorCode, number> = {
  busy: 0,
  "server-error": 0,
  untrusted: 1,
  redirected: 2,
  unauthorized: 2,
  forbidden: 2,
  "web-page": 3,
  "too-large": 4,
  conflict: 4,
  rejected: 4,
  "not-found": 4,
  malformed: 4,
  timeout: 5,
  offline: 6,
  "no-network": 6,
};

/** Less is more telling. */
export function rankTrouble(code: RommErrorCode): number {
  return ranks[code];
}

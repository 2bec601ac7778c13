import type { PlayStatusError } from "../contract/play-status.ts";
import { RommError } from "../core/romm-error.ts";
import type { RommErrorCode } from "../core/vocabulary.ts";
import { FileError } from "../machine/disk.ts";
import { StateReadOnly } from "../ports/state-store.ts";
import { toRommProblem } from "../work/problems.ts";

/** This RomM does not tell awards: none of them may be taken for "no award yet". */
export class TooOld extends Error {
  override readonly name = "TooOld";
  readonly serverVersion: string;
  readonly needed: string;

  constructor(serverVersion: string, needed: string) {
    super(`RomM ${serverVersion} does not tell awards; ${needed} does.`);
    this.serverVersion = serverVersion;
    this.needed = needed;
  }
}

/** What an expected failure means to the player; null: a defect, which goes on upwards. */
export function toPlayStatusError(error: unknown): PlayStatusError | null {
  if (error instanceof RommError) return toRommProblem(error);
  if (error instanceof StateReadOnly) return { kind: "state-read-only" };
  if (error instanceof FileError) return { kind: "disk", detail: error.message };
  if (error instanceof TooOld) {
    return { kind: "too-old", serverVersion: error.serverVersion, needed: error.needed };
  }
  return null;
}

/** What will be the same for every further game: the run ends. */
const forAll: ReadonlySet<RommErrorCode> = new Set([
  "unauthorized",
  "forbidden",
  "no-network",
  "offline",
  "untrusted",
  "redirected",
  "busy",
] satisfies RommErrorCode[]);

export function concernsAll({ code }: RommError): boolean {
  return forAll.has(code);
}

/** RomM may have carried the request out although it gave no usable answer. */
export function mayHaveArrived({ code, didArrive }: RommError): boolean {
  return didArrive && ["timeout", "offline", "server-error", "web-page", "malformed"].includes(code);
}

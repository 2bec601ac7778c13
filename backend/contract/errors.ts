import type { RommErrorCode } from "../core/vocabulary.ts";

/** Why the disk took nothing: what was there before still is. */
export type DiskProblem = { kind: "no-space" } | { kind: "disk"; detail: string };

/** Why RomM could not be used. `detail` is for the log and for people who help; it holds no secret. */
export interface RommProblem {
  kind: "romm";
  code: RommErrorCode;
  detail: string;
}

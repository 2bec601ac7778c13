import type { RommErrorCode } from "../core/vocabulary.ts";

/** Why RomM could not be used. `detail` is for the log and for people who help; it holds no secret. */
export interface RommProblem {
  kind: "romm";
  code: RommErrorCode;
  detail: string;
}

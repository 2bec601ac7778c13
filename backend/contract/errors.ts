import type { RommErrorCode, SeenCertificate } from "../core/vocabulary.ts";

/** Why the disk took nothing: what was there before still is. */
export type DiskProblem = { kind: "no-space" } | { kind: "disk"; detail: string };

/** Why RomM could not be used. `detail` is for the log and for people who help; it holds no secret. */
export interface RommProblem {
  kind: "romm";
  code: RommErrorCode;
  detail: string;
  /** With `untrusted`: what the server showed. The player may take its fingerprint into `ServerAccess`. */
  certificate?: SeenCertificate;
  /** With `too-large`, where the server tells it: the most that it takes. */
  limitBytes?: number;
}

/** The call's parameters are not such as the contract tells; nothing was done. `detail` names the first that is wrong. */
export interface BadRequest {
  kind: "bad-request";
  detail: string;
}

import type { DeviceId } from "../core/vocabulary.ts";
import type { DiskProblem, RommProblem } from "./errors.ts";

/** A client API token (`rmm_…`, RomM 4.8) or a bearer token, pasted by the player. */
export type Credentials = { kind: "token"; token: string };

export interface Connection {
  origin: string;
  username: string;
  deviceId: DeviceId;
  deviceName: string;
  /** RomM's own words, such as `5.2.0` or `development`. */
  serverVersion: string;
}

export type ConnectError =
  | RommProblem
  | DiskProblem
  | { kind: "bad-origin"; origin: string }
  | { kind: "too-old"; serverVersion: string; needed: string }
  | { kind: "state-read-only" };

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

/** Why something typed is no address: nothing was asked. `holds-user`: a user name or password stands in it. */
export type BadAddress = "empty" | "not-an-address" | "other-scheme" | "holds-user";

export type ConnectError =
  | RommProblem
  | DiskProblem
  | { kind: "bad-origin"; origin: string; why: BadAddress }
  /** Of `ServerAccess`, what cannot be used. */
  | {
      kind: "bad-access";
      part: "authority" | "fingerprint" | "headers" | "client-certificate";
      detail: string;
    }
  | { kind: "too-old"; serverVersion: string; needed: string }
  | { kind: "state-read-only" };

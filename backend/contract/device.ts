import type { DeviceId } from "../core/vocabulary.ts";
import type { DiskProblem, RommProblem } from "./errors.ts";

/** A device of this account, as RomM lists it. */
export interface Device {
  deviceId: DeviceId;
  /** Null: it has none. */
  name: string | null;
  platform: string | null;
  client: string | null;
  clientVersion: string | null;
  /** False: RomM leaves it out of its own sync, and a Savepoint on it moves nothing. */
  isSyncEnabled: boolean;
  lastSeenAtMs: number | null;
  /** The device that is asking. */
  isThis: boolean;
}

export type DeviceError =
  | RommProblem
  | DiskProblem
  | { kind: "signed-out" }
  | { kind: "state-read-only" }
  /** RomM does not know it (any more). */
  | { kind: "unknown-device"; deviceId: DeviceId }
  /** Removing the device that is asking would only bring it back at the next start. */
  | { kind: "is-this-device" };

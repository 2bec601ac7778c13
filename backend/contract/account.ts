import type { DeviceId, Right } from "../core/vocabulary.ts";
import type { DiskProblem, RommProblem } from "./errors.ts";
import type { SignInWay } from "./sign-in-way.ts";

export type { Right } from "../core/vocabulary.ts";

/** What the player types. Secret; a password is used once and not kept. */
export type Credentials =
  /** A client API token (`rmm_…`, RomM 4.8) or a bearer token. */
  | { kind: "token"; token: string }
  /** As RomM's web page shows it for a minute (RomM 4.8): with or without a dash, in any case. */
  | { kind: "pairing-code"; code: string }
  /** RomM 4.7. */
  | { kind: "password"; username: string; password: string };

export interface Connection {
  origin: string;
  username: string;
  deviceId: DeviceId;
  deviceName: string;
  /** RomM's own words, such as `5.2.0` or `development`. */
  serverVersion: string;
  /** What this sign-in may not do, of what was asked for. Saves follow the player all the same. */
  missingRights: Right[];
}

/** A device that waits to be approved in RomM (5.0). */
export interface Pairing {
  pairingId: string;
  /** What the player types on RomM's page, where the QR code cannot be scanned. */
  userCode: string;
  /** RomM's page; the second one has the code in it, as the QR code has. */
  url: string;
  urlWithCode: string;
  /** The QR code of `urlWithCode`, row by row: `1` is dark. Without the white border of four modules. */
  qrRows: string[];
  expiresAtMs: number;
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
  /** This RomM knows another way to sign in only. */
  | { kind: "way-not-offered"; way: SignInWay; serverVersion: string; needed: string }
  /** Mistyped, used before, or older than its minute. */
  | { kind: "wrong-code" }
  | { kind: "wrong-password" }
  /** Refused, and not of the shape that RomM's tokens have: it was not copied whole. */
  | { kind: "incomplete-token" }
  /** RomM's admin has switched the account off. */
  | { kind: "account-disabled" }
  /** Saves cannot follow the player without these. */
  | { kind: "missing-rights"; missing: Right[] }
  /** Ten minutes went by, or Savepoint was restarted: there is a new code for the asking. */
  | { kind: "pairing-expired" }
  /** Refused on RomM's page. */
  | { kind: "pairing-denied" }
  | { kind: "pairing-cancelled" }
  | { kind: "state-read-only" };

/** Why an account does not move to another address. */
export type MoveError =
  | ConnectError
  | { kind: "signed-out" }
  /** Another RomM, or one that lost more than half of what both agreed on: sign in there instead. */
  | { kind: "another-server"; knownSaves: number; ofSaves: number };

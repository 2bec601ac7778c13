import type { DeviceId, Right } from "./vocabulary.ts";

/** What signs this device in. Secret: never logged, never in a support bundle. */
export type Login = TokenLogin | OauthLogin;

/** A client token (`rmm_…`): serves until it ends or is taken back in RomM. */
export interface TokenLogin {
  kind: "token";
  token: string;
}

/** Of a user name and password, which are not kept. From RomM 4.8 on a refresh token serves once. */
export interface OauthLogin {
  kind: "oauth";
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, by this device's clock. */
  expiresAtMs: number;
}

/** What RomM gives once and never again: written down before it is used, so that a crash in between loses nothing. */
export interface ArrivedLogin {
  origin: string;
  login: Login;
  /** Of a pairing: the device that RomM made of us. */
  deviceId: DeviceId | null;
  /** Null: RomM did not tell what it may do. */
  scopes: string[] | null;
}

/** All that Savepoint asks of RomM, and no more: with `me.write` one could change the password. */
export const askedRights: readonly Right[] = [
  "me.read",
  "platforms.read",
  "roms.read",
  "roms.user.read",
  "roms.user.write",
  "assets.read",
  "assets.write",
  "devices.read",
  "devices.write",
];

/** Without one of these no save can follow the player. */
const savesNeed: readonly Right[] = [
  "me.read",
  "roms.read",
  "assets.read",
  "assets.write",
  "devices.read",
  "devices.write",
];

/** What saves cannot do without. */
export function missingForSaves(missing: readonly Right[]): Right[] {
  return missing.filter((right) => savesNeed.includes(right));
}

/** The rights that a list of RomM's scopes lacks. */
export function missingIn(scopes: readonly string[]): Right[] {
  return askedRights.filter((right) => !scopes.includes(right));
}

/** As it is kept for one account. */
export interface StoredLogin {
  login: Login;
  /** What this sign-in may not do, of what was asked for. */
  missingRights: Right[];
}

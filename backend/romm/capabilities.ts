/** What a RomM of some version can do. Everything in the product that depends on the version asks here. */
export interface Capabilities {
  /** Saves by device and slot (RomM 4.7): without them Savepoint cannot work. */
  hasDevices: boolean;
  /** Tokens made for one client, and their pairing codes (4.8). */
  hasClientTokens: boolean;
  /** `users/me` tells the RetroAchievements award (4.8). */
  hasAwards: boolean;
  /** The body of `/props` is flat (4.9; before, nested in `data`). */
  hasFlatProps: boolean;
  /** Signing in by approving this device in the browser (5.0). */
  hasDeviceAuthorization: boolean;
  /** 401 means "who are you", 403 "you may not" (5.2; before, both were 403). */
  tellsForbiddenApart: boolean;
  /** Lists the saves of several roms (5.3; before, such a question was one for all). */
  listsByRoms: boolean;
  /** What one request may hold, unless its admin set another limit (5.1: MAX_ASSET_UPLOAD_SIZE_BYTES); null: all. */
  maxUploadBytes: number | null;
}

/** The first RomM whose saves know devices. */
export const oldestVersion = "4.7.0";
/** The first RomM that makes tokens for one client. */
export const oldestVersionWithTokens = "4.8.0";
/** The first RomM on whose page a device is approved. */
export const oldestVersionWithPairing = "5.0.0";
/** The first RomM that tells awards of RetroAchievements. */
export const oldestVersionWithAwards = "4.8.0";
/** RomM's word for a build from its newest source. */
export const newestVersion = "development";

/**
 * By RomM's own word in heartbeat. A pre-release has what its release has. A word that is no number (`development`)
 * is a build from source, taken for the newest.
 */
export function readCapabilities(version: string): Capabilities {
  const isFrom = (major: number, minor: number) => isAtLeast(version, major, minor);
  return {
    hasDevices: isFrom(4, 7),
    hasClientTokens: isFrom(4, 8),
    hasAwards: isFrom(4, 8),
    hasFlatProps: isFrom(4, 9),
    hasDeviceAuthorization: isFrom(5, 0),
    tellsForbiddenApart: isFrom(5, 2),
    listsByRoms: isFrom(5, 3),
    maxUploadBytes: isFrom(5, 1) ? 512 * 1024 ** 2 : null,
  };
}

/** The best first: approving in a browser needs no typing, a token is 68 characters. */
export function signInWays(version: string): ("device" | "pairing-code" | "token" | "password")[] {
  const { hasDeviceAuthorization, hasClientTokens } = readCapabilities(version);
  return [
    ...(hasDeviceAuthorization ? (["device"] as const) : []),
    ...(hasClientTokens ? (["pairing-code", "token"] as const) : []),
    "password",
  ];
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [, foundMajor, foundMinor = "0"] = /^v?(\d+)(?:\.(\d+))?/.exec(version.trim()) ?? [];
  if (foundMajor === undefined) return true;
  const found = Number(foundMajor);
  return found > major || (found === major && Number(foundMinor) >= minor);
}

import type { SaveServer } from "../core/save-server.ts";
import type { DeviceId, UserId } from "../core/vocabulary.ts";

/** What signing in asks of a RomM server. Every call throws `RommError`. */
export interface RommServer {
  saves: SaveServer;
  /** Without credentials; answers RomM's own version word. */
  readVersion(signal: AbortSignal): Promise<string>;
  readUser(signal: AbortSignal): Promise<{ userId: UserId; username: string }>;
  registerDevice(p: DeviceRegistration, signal: AbortSignal): Promise<{ deviceId: DeviceId; name: string }>;
}

/** The fingerprint that finds this device again is (hostname, platform): every Deck is called "steamdeck". */
export interface DeviceRegistration {
  hostname: string;
  platform: string;
  name: string;
  client: string;
  clientVersion: string;
  /** The baselines are lost: RomM must not believe that this device holds anything. */
  resetSyncs: boolean;
}

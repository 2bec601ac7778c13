import type { Device } from "../contract/device.ts";
import type { SaveServer } from "../core/save-server.ts";
import type { DeviceId, UserId } from "../core/vocabulary.ts";
import type { PlayStatusServer } from "../play-status/deps.ts";
import type { RomLibrary } from "../shortcuts/scan-deps.ts";

/** What signing in asks of a RomM server. Every call throws `RommError`. */
export interface RommServer {
  saves: SaveServer;
  playStatus: PlayStatusServer;
  library: RomLibrary;
  /** Without credentials; answers RomM's own version word. */
  readVersion(signal: AbortSignal): Promise<string>;
  readUser(signal: AbortSignal): Promise<{ userId: UserId; username: string }>;
  devices: DeviceServer;
}

/** What is asked about the account's devices. A device that RomM does not know throws `not-found`. */
export interface DeviceServer {
  register(p: DeviceRegistration, signal: AbortSignal): Promise<{ deviceId: DeviceId; name: string | null }>;
  list(signal: AbortSignal): Promise<ListedDevice[]>;
  rename(p: { deviceId: DeviceId; name: string }, signal: AbortSignal): Promise<ListedDevice>;
  setSync(p: { deviceId: DeviceId; isEnabled: boolean }, signal: AbortSignal): Promise<ListedDevice>;
  /** One that is gone already is no error. */
  remove(p: { deviceId: DeviceId }, signal: AbortSignal): Promise<void>;
}

export type ListedDevice = Omit<Device, "isThis">;

/** The fingerprint that finds this device again is (hostname, platform): every Deck is called "steamdeck". */
export interface DeviceRegistration {
  hostname: string;
  platform: string;
  name: string;
  client: string;
  clientVersion: string;
  /** The baselines are lost: RomM must not believe that this device holds anything. */
  resetSyncs: boolean;
  /** A new device even where RomM knows this one already. */
  allowDuplicate: boolean;
}

import type { Device } from "../contract/device.ts";
import type { DeviceId, Right, UserId } from "../core/vocabulary.ts";
import type { PlayStatusServer } from "../ports/play-status-server.ts";
import type { RomLibrary } from "../ports/rom-library.ts";
import type { SaveServer } from "../ports/save-server.ts";

/** What signing in asks of a RomM server. Every call throws `RommError`. */
export interface RommServer {
  saves: SaveServer;
  playStatus: PlayStatusServer;
  library: RomLibrary;
  /** Without credentials; answers RomM's own version word. */
  readVersion(signal: AbortSignal): Promise<string>;
  /** `scopes`: those of the user, whatever the token may do; null: not told. */
  readUser(signal: AbortSignal): Promise<{ userId: UserId; username: string; scopes: string[] | null }>;
  /** What a token lacks that RomM does not tell. */
  findMissing(signal: AbortSignal): Promise<Right[]>;
  signIn: SignInServer;
  devices: DeviceServer;
}

/** What is asked about the account's devices. A device that RomM does not know throws `not-found`. */
export interface DeviceServer {
  register(p: DeviceRegistration, signal: AbortSignal): Promise<{ deviceId: DeviceId; name: string | null }>;
  list(signal: AbortSignal): Promise<ServerDevice[]>;
  rename(p: { deviceId: DeviceId; name: string }, signal: AbortSignal): Promise<ListedDevice>;
  setSync(p: { deviceId: DeviceId; isEnabled: boolean }, signal: AbortSignal): Promise<ListedDevice>;
  /** RomM learns what it can tell this device by. */
  describe(
    p: { deviceId: DeviceId } & Omit<DeviceRegistration, "resetSyncs" | "allowDuplicate" | "name">,
    signal: AbortSignal,
  ): Promise<ListedDevice>;
  /** One that is gone already is no error. */
  remove(p: { deviceId: DeviceId }, signal: AbortSignal): Promise<void>;
}

export type ListedDevice = Omit<Device, "isThis">;
/** `createdAtMs` null: not told. */
export type ServerDevice = ListedDevice & { createdAtMs: number | null };

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

/** The calls of `SignIn` (romm/sign-in.ts), as the ways use them. Every one throws `RommError`. */
export interface SignInServer {
  startFlow(
    p: {
      identifier: string;
      name: string;
      client: string;
      platform: string;
      clientVersion: string;
      scopes: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<DeviceFlow>;
  pollFlow(p: { deviceCode: string }, signal: AbortSignal): Promise<FlowAnswer>;
  exchangeCode(
    p: { code: string },
    signal: AbortSignal,
  ): Promise<{ kind: "token"; token: string; scopes: string[] } | { kind: "wrong-code" | "disabled" }>;
  askTokens(
    p: { username: string; password: string; scopes: readonly string[] },
    signal: AbortSignal,
  ): Promise<
    | { kind: "tokens"; accessToken: string; refreshToken: string; expiresInMs: number }
    | { kind: "wrong-password" | "disabled" | "lacks-scope" }
  >;
  refreshTokens(
    p: { refreshToken: string },
    signal: AbortSignal,
  ): Promise<
    | { kind: "tokens"; accessToken: string; refreshToken: string | null; expiresInMs: number }
    | { kind: "ended" }
  >;
}

export interface DeviceFlow {
  deviceCode: string;
  userCode: string;
  path: string;
  pathWithCode: string;
  expiresInMs: number;
  intervalMs: number;
}

export type FlowAnswer =
  | { kind: "approved"; token: string; deviceId: DeviceId; scopes: string[] }
  | { kind: "pending" | "slow-down" | "denied" | "expired" };

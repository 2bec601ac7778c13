import { plainAccess, type StoredAccess } from "../core/server-access.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { Clock } from "../machine/clock.ts";
import type { Http } from "../machine/http.ts";
import type { Log } from "../machine/log.ts";
import type { SaveServer } from "../ports/save-server.ts";
import { newestVersion, readCapabilities } from "./capabilities.ts";
import { createDevices, type Devices } from "./devices.ts";
import { fetchHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { createLibrary, type Library } from "./library.ts";
import { fetchPlatforms, type Platform } from "./platforms.ts";
import { createRights, type Rights } from "./rights.ts";
import { createRoms, type Roms } from "./roms.ts";
import { createSaves, type Saves } from "./saves.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import { createUsers, type Users } from "./users.ts";
import type { Patience } from "./wire/call.ts";
import { createCalls } from "./wire/calls.ts";
import { createCredentials } from "./wire/credentials.ts";
import { withRenewal } from "./wire/renewal.ts";
import { withRetry } from "./wire/retry.ts";

/** One RomM server, asked as one user. Every call throws `RommError`; an aborted one throws its code `timeout`. */
export interface Romm {
  heartbeat(signal: AbortSignal): Promise<Heartbeat>;
  signIn: SignIn;
  users: Users;
  rights: Rights;
  devices: Devices;
  saves: Saves & SaveServer;
  roms: Roms;
  library: Library;
  platforms(signal: AbortSignal): Promise<Platform[]>;
}

export interface RommOptions {
  http: Http;
  clock: Clock;
  log: Log;
  /** With the path below which RomM lies; a query or user name in it is ignored. */
  origin: string;
  tokens: TokenSource;
  /** What the player chose about the way to the origin, and to no other one. */
  access?: StoredAccess;
  /** As the last heartbeat told it; without it, the newest is assumed. */
  serverVersion?: string;
  /** Milliseconds, per kind of call; the product takes the default. */
  patience?: Partial<Record<Patience, number>>;
  /** Told with every answer that carries the server's date, in milliseconds since 1970. */
  noteDate?: (atMs: number) => void;
}

const defaultPatience: Record<Patience, number> = {
  quick: 15_000,
  listing: 30_000,
  library: 120_000,
  minutes: 320_000,
  transfer: 60_000,
};

export function createRomm({ http, clock, log, ...options }: RommOptions): Romm {
  const access = options.access ?? plainAccess;
  const credentials = createCredentials({
    origin: options.origin,
    tokens: options.tokens,
    extraHeaders: access.headers,
  });
  const capabilities = readCapabilities(options.serverVersion ?? newestVersion);
  const patience = { ...defaultPatience, ...options.patience };
  const { noteDate = () => {} } = options;
  const deps = { http, trust: access, clock, log, credentials, patience, capabilities, noteDate };
  const calls = withRetry(withRenewal(createCalls(deps), options.tokens), clock);
  const roms = createRoms(calls, capabilities);
  return {
    heartbeat: (signal) => fetchHeartbeat(calls, signal),
    signIn: createSignIn(calls),
    users: createUsers(calls),
    rights: createRights(calls),
    devices: createDevices(calls),
    saves: { ...createSaves(calls, capabilities), findRom: roms.findRom },
    roms,
    library: createLibrary(calls),
    platforms: (signal) => fetchPlatforms(calls, signal),
  };
}

import { randomUUID } from "node:crypto";
import { addToken, addUser, authenticate } from "./accounts/access.ts";
import { deriveStatuses, setAchievements } from "./accounts/achievements.ts";
import { createClientTokens } from "./accounts/client-tokens.ts";
import { createDeviceAuth } from "./accounts/device-auth.ts";
import { createDevices, forgetDevice } from "./accounts/devices.ts";
import { createOauth } from "./accounts/oauth.ts";
import { createUsers } from "./accounts/users.ts";
import type { Context } from "./ground/context.ts";
import { createDatabase, type Database } from "./ground/database.ts";
import { createOverlayFiles, type RommFiles } from "./ground/files.ts";
import { createRedis } from "./ground/redis.ts";
import { type Profile, type Traits, traitsFor } from "./ground/traits.ts";
import { addRom, removeRom, renamePlatform, renameRom } from "./library/add-rom.ts";
import { createRoms } from "./library/roms.ts";
import { createRetroarchSync } from "./saves/retroarch-sync.ts";
import { hashAtStart, recomputeHashes } from "./saves/save-changes.ts";
import { createSaves } from "./saves/saves.ts";
import { raceOf } from "./snapshots/channels.ts";
import { createSnapshots } from "./snapshots/snapshots.ts";
import { createPlaySessions } from "./sync/play-sessions.ts";
import { createSync } from "./sync/sync-sessions.ts";

export interface RommRulesOptions {
  /** Where the server writes; `createMemoryFiles()` or `createFolderFiles(folder)`. */
  files: RommFiles;
  /** Milliseconds since 1970. */
  clock: () => number;
  profile?: Profile;
  /** `4.7`, `4.9`, `5.2` and so on, `development`, or `specification`. */
  version?: string;
  /** Makes uuids; deterministic ones make a simulation repeatable. */
  ids?: () => string;
  /** Overrides what profile and version say. */
  traits?: Partial<Traits>;
}

/** A copy of the whole server; plain data that `structuredClone` accepts. */
export interface RommSnapshot {
  database: Database;
  files: { path: string; bytes: Uint8Array }[];
}

export interface RommRules extends ReturnType<typeof verbsOn> {
  /** The same server on a copy of everything: what is done there leaves no trace here. */
  rehearse(): RommRules;
}

/** RomM's behaviour as plain synchronous calls on data: no HTTP, no waiting. Every answer is data or a refusal. */
export function createRommRules(options: RommRulesOptions): RommRules {
  const { profile = "mariadb", version = "5.2.0" } = options;
  return rulesOn({
    database: createDatabase(),
    profile,
    traits: { ...traitsFor(profile, version), ...options.traits },
    files: options.files,
    clock: options.clock,
    newUuid: options.ids ?? randomUUID,
    redis: createRedis(options.clock),
    secretKey: randomUUID(),
  });
}

function rulesOn(context: Context): RommRules {
  const rehearse = () =>
    rulesOn({
      ...context,
      database: structuredClone(context.database),
      files: createOverlayFiles(context.files),
      redis: context.redis.copy(),
    });
  return Object.assign(verbsOn(context), { rehearse });
}

function verbsOn(context: Context) {
  return {
    /** The tables themselves, for tests that read or damage them. */
    get database() {
      return context.database;
    },
    /** The server's clock. */
    now: context.clock,
    files: context.files,
    traits: context.traits,
    redis: context.redis,
    authenticate: (authorization: string | null) => authenticate(context, authorization),
    users: createUsers(context),
    oauth: createOauth(context),
    clientTokens: createClientTokens(context),
    deviceAuth: createDeviceAuth(context),
    devices: createDevices(context),
    saves: createSaves(context),
    retroarchSync: createRetroarchSync(context),
    roms: createRoms(context),
    snapshots: createSnapshots(context),
    sync: createSync(context),
    playSessions: createPlaySessions(context),
    /** What an administrator does, by web page or by hand. */
    admin: {
      addUser: (...user: Tail<Parameters<typeof addUser>>) => addUser(context, ...user),
      addToken: (...token: Tail<Parameters<typeof addToken>>) => addToken(context, ...token),
      addRom: (...rom: Tail<Parameters<typeof addRom>>) => addRom(context, ...rom),
      removeRom: (romId: number) => removeRom(context, romId),
      /** Its file was renamed, and a scan found it again by its content: the id stays. */
      renameRom: (...names: Tail<Parameters<typeof renameRom>>) => renameRom(context, ...names),
      renamePlatform: (...names: Tail<Parameters<typeof renamePlatform>>) =>
        renamePlatform(context, ...names),
      /** The next upload to this channel loses its race: the line goes to that save, and the upload is kept as a branch. */
      loseRace: (channelId: string, saveId: number) =>
        context.redis.set(raceOf(channelId), String(saveId), 600),
      setAchievements: (...facts: Tail<Parameters<typeof setAchievements>>) =>
        setAchievements(context, ...facts),
      /** The nightly task that turns achievements into play statuses. */
      deriveStatuses: () => deriveStatuses(context),
      /** The maintenance task that computes all content hashes anew. */
      recomputeHashes: () => recomputeHashes(context),
      /** RomM is started again. */
      restart: () => hashAtStart(context),
      /** Another release over the same data. */
      update(version: string): void {
        Object.assign(context.traits, traitsFor(context.profile, version));
        hashAtStart(context);
      },
      forgetDevice: (deviceId: string) => forgetDevice(context, deviceId),
    },
    snapshot: (): RommSnapshot => ({
      database: structuredClone(context.database),
      files: context.files
        .list()
        .map((path) => ({ path, bytes: context.files.read(path) ?? new Uint8Array(0) })),
    }),
    /**
     * Goes back to a copy: the tables, and the files too unless told that only the database was restored. Tables that
     * came since the copy was made are empty.
     */
    restore(snapshot: RommSnapshot, { withFiles = true }: { withFiles?: boolean } = {}): void {
      context.database = { ...createDatabase(), ...structuredClone(snapshot.database) };
      if (!withFiles) return;
      for (const path of context.files.list()) context.files.remove(path);
      for (const { path, bytes } of snapshot.files) context.files.write(path, bytes);
    },
  };
}

type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

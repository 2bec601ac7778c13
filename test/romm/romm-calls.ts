import type { DeviceId, RomId, SaveId, Slot, UserId } from "../../backend/core/vocabulary.ts";
import type { Romm } from "../../backend/romm/client.ts";

/** Every method of the client that asks the server, as `noun.method`. */
export type CallName = Exclude<
  {
    [Noun in keyof Romm]: Romm[Noun] extends (...p: never[]) => unknown
      ? Noun
      : `${Noun}.${keyof Romm[Noun] & string}`;
  }[keyof Romm],
  "saves.sizeLimit"
>;

/** One call with everything it sends, read to its end, and what RomM answers to it on a good day. */
export interface TriedCall {
  run(romm: Romm, signal: AbortSignal): Promise<unknown>;
  happy: { status?: number; headers?: Record<string, string>; body: unknown };
}

const romId = 7 as RomId;
const saveId = 12 as SaveId;
const userId = 3 as UserId;
const deviceId = "0f0e0d0c-0b0a-4908-8706-050403020100" as DeviceId;
const slot = "autosave" as Slot;

export const saveJson = {
  id: saveId,
  rom_id: romId,
  user_id: userId,
  file_name: "Alpha [2026-08-22_10-15-30].srm",
  file_size_bytes: 5,
  emulator: "snes9x",
  slot,
  content_hash: "5d41402abc4b2a76b9719d911017c592",
  created_at: "2026-08-22T10:15:30+00:00",
  updated_at: "2026-08-22T10:15:30+00:00",
  origin_device_id: deviceId,
  missing_from_fs: false,
  device_syncs: [],
};
const deviceJson = {
  id: deviceId,
  name: "Deck A",
  sync_enabled: true,
  last_seen: "2026-08-22T10:15:30+00:00",
};
const userJson = {
  id: userId,
  username: "player",
  ra_username: "",
  ra_progression: { results: [{ rom_ra_id: 5, highest_award_kind: "mastered" }] },
};
const romJson = {
  id: romId,
  name: "Alpha",
  fs_name: "Alpha.sfc",
  fs_name_no_ext: "Alpha",
  fs_size_bytes: 9,
  platform_slug: "snes",
  ra_id: 5,
  rom_user: { status: null },
};

/** What is sent to sign in: no error and no log may repeat it. */
export const signInSecrets = {
  deviceCode: "secret-device-code-0123456789",
  code: "SECRETCD",
  password: "secret of the player",
  refresh: "secret-refresh-token-0123456789",
};
const flowRequest = {
  identifier: "savepoint-1",
  name: "Deck A",
  client: "savepoint",
  platform: "steamos",
  clientVersion: "1.0",
  scopes: ["me.read"],
};
const flowJson = {
  device_code: "0123456789abcdef",
  user_code: "K7QX2MPD",
  verification_path: "/pair/device",
  verification_path_complete: "/pair/device?user_code=K7QX2MPD",
  expires_in: 600,
  interval: 5,
};
const grantJson = {
  access_token: "ey.access",
  refresh_token: "ey.refresh",
  token_type: "bearer",
  expires: 1800,
};

const registerRequest = {
  name: "Deck A",
  platform: "steamos",
  client: "savepoint",
  clientVersion: "1.0",
  hostname: "savepoint-1",
  resetSyncs: false,
  allowDuplicate: false,
};

export const uploadRequest = {
  romId,
  slot,
  deviceId,
  emulator: "snes9x",
  fileName: "Alpha.srm",
  overwrite: false,
  autocleanupLimit: 10,
};

export async function* chunksOf(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** A method of the client that is missing here does not compile. */
export const calls: Record<CallName, TriedCall> = {
  heartbeat: {
    run: (romm, signal) => romm.heartbeat(signal),
    happy: { body: { SYSTEM: { VERSION: "5.2.0" }, METADATA_SOURCES: { RA_API_ENABLED: true } } },
  },
  platforms: {
    run: (romm, signal) => romm.platforms(signal),
    happy: { body: [{ id: 1, slug: "snes", name: "SNES", rom_count: 1 }] },
  },
  "signIn.startFlow": {
    run: (romm, signal) => romm.signIn.startFlow(flowRequest, signal),
    happy: { status: 201, body: flowJson },
  },
  "signIn.pollFlow": {
    run: (romm, signal) => romm.signIn.pollFlow({ deviceCode: signInSecrets.deviceCode }, signal),
    happy: {
      body: { access_token: "rmm_given", device_id: deviceId, scopes: ["me.read"], expires_at: null },
    },
  },
  "signIn.exchangeCode": {
    run: (romm, signal) => romm.signIn.exchangeCode({ code: signInSecrets.code }, signal),
    happy: { body: { id: 1, raw_token: "rmm_given", scopes: ["me.read"] } },
  },
  "signIn.askTokens": {
    run: (romm, signal) =>
      romm.signIn.askTokens(
        { username: "player", password: signInSecrets.password, scopes: ["me.read"] },
        signal,
      ),
    happy: { body: grantJson },
  },
  "signIn.refreshTokens": {
    run: (romm, signal) => romm.signIn.refreshTokens({ refreshToken: signInSecrets.refresh }, signal),
    happy: { body: grantJson },
  },
  "users.me": { run: (romm, signal) => romm.users.me(signal), happy: { body: userJson } },
  "users.fetchAwards": { run: (romm, signal) => romm.users.fetchAwards(signal), happy: { body: userJson } },
  "users.refreshAwards": {
    run: (romm, signal) => romm.users.refreshAwards({ userId, incremental: true }, signal),
    happy: { body: null },
  },
  "rights.findMissing": {
    run: (romm, signal) => romm.rights.findMissing(signal),
    happy: { status: 403, body: { detail: "Forbidden" } },
  },
  "devices.describe": {
    run: (romm, signal) => romm.devices.describe({ ...registerRequest, deviceId }, signal),
    happy: { body: deviceJson },
  },
  "devices.register": {
    run: (romm, signal) => romm.devices.register(registerRequest, signal),
    happy: { status: 201, body: { device_id: deviceId, name: "Deck A", created_at: "2026-08-22T10:15:30Z" } },
  },
  "devices.list": { run: (romm, signal) => romm.devices.list(signal), happy: { body: [deviceJson] } },
  "devices.rename": {
    run: (romm, signal) => romm.devices.rename({ deviceId, name: "Mine" }, signal),
    happy: { body: deviceJson },
  },
  "devices.setSync": {
    run: (romm, signal) => romm.devices.setSync({ deviceId, isEnabled: false }, signal),
    happy: { body: { ...deviceJson, sync_enabled: false } },
  },
  "devices.remove": {
    run: (romm, signal) => romm.devices.remove({ deviceId }, signal),
    happy: { body: null },
  },
  "saves.listSaves": {
    run: (romm, signal) => romm.saves.listSaves({ romId, deviceId }, signal),
    happy: { body: [saveJson] },
  },
  "saves.listAllSaves": {
    run: (romm, signal) => romm.saves.listAllSaves({ deviceId }, signal),
    happy: { body: [saveJson] },
  },
  "saves.listSavesOf": {
    run: (romm, signal) => romm.saves.listSavesOf({ romIds: [romId], deviceId }, signal),
    happy: { body: [saveJson] },
  },
  "saves.readLine": {
    run: (romm, signal) => romm.saves.readLine({ channelId: "line-1" }, signal),
    happy: { body: [{ id: "line-1", label: "default", current: { save: { id: saveJson.id } } }] },
  },
  "saves.listSaveIds": {
    run: (romm, signal) => romm.saves.listSaveIds(signal),
    happy: { body: [saveJson.id] },
  },
  "saves.uploadSave": {
    run: (romm, signal) =>
      romm.saves.uploadSave(
        { ...uploadRequest, content: { sizeBytes: 5, chunks: chunksOf("he", "llo") } },
        signal,
      ),
    happy: { body: saveJson },
  },
  "saves.isHandedOut": {
    run: (romm, signal) => romm.saves.isHandedOut({ saveId }, signal),
    happy: { headers: { "content-disposition": 'attachment; filename="a.srm"' }, body: "hello" },
  },
  "saves.downloadSave": {
    run: async (romm, signal) =>
      readAll((await romm.saves.downloadSave({ saveId, deviceId }, signal)).chunks),
    happy: { headers: { "content-disposition": 'attachment; filename="a.srm"' }, body: "hello" },
  },
  "saves.confirmDownload": {
    run: (romm, signal) => romm.saves.confirmDownload({ saveId, deviceId }, signal),
    happy: { body: saveJson },
  },
  "saves.trackSave": {
    run: (romm, signal) => romm.saves.trackSave({ saveId, deviceId }, signal),
    happy: { body: saveJson },
  },
  "saves.untrackSave": {
    run: (romm, signal) => romm.saves.untrackSave({ saveId, deviceId }, signal),
    happy: { body: saveJson },
  },
  "saves.findRom": { run: (romm, signal) => romm.saves.findRom({ romId }, signal), happy: { body: romJson } },
  "roms.findRom": { run: (romm, signal) => romm.roms.findRom({ romId }, signal), happy: { body: romJson } },
  "roms.get": { run: (romm, signal) => romm.roms.get({ romId }, signal), happy: { body: romJson } },
  "library.list": {
    run: async (romm, signal) => {
      const pages = [];
      for await (const page of romm.library.list({ platformIds: [], withFiles: false }, signal))
        pages.push(page);
      return pages;
    },
    happy: { body: { items: [romJson], total: 1 } },
  },
  "library.search": {
    run: (romm, signal) => romm.library.search({ text: "alpha", platformIds: [], limit: 10 }, signal),
    happy: { body: { items: [romJson], total: 1 } },
  },
  "library.find": {
    run: (romm, signal) => romm.library.find({ romId }, signal),
    happy: { body: romJson },
  },
  "roms.listByRaIds": {
    run: (romm, signal) => romm.roms.listByRaIds({ raIds: new Set([5]) }, signal),
    happy: { body: { items: [romJson], total: 1 } },
  },
  "roms.setStatus": {
    run: (romm, signal) => romm.roms.setStatus({ romId, status: "finished" }, signal),
    happy: { body: { id: 1, status: "finished" } },
  },
};

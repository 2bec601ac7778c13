import * as v from "valibot";
import { firstLetters } from "../core/first-letters.ts";
import { RommError } from "../core/romm-error.ts";
import type { DeviceId } from "../core/vocabulary.ts";
import { decode, deviceId, textOrNull, time } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** A device of this account, as RomM lists it. */
export interface RommDevice {
  deviceId: DeviceId;
  name: string | null;
  platform: string | null;
  client: string | null;
  clientVersion: string | null;
  /** False: RomM leaves this device out of its sync. */
  isSyncEnabled: boolean;
  lastSeenAtMs: number | null;
  createdAtMs: number | null;
}

export interface RegisterRequest {
  name: string;
  platform: string;
  client: string;
  clientVersion: string;
  /** With `platform` what RomM knows a device by: must differ between two Decks. */
  hostname: string;
  /** Baselines are lost: RomM forgets what it believes this device holds. Of no effect on a new device. */
  resetSyncs: boolean;
  /** A new device even where RomM knows this one already. */
  allowDuplicate: boolean;
}

/** `isNew` false: RomM knew this device; the name is the one it had. */
export interface Registration {
  deviceId: DeviceId;
  name: string | null;
  isNew: boolean;
}

export interface Devices {
  register(p: RegisterRequest, signal: AbortSignal): Promise<Registration>;
  list(signal: AbortSignal): Promise<RommDevice[]>;
  rename(p: { deviceId: DeviceId; name: string }, signal: AbortSignal): Promise<RommDevice>;
  setSync(p: { deviceId: DeviceId; isEnabled: boolean }, signal: AbortSignal): Promise<RommDevice>;
  /** RomM learns what it can tell this device by; the name stays the player's. */
  describe(p: DeviceDescription, signal: AbortSignal): Promise<RommDevice>;
  /** Its saves stay. One that is gone already is no error. */
  remove(p: { deviceId: DeviceId }, signal: AbortSignal): Promise<void>;
}

export type DeviceDescription = { deviceId: DeviceId } & Omit<
  RegisterRequest,
  "name" | "resetSyncs" | "allowDuplicate"
>;

export function createDevices(calls: Calls): Devices {
  return {
    register: (p, signal) => register(calls, p, signal),
    list: (signal) => list(calls, signal),
    rename: ({ deviceId: id, name }, signal) =>
      change(calls, { id, task: "rename the device", values: { name: firstLetters(name, 255) } }, signal),
    setSync: (p, signal) => setSync(calls, p, signal),
    describe: ({ deviceId: id, ...p }, signal) => {
      const values = { hostname: firstLetters(p.hostname, 255), ...describeClient(p) };
      return change(calls, { id, task: "bring the device up to date", values }, signal);
    },
    remove: (p, signal) => remove(calls, p, signal),
  };
}

const registration = v.object({ device_id: deviceId, name: textOrNull });
const knownDevice = v.object({
  detail: v.object({ error: v.literal("device_exists"), device_id: deviceId }),
});

/**
 * RomM 5.2 `POST /api/devices`. RomM answers a known fingerprint with the device that it has (200) and stores none of
 * the sent fields, so version and client follow; the name stays the player's. Never repeated by itself: without a
 * match each call makes a device.
 */
async function register(calls: Calls, p: RegisterRequest, signal: AbortSignal): Promise<Registration> {
  const call: Call = {
    task: "register this device",
    method: "POST",
    path: "/api/devices",
    body: { kind: "json", value: toBody(p) },
    alsoAnswers: [409],
  };
  const { status, json } = await calls.ask(call, signal);
  if (status === 409) {
    const { detail } = decode(knownDevice, json, call.task);
    return { ...(await refresh(calls, p, detail.device_id, signal)), isNew: false };
  }
  const found = decode(registration, json, call.task);
  if (status === 200) return { ...(await refresh(calls, p, found.device_id, signal)), isNew: false };
  return { deviceId: found.device_id, name: found.name, isNew: true };
}

/** Longer values than RomM's columns make it fail with 500. */
function toBody(p: RegisterRequest) {
  return {
    name: firstLetters(p.name, 255),
    hostname: firstLetters(p.hostname, 255),
    ...describeClient(p),
    allow_existing: !p.allowDuplicate,
    allow_duplicate: p.allowDuplicate,
    reset_syncs: p.resetSyncs,
  };
}

function describeClient(p: Pick<RegisterRequest, "platform" | "client" | "clientVersion">) {
  return {
    platform: firstLetters(p.platform, 50),
    client: firstLetters(p.client, 50),
    client_version: firstLetters(p.clientVersion, 50),
  };
}

async function refresh(calls: Calls, p: RegisterRequest, id: DeviceId, signal: AbortSignal) {
  const device = await change(
    calls,
    { id, task: "bring the device up to date", values: describeClient(p) },
    signal,
  );
  return { deviceId: device.deviceId, name: device.name };
}

const timeOrNull = v.nullish(v.union([v.null(), time]), null);

const deviceSchema = v.pipe(
  v.object({
    id: deviceId,
    name: textOrNull,
    platform: textOrNull,
    client: textOrNull,
    client_version: textOrNull,
    sync_enabled: v.optional(v.boolean(), true),
    last_seen: timeOrNull,
    created_at: timeOrNull,
  }),
  v.transform(
    (device): RommDevice => ({
      deviceId: device.id,
      name: device.name,
      platform: device.platform,
      client: device.client,
      clientVersion: device.client_version,
      isSyncEnabled: device.sync_enabled,
      lastSeenAtMs: device.last_seen,
      createdAtMs: device.created_at,
    }),
  ),
);

async function list(calls: Calls, signal: AbortSignal): Promise<RommDevice[]> {
  const call: Call = { task: "list the devices", method: "GET", path: "/api/devices" };
  return decode(v.array(deviceSchema), (await calls.ask(call, signal)).json, call.task);
}

async function change(
  calls: Calls,
  { id, task, values }: { id: DeviceId; task: string; values: Record<string, string | boolean> },
  signal: AbortSignal,
): Promise<RommDevice> {
  const call: Call = {
    task,
    method: "PUT",
    path: pathOf(id),
    body: { kind: "json", value: values },
    entities: ["device"],
    isRepeatable: true,
  };
  return decode(deviceSchema, (await calls.ask(call, signal)).json, call.task);
}

/** RomM before 4.9 knows no such switch, and ignores it. */
async function setSync(calls: Calls, p: { deviceId: DeviceId; isEnabled: boolean }, signal: AbortSignal) {
  const task = "switch the device's sync";
  const device = await change(calls, { id: p.deviceId, task, values: { sync_enabled: p.isEnabled } }, signal);
  if (device.isSyncEnabled === p.isEnabled) return device;
  throw new RommError(
    "rejected",
    `Could not ${task}: RomM left it as it was. Ask the server's admin for RomM 4.9 or later.`,
  );
}

async function remove(calls: Calls, p: { deviceId: DeviceId }, signal: AbortSignal): Promise<void> {
  const call: Call = {
    task: "remove the device",
    method: "DELETE",
    path: pathOf(p.deviceId),
    entities: ["device"],
    isRepeatable: true,
  };
  try {
    decode(v.null(), (await calls.ask(call, signal)).json, call.task);
  } catch (error) {
    const isGone = error instanceof RommError && error.code === "not-found" && error.entity === "device";
    if (!isGone) throw error;
  }
}

function pathOf(id: DeviceId): string {
  return `/api/devices/${encodeURIComponent(id)}`;
}

import { type Answer, crash, grant, type Refusal, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import { storedNow } from "../ground/context.ts";
import type { DeviceFields, DeviceRow } from "../ground/database.ts";
import { sameText } from "../ground/text.ts";
import { isoTime, isoTimeOrNull } from "../ground/time.ts";
import { guarded } from "./access.ts";

interface DeviceRequest extends Partial<Omit<DeviceFields, "sync_mode">> {
  sync_mode?: string | null;
  allow_existing?: boolean;
  allow_duplicate?: boolean;
  reset_syncs?: boolean;
  capabilities?: Record<string, boolean>;
}

/** What POST /devices answers. */
interface RegisteredDevice {
  device_id: string;
  name: string | null;
  created_at: string;
}

type DeviceView = ReturnType<typeof viewDevice>;

/** Section 4. */
export function createDevices(context: Context) {
  return {
    register: guarded(context, ["devices.write"], register),
    list: guarded(context, ["devices.read"], list),
    one: guarded(context, ["devices.read"], one),
    update: guarded(context, ["devices.write"], update),
    remove: guarded(context, ["devices.write"], remove),
  };
}

function list(context: Context, caller: Caller): Answer<DeviceView[]> {
  const own = context.database.devices.filter((row) => row.user_id === caller.userId);
  return grant(own.map((row) => viewDevice(context, row)));
}

function one(context: Context, caller: Caller, deviceId: string): Answer<DeviceView> {
  const device = findDevice(context, caller, deviceId);
  return device.ok ? grant(viewDevice(context, device.value)) : device;
}

function update(
  context: Context,
  caller: Caller,
  deviceId: string,
  fields: Partial<DeviceFields> & { capabilities?: Record<string, boolean> },
): Answer<DeviceView> {
  const device = findDevice(context, caller, deviceId);
  if (!device.ok) return device;
  if (isTooLong(fields)) return crash();
  Object.assign(device.value, fields, { updated_at: storedNow(context) });
  return grant(viewDevice(context, device.value));
}

function remove(context: Context, caller: Caller, deviceId: string): Answer<null> {
  const device = findDevice(context, caller, deviceId);
  if (!device.ok) return device;
  forgetDevice(context, deviceId);
  return grant(null, 204);
}

/** Deletes a device with its sync rows and sync sessions; saves, play sessions and tokens only lose its id. */
export function forgetDevice(context: Context, deviceId: string): void {
  const { database } = context;
  database.devices = database.devices.filter((row) => row.id !== deviceId);
  database.syncs = database.syncs.filter((row) => row.device_id !== deviceId);
  database.syncSessions = database.syncSessions.filter((row) => row.device_id !== deviceId);
  for (const save of database.saves) if (save.origin_device_id === deviceId) save.origin_device_id = null;
  for (const row of [...database.playSessions, ...database.tokens])
    if (row.device_id === deviceId) row.device_id = null;
}

/** The caller's own device; another user's is as unknown as none. */
export function findDevice(context: Context, caller: Caller, deviceId: string): Answer<DeviceRow> {
  const device = context.database.devices.find((row) => row.id === deviceId && row.user_id === caller.userId);
  return device === undefined ? unknownDevice(deviceId) : grant(device);
}

function unknownDevice(deviceId: string): Refusal {
  return refuse(404, `Device with ID ${deviceId} not found`);
}

function register(context: Context, caller: Caller, request: DeviceRequest): Answer<RegisteredDevice> {
  const match = request.allow_duplicate ? undefined : findByFingerprint(context, caller, request);
  if (match === undefined) return create(context, caller, request);
  if (request.allow_existing === false)
    return refuse(409, {
      error: "device_exists",
      message: "A device with this fingerprint already exists",
      device_id: match.id,
    });
  match.last_seen = storedNow(context);
  if (request.capabilities !== undefined) match.capabilities = request.capabilities;
  if (request.reset_syncs)
    context.database.syncs = context.database.syncs.filter((row) => row.device_id !== match.id);
  return grant(viewRegistered(match));
}

function findByFingerprint(context: Context, caller: Caller, request: DeviceRequest): DeviceRow | undefined {
  const { mac_address, hostname, platform } = request;
  const own = context.database.devices.filter((row) => row.user_id === caller.userId);
  const same = (a: string | null, b: string | null) => sameText(context.traits, a, b);
  const byMac = mac_address ? own.find((row) => same(row.mac_address, mac_address)) : undefined;
  if (byMac !== undefined || !hostname || !platform) return byMac;
  return own.find((row) => same(row.hostname, hostname) && same(row.platform, platform));
}

function create(context: Context, caller: Caller, request: DeviceRequest): Answer<RegisteredDevice> {
  if (isTooLong(request)) return crash();
  return grant(viewRegistered(addDevice(context, caller.userId, request)), 201);
}

type NewDevice = Omit<DeviceRequest, "allow_existing" | "allow_duplicate" | "reset_syncs"> & {
  client_device_identifier?: string;
};

/** A row of its own; what is not told is null. */
export function addDevice(context: Context, userId: number, fields: NewDevice): DeviceRow {
  const now = storedNow(context);
  const device: DeviceRow = {
    id: context.newUuid(),
    user_id: userId,
    name: fields.name ?? null,
    platform: fields.platform ?? null,
    client: fields.client ?? null,
    client_version: fields.client_version ?? null,
    ip_address: fields.ip_address ?? null,
    mac_address: fields.mac_address ?? null,
    hostname: fields.hostname ?? null,
    client_device_identifier: fields.client_device_identifier ?? null,
    sync_mode: fields.sync_mode ?? "api",
    sync_enabled: true,
    sync_config: fields.sync_config ?? null,
    capabilities: fields.capabilities ?? {},
    last_seen: now,
    created_at: now,
    updated_at: now,
  };
  context.database.devices.push(device);
  return device;
}

const longest = {
  name: 255,
  platform: 50,
  client: 50,
  client_version: 50,
  ip_address: 45,
  mac_address: 17,
  hostname: 255,
} as const;

function isTooLong(fields: Partial<Omit<DeviceFields, "sync_mode">>): boolean {
  return Object.entries(longest).some(([name, limit]) => {
    const value = name in longest ? fields[name as keyof typeof longest] : null;
    return typeof value === "string" && value.length > limit;
  });
}

function viewRegistered(device: DeviceRow): RegisteredDevice {
  return { device_id: device.id, name: device.name, created_at: isoTime(device.created_at) };
}

function viewDevice({ traits }: Context, device: DeviceRow) {
  const { sync_mode, sync_enabled, sync_config, client_device_identifier, capabilities, ...fields } = device;
  return {
    ...fields,
    ...(traits.deviceHasIdentifier && { client_device_identifier }),
    ...(traits.deviceHasCapabilities && { capabilities }),
    ...{ sync_enabled, sync_mode },
    ...(traits.deviceHasSyncFields && { sync_config: maskSecrets(sync_config) }),
    last_seen: isoTimeOrNull(device.last_seen),
    created_at: isoTime(device.created_at),
    updated_at: isoTime(device.updated_at),
  };
}

function maskSecrets(config: Record<string, unknown> | null): Record<string, unknown> | null {
  if (config === null) return null;
  const secrets = ["ssh_password", "ssh_key_path"];
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, secrets.includes(key) ? "********" : value]),
  );
}

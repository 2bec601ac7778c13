import { RommError } from "../../core/romm-error.ts";
import type { DeviceId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";

/** Every Savepoint asks its player before it sends what looks lost. */
const client = "Savepoint";

interface Known {
  all: ReadonlySet<DeviceId>;
  asking: ReadonlySet<DeviceId>;
}

/** For as long as an account is signed in. */
const known = new WeakMap<ServerSession, Known>();

export function askingDevicesOf(session: ServerSession): ReadonlySet<DeviceId> | undefined {
  return known.get(session)?.asking;
}

/** Learns of which client a device is, once; false: that was known, or RomM does not tell. */
export async function learnOf(
  session: ServerSession,
  deviceId: DeviceId | null,
  signal: AbortSignal,
): Promise<boolean> {
  if (deviceId === null || session.devices === undefined || known.get(session)?.all.has(deviceId))
    return false;
  try {
    const devices = await session.devices.list(signal);
    const asking = devices.filter((device) => device.client === client);
    known.set(session, { all: idsOf([...devices, { deviceId }]), asking: idsOf(asking) });
    return true;
  } catch (error) {
    if (error instanceof RommError) return false;
    throw error;
  }
}

function idsOf(devices: readonly { deviceId: DeviceId }[]): ReadonlySet<DeviceId> {
  return new Set(devices.map(({ deviceId }) => deviceId));
}

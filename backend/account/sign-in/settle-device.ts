import type { AccountState } from "../../core/state.ts";
import type { DeviceId } from "../../core/vocabulary.ts";
import type { DeviceServer, ServerDevice } from "../deps.ts";
import type { SignInDeps } from "./deps.ts";

interface SettleDevice {
  /** As RomM listed them just now. */
  listed: readonly ServerDevice[];
  /** Of a pairing: the device that RomM made of us or found again; null: signed in otherwise. */
  pairedId: DeviceId | null;
  /** What is known of the account here. */
  known: AccountState | undefined;
  device: SignInDeps["device"];
}

/**
 * Which of the account's devices this one is. The device of a pairing is it; otherwise the one that it was before, and
 * otherwise it registers. Throws `RommError`.
 */
export async function settleDevice(
  server: DeviceServer,
  { listed, pairedId, known, device }: SettleDevice,
  signal: AbortSignal,
): Promise<{ deviceId: DeviceId; name: string | null }> {
  const find = (deviceId: DeviceId | null | undefined) =>
    listed.find((one) => one.deviceId === deviceId) ?? null;
  const [paired, before] = [find(pairedId), find(known?.deviceId)];
  const resetSyncs = Object.values(known?.units ?? {}).every(({ baseline }) => baseline === null);
  const own = paired && before && !isNew(paired) ? before : (paired ?? before);
  if (!own) return await server.register({ ...device, resetSyncs, allowDuplicate: false }, signal);
  const { deviceId } = own;
  // RomM finds a device by host name and platform, which a pairing does not tell it: a later registration must find this one.
  const { name } = await server.describe({ ...device, deviceId }, signal);
  if (resetSyncs) await server.register({ ...device, resetSyncs, allowDuplicate: false }, signal);
  return { deviceId, name };
}

/**
 * A pairing that found an older device, on a Deck that is another one already: the Decks are clones, and this one was
 * registered as new. RomM dates a device that a pairing made and its last sign of life alike.
 */
function isNew({ createdAtMs, lastSeenAtMs }: ServerDevice): boolean {
  return createdAtMs === null || lastSeenAtMs === null || lastSeenAtMs - createdAtMs < longestPairingMs;
}

const longestPairingMs = 15 * 60_000;

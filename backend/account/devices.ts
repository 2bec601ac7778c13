import type { Device, DeviceError } from "../contract/device.ts";
import type { ChangedPart } from "../contract/events.ts";
import { RommError } from "../core/romm-error.ts";
import { activeAccount } from "../core/units.ts";
import type { AccountId, DeviceId, Outcome } from "../core/vocabulary.ts";
import type { Log } from "../machine/log.ts";
import type { StateStore } from "../ports/state-store.ts";
import { type AccountDoor, inAccount } from "../work/in-account.ts";
import { toProblem } from "../work/problems.ts";
import type { DeviceRegistration, DeviceServer, ListedDevice } from "./deps.ts";
import { createPause } from "./pause.ts";

export interface DeviceDeps {
  store: StateStore;
  log: Log;
  /** Null: signed out. */
  session: () => DeviceSession | null;
  self: Omit<DeviceRegistration, "resetSyncs" | "allowDuplicate">;
  /** The device's id or name changed: the session takes it into use. */
  reopen: () => void;
  /** Something the panel shows has moved. */
  changed: (part: ChangedPart) => void;
  /** The player is told. */
  registeredAgain: () => void;
}

/** Whose devices, and where. */
export interface DeviceSession {
  accountId: AccountId;
  devices: DeviceServer;
}

export type Devices = ReturnType<typeof createDevices>;

/** A person waits. */
const patienceMs = 30_000;

/**
 * The devices of the account; this one is registered once, found again, and comes back if it was removed elsewhere. What
 * a server told is written to the account that asked it: another may be signed in by then.
 */
export function createDevices(deps: DeviceDeps) {
  const pause = createPause(deps);
  const ownId = () => activeAccount(deps.store.current())?.account.deviceId ?? null;

  async function ask<T>(
    work: (asked: Asked, signal: AbortSignal) => Promise<T>,
  ): Promise<Outcome<T, DeviceError>> {
    const session = deps.session();
    if (!session) return { ok: false, error: { kind: "signed-out" } };
    try {
      return { ok: true, value: await work(toAsked(deps.store, session), AbortSignal.timeout(patienceMs)) };
    } catch (error) {
      const problem = toProblem(error);
      if (!problem) throw error;
      return { ok: false, error: problem };
    }
  }

  async function register({ server, door }: Asked, signal: AbortSignal, how: { allowDuplicate: boolean }) {
    const device = await server.register({ ...deps.self, resetSyncs: false, ...how }, signal);
    await remember(door, device.deviceId, device.name ?? deps.self.name);
    deps.reopen();
    return device.deviceId;
  }

  async function listAll({ server, door }: Asked, signal: AbortSignal): Promise<ListedDevice[]> {
    const devices = await server.list(signal);
    await pause.learn(door, devices);
    return devices;
  }

  const comeBack = createComeBack(deps, register);

  return {
    list: () => ask(async (asked, signal) => (await listAll(asked, signal)).map(asked.toDevice)),

    rename: (p: { deviceId: DeviceId; name: string }) =>
      known(p.deviceId, () =>
        ask(async ({ server, door, ownDeviceId, toDevice }, signal) => {
          const device = await server.rename(p, signal);
          if (p.deviceId === ownDeviceId()) {
            await remember(door, p.deviceId, device.name ?? p.name);
            deps.reopen();
          }
          return toDevice(device);
        }),
      ),

    setSync: (p: { deviceId: DeviceId; enabled: boolean }) =>
      known(p.deviceId, () =>
        ask(async ({ server, door, toDevice }, signal) => {
          const device = await server.setSync({ deviceId: p.deviceId, isEnabled: p.enabled }, signal);
          await pause.learn(door, [device]);
          return toDevice(device);
        }),
      ),

    async remove({ deviceId }: { deviceId: DeviceId }): Promise<Outcome<null, DeviceError>> {
      if (deviceId === ownId()) return { ok: false, error: { kind: "is-this-device" } };
      return await ask(async ({ server }, signal) => {
        await server.remove({ deviceId }, signal);
        return null;
      });
    },

    /** For a cloned machine: two devices with one fingerprint are one to RomM, and its lock then protects neither. */
    registerAsNew: () =>
      ask(async (asked, signal) => {
        const deviceId = await register(asked, signal, { allowDuplicate: true });
        const devices = await listAll(asked, signal);
        const device = devices.find((one) => one.deviceId === deviceId);
        if (!device) throw new RommError("malformed", "RomM did not list the device that it had just made.");
        return asked.toDevice(device);
      }),

    /** At a start: a device that was removed elsewhere registers again. True: it had to. */
    async heal(signal: AbortSignal): Promise<boolean> {
      const session = deps.session();
      if (!session) return false;
      const asked = toAsked(deps.store, session);
      const deviceId = asked.ownDeviceId();
      if (deviceId === null) return false;
      const devices = await listAll(asked, signal);
      if (devices.some((device) => device.deviceId === deviceId)) return false;
      deps.log.warn("RomM had forgotten this device; it is registered again.");
      await register(asked, signal, { allowDuplicate: false });
      await listAll(asked, signal);
      return true;
    },

    comeBack,
    isPaused: pause.isPaused,
    /** Switched off, it may have been switched on elsewhere; fails quietly, and then stays off. */
    async recheckPause(): Promise<void> {
      await ask(listAll);
    },
  };
}

type Register = (asked: Asked, signal: AbortSignal, how: { allowDuplicate: boolean }) => Promise<DeviceId>;

/** While we run: the device that this one is in RomM now; null: it is not this one that is gone. One at a time. */
function createComeBack(deps: DeviceDeps, register: Register) {
  let coming: Promise<DeviceId | null> | null = null;

  async function comeBack(gone: DeviceId, signal: AbortSignal): Promise<DeviceId | null> {
    const session = deps.session();
    if (!session) return null;
    const asked = toAsked(deps.store, session);
    const known = asked.ownDeviceId();
    if (known !== gone) return known;
    deps.log.warn("RomM has forgotten this device while it was in use; it is registered again.");
    const deviceId = await register(asked, signal, { allowDuplicate: false });
    deps.registeredAgain();
    return deviceId;
  }

  return (gone: DeviceId, signal: AbortSignal): Promise<DeviceId | null> => {
    coming ??= comeBack(gone, signal).finally(() => {
      coming = null;
    });
    return coming;
  };
}

type Asked = ReturnType<typeof toAsked>;

/** One account's devices: where they are listed, and where what is told of them is written. */
function toAsked(store: StateStore, session: DeviceSession) {
  const door = inAccount(store, session.accountId);
  const ownDeviceId = () => door.read()?.deviceId ?? null;
  const toDevice = (device: ListedDevice): Device => ({
    ...device,
    isThis: device.deviceId === ownDeviceId(),
  });
  return { server: session.devices, door, ownDeviceId, toDevice };
}

async function known<T>(
  deviceId: DeviceId,
  work: () => Promise<Outcome<T, DeviceError>>,
): Promise<Outcome<T, DeviceError>> {
  const outcome = await work();
  const isGone = !outcome.ok && outcome.error.kind === "romm" && outcome.error.code === "not-found";
  return isGone ? { ok: false, error: { kind: "unknown-device", deviceId } } : outcome;
}

async function remember(door: AccountDoor, deviceId: DeviceId, deviceName: string): Promise<void> {
  await door.change((account) => ({ ...account, deviceId, deviceName }));
}

import type { Device, DeviceError } from "../contract/device.ts";
import { RommError } from "../core/romm-error.ts";
import type { StateStore } from "../core/state-store.ts";
import { activeAccount, withAccount } from "../core/units.ts";
import type { DeviceId, Outcome } from "../core/vocabulary.ts";
import type { Log } from "../machine/log.ts";
import { toProblem } from "../sync/problems.ts";
import type { DeviceRegistration, DeviceServer, ListedDevice } from "./deps.ts";
import { createPause } from "./pause.ts";

export interface DeviceDeps {
  store: StateStore;
  log: Log;
  /** Null: signed out. */
  server: () => DeviceServer | null;
  self: Omit<DeviceRegistration, "resetSyncs" | "allowDuplicate">;
  /** The device's id or name changed: the session takes it into use. */
  reopen: () => void;
  /** Something the panel shows has moved. */
  changed: () => void;
}

export type Devices = ReturnType<typeof createDevices>;

/** A person waits. */
const patienceMs = 30_000;

/** The devices of the account; this one is registered once, found again, and comes back if it was removed elsewhere. */
export function createDevices(deps: DeviceDeps) {
  const ownId = () => activeAccount(deps.store.current())?.account.deviceId ?? null;
  const pause = createPause(deps);
  const toDevice = (device: ListedDevice): Device => ({ ...device, isThis: device.deviceId === ownId() });

  async function ask<T>(
    work: (server: DeviceServer, signal: AbortSignal) => Promise<T>,
  ): Promise<Outcome<T, DeviceError>> {
    const server = deps.server();
    if (!server) return { ok: false, error: { kind: "signed-out" } };
    try {
      return { ok: true, value: await work(server, AbortSignal.timeout(patienceMs)) };
    } catch (error) {
      const problem = toProblem(error);
      if (!problem) throw error;
      return { ok: false, error: problem };
    }
  }

  async function register(server: DeviceServer, signal: AbortSignal, how: { allowDuplicate: boolean }) {
    const device = await server.register({ ...deps.self, resetSyncs: false, ...how }, signal);
    await remember(deps.store, device.deviceId, device.name ?? deps.self.name);
    deps.reopen();
    return device.deviceId;
  }

  return {
    list: () =>
      ask(async (server, signal) => {
        const devices = await server.list(signal);
        await pause.learn(devices);
        return devices.map(toDevice);
      }),

    rename: (p: { deviceId: DeviceId; name: string }) =>
      known(p.deviceId, () =>
        ask(async (server, signal) => {
          const device = await server.rename(p, signal);
          if (p.deviceId === ownId()) {
            await remember(deps.store, p.deviceId, device.name ?? p.name);
            deps.reopen();
          }
          return toDevice(device);
        }),
      ),

    setSync: (p: { deviceId: DeviceId; enabled: boolean }) =>
      known(p.deviceId, () =>
        ask(async (server, signal) => {
          const device = await server.setSync({ deviceId: p.deviceId, isEnabled: p.enabled }, signal);
          await pause.learn([device]);
          return toDevice(device);
        }),
      ),

    async remove({ deviceId }: { deviceId: DeviceId }): Promise<Outcome<null, DeviceError>> {
      if (deviceId === ownId()) return { ok: false, error: { kind: "is-this-device" } };
      return await ask(async (server, signal) => {
        await server.remove({ deviceId }, signal);
        return null;
      });
    },

    /** For a cloned machine: two devices with one fingerprint are one to RomM, and its lock then protects neither. */
    registerAsNew: () =>
      ask(async (server, signal) => {
        const deviceId = await register(server, signal, { allowDuplicate: true });
        const devices = await server.list(signal);
        await pause.learn(devices);
        const device = devices.find((one) => one.deviceId === deviceId);
        if (!device) throw new RommError("malformed", "RomM did not list the device that it had just made.");
        return toDevice(device);
      }),

    /** At a start: a device that was removed elsewhere registers again. True: it had to. */
    async heal(signal: AbortSignal): Promise<boolean> {
      const server = deps.server();
      const deviceId = ownId();
      if (!server || deviceId === null) return false;
      const devices = await server.list(signal);
      await pause.learn(devices);
      if (devices.some((device) => device.deviceId === deviceId)) return false;
      deps.log.warn("RomM had forgotten this device; it is registered again.");
      await register(server, signal, { allowDuplicate: false });
      await pause.learn(await server.list(signal));
      return true;
    },

    isPaused: pause.isPaused,
    /** Switched off, it may have been switched on elsewhere; fails quietly, and then stays off. */
    async recheckPause(): Promise<void> {
      await ask(async (server, signal) => await pause.learn(await server.list(signal)));
    },
  };
}

async function known<T>(
  deviceId: DeviceId,
  work: () => Promise<Outcome<T, DeviceError>>,
): Promise<Outcome<T, DeviceError>> {
  const outcome = await work();
  const isGone = !outcome.ok && outcome.error.kind === "romm" && outcome.error.code === "not-found";
  return isGone ? { ok: false, error: { kind: "unknown-device", deviceId } } : outcome;
}

async function remember(store: StateStore, deviceId: DeviceId, deviceName: string): Promise<void> {
  await store.update((state) => {
    const { activeAccount: accountId } = state;
    if (accountId === null) return state;
    return withAccount(state, accountId, (account) => ({ ...account, deviceId, deviceName }));
  });
}

import type { DeviceId } from "../core/vocabulary.ts";
import type { Log } from "../machine/log.ts";
import type { Devices } from "./devices.ts";

interface DeviceCareDeps {
  devices: Pick<Devices, "heal" | "isPaused" | "recheckPause">;
  /** Null: signed out. */
  deviceId: () => DeviceId | null;
  /** Throws `RommError`. */
  refreshVersion: (signal: AbortSignal) => Promise<void>;
  log: Log;
  registeredAgain: () => void;
}

export type DeviceCare = ReturnType<typeof createDeviceCare>;

/** Before a run: which RomM it is by now and whether it still knows this device, once for each that is signed in, and whether its sync is on. */
export function createDeviceCare(deps: DeviceCareDeps) {
  const { devices, deviceId, log, registeredAgain } = deps;
  let known: DeviceId | null = null;

  /** False: RomM did not answer. */
  async function heal(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(30_000);
      await deps.refreshVersion(signal);
      if (await devices.heal(signal)) registeredAgain();
      return true;
    } catch (error) {
      log.info("The device could not be looked for on RomM yet.", { error: String(error) });
      return false;
    }
  }

  return {
    async look(): Promise<void> {
      const current = deviceId();
      if (current !== known) {
        if (await heal()) known = deviceId();
      } else if (devices.isPaused()) await devices.recheckPause();
    },
    /** An older state came back: it may know the device as it was then. */
    forget(): void {
      known = null;
    },
  };
}

import type { DeviceId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import type { Devices } from "./devices.ts";

interface DeviceCareDeps {
  devices: Pick<Devices, "heal" | "isPaused" | "recheckPause">;
  /** Null: signed out. */
  deviceId: () => DeviceId | null;
  /** Throws `RommError`. */
  refreshVersion: (signal: AbortSignal) => Promise<void>;
  clock: Pick<Clock, "monotonic">;
  log: Log;
  registeredAgain: () => void;
}

export type DeviceCare = ReturnType<typeof createDeviceCare>;

/** RomM is asked so often, and not more often, whether this device's sync is on. */
const recheckedAfterMs = 60_000;

/** Which RomM it is by now, whether it still knows this device, and whether the player switched its sync off there. */
export function createDeviceCare(deps: DeviceCareDeps) {
  const { devices, deviceId, log, registeredAgain, clock } = deps;
  let known: DeviceId | null = null;
  let lookedAtMs = clock.monotonic();

  const isYoung = () => clock.monotonic() - lookedAtMs < recheckedAfterMs;

  /** False: RomM did not answer. */
  async function heal(isFirst: boolean): Promise<boolean> {
    lookedAtMs = clock.monotonic();
    try {
      const signal = AbortSignal.timeout(30_000);
      if (isFirst) await deps.refreshVersion(signal);
      if (await devices.heal(signal)) registeredAgain();
      return true;
    } catch (error) {
      log.info("The device could not be looked for on RomM yet.", { error: String(error) });
      return false;
    }
  }

  return {
    /** At a start, and whenever Savepoint looks at all saves by itself. */
    async look(): Promise<void> {
      const isFirst = deviceId() !== known;
      if ((await heal(isFirst)) && isFirst) known = deviceId();
    },
    /** Before a sync that the player asked for. A device that is off asks each time, since it asks nothing else. */
    async beforeCheck(): Promise<void> {
      if (devices.isPaused()) await devices.recheckPause();
    },
    /** Behind a check, and nobody waits: the next one knows. */
    afterCheck(): void {
      if (deviceId() === null || isYoung()) return;
      lookedAtMs = clock.monotonic();
      void devices.recheckPause();
    },
    /** An older state came back: it may know the device as it was then. */
    forget(): void {
      known = null;
    },
  };
}

import { createDeviceCare } from "../account/device-care.ts";
import { createDevices } from "../account/devices.ts";
import { refreshServerVersion } from "../account/server-version.ts";
import type { SessionHolder } from "../account/session.ts";
import type { ChangedPart, Notice } from "../contract/events.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { selfOf } from "./sign-in.ts";

interface DeviceGround {
  state: Pick<OpenState, "store">;
  log: Log;
  clock: Clock;
  environment: Environment;
  emit: (event: "notice", notice: Notice) => void;
}

/** The account's devices, and the care that this one stays one of them. */
export function openDevices(
  { state: { store }, log, clock, environment, emit }: DeviceGround,
  p: { session: SessionHolder; reopen: () => void; changed: (part: ChangedPart) => void },
) {
  const { session, reopen, changed } = p;
  const self = selfOf(environment);
  const registeredAgain = () => emit("notice", { kind: "device-registered-again" });
  const devices = createDevices({
    ...{ store, log, self, reopen, changed, registeredAgain },
    session: session.current,
  });
  const deviceCare = createDeviceCare({
    ...{ devices, log, clock, registeredAgain },
    deviceId: () => session.current()?.deviceId ?? null,
    refreshVersion: (signal) => refreshServerVersion({ store, session: session.current, reopen }, signal),
  });
  return { devices, deviceCare };
}

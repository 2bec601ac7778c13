import type { Conditions } from "../../backend/contract/conditions.ts";
import { isAnything, isLike, isNumber } from "../shape.ts";
import { registerWithSteam } from "./steam-function.ts";

/**
 * How the machine stands, at once and whenever it changes. Steam tells of the charger (`RegisterForBatteryStateChanges`) and
 * nothing of what the network costs; of that its browser tells, where it knows. What is not told does not hold.
 */
export function onConditions(listener: (conditions: Conditions) => void): () => void {
  let told: Conditions = { isOnBattery: false, isMetered: isMetered() };
  const tell = (change: Partial<Conditions>) => {
    const next = { ...told, ...change };
    if (next.isOnBattery === told.isOnBattery && next.isMetered === told.isMetered) return;
    told = next;
    listener(told);
  };
  const followNetwork = () => tell({ isMetered: isMetered() });
  const { connection } = network();
  listener(told);
  const stopBattery = registerWithSteam(
    ["SteamClient", "System", "RegisterForBatteryStateChanges"],
    (state) => {
      if (isBatteryState(state)) tell({ isOnBattery: isWithoutCharger(state) });
    },
  );
  if (connection instanceof EventTarget) connection.addEventListener("change", followNetwork);
  return () => {
    stopBattery();
    if (connection instanceof EventTarget) connection.removeEventListener("change", followNetwork);
  };
}

/** Without a battery it hangs on a wire. */
function isWithoutCharger({ eACState, bHasBattery }: { eACState: number; bHasBattery: unknown }): boolean {
  return eACState === disconnected && bHasBattery !== false;
}

const isBatteryState = isLike({ eACState: isNumber, bHasBattery: isAnything });
/** Of Steam's `EACState`; 0 is unknown, and a weak charger is one. */
const disconnected = 1;

/** The browser's Network Information API; absent in most of them. */
function network(): { connection: unknown } {
  return { connection: Reflect.get(globalThis.navigator, "connection") };
}

function isMetered(): boolean {
  const { connection } = network();
  if (typeof connection !== "object" || connection === null) return false;
  return Reflect.get(connection, "type") === "cellular" || Reflect.get(connection, "saveData") === true;
}

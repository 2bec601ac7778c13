import type { Holder } from "../contract/saves/game-detail.ts";
import type { SaveRow } from "../core/save-row.ts";
import type { DeviceId } from "../core/vocabulary.ts";

/** Which device has which save, by the newest row that RomM says it holds. */
export function holdersOf(rows: readonly SaveRow[], ownDeviceId: DeviceId): Holder[] {
  const newestFirst = rows.toSorted((a, b) => b.id - a.id);
  const holders = new Map<DeviceId, Holder>();
  for (const [savesBehind, { deviceSyncs }] of newestFirst.entries()) {
    for (const { deviceId, deviceName, isCurrent } of deviceSyncs) {
      // RomM names the device that asks at each row, whether it has it or not.
      if (!isCurrent || holders.has(deviceId)) continue;
      const state = savesBehind === 0 ? "newest" : "behind";
      holders.set(deviceId, { deviceName, isThis: deviceId === ownDeviceId, state, savesBehind });
    }
  }
  return [...holders.values()].sort((a, b) => Number(b.isThis) - Number(a.isThis));
}

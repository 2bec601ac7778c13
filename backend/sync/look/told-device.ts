import { wasPutInPlace } from "../../core/decide/equality.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { DeviceId } from "../../core/vocabulary.ts";

/** The device that made a row; null: this one, RomM's web page (also where it wrote over the row), another app, or not told. */
export function deviceNameOf(row: SaveRow, ownDeviceId: DeviceId): string | null {
  if (row.originDeviceId === null || row.originDeviceId === ownDeviceId || wasPutInPlace(row)) return null;
  return row.deviceSyncs.find(({ deviceId }) => deviceId === row.originDeviceId)?.deviceName ?? null;
}

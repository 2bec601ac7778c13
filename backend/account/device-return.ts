import { RommError } from "../core/romm-error.ts";
import type { DeviceId } from "../core/vocabulary.ts";
import type { SaveServer } from "../ports/save-server.ts";

/** The device that RomM knows this one as again; null: it is not this one that is gone. Throws `RommError`. */
export type ReturnDevice = (gone: DeviceId, signal: AbortSignal) => Promise<DeviceId | null>;

/**
 * A device may be removed in RomM at any moment, and every call with its id fails from then on: it is registered again,
 * and the call is made once more. What is under way still names the old id, which stands for the new one as long as it is.
 */
export function withReturnedDevice(server: SaveServer, returnDevice: ReturnDevice): SaveServer {
  const returned = new Map<DeviceId, DeviceId>();
  const present = (id: DeviceId) => returned.get(id) ?? id;

  async function bringBack(error: unknown, gone: DeviceId, signal: AbortSignal): Promise<DeviceId> {
    if (!(error instanceof RommError) || error.entity !== "device") throw error;
    const id = await returnDevice(present(gone), signal);
    if (id === null) throw error;
    returned.set(gone, id);
    return id;
  }

  function asked<P extends { deviceId: DeviceId }, T>(call: (p: P, signal: AbortSignal) => Promise<T>) {
    return async (p: P, signal: AbortSignal): Promise<T> => {
      try {
        return await call({ ...p, deviceId: present(p.deviceId) }, signal);
      } catch (error) {
        const deviceId = await bringBack(error, p.deviceId, signal);
        return await call({ ...p, deviceId }, signal);
      }
    };
  }

  return {
    ...server,
    listSaves: asked(server.listSaves),
    listAllSaves: asked(server.listAllSaves),
    listSavesOf: asked(server.listSavesOf),
    confirmDownload: asked(server.confirmDownload),
    trackSave: asked(server.trackSave),
    untrackSave: asked(server.untrackSave),
    async downloadSave(p, signal) {
      const { deviceId } = p;
      if (deviceId === null) return await server.downloadSave(p, signal);
      return await asked((of: { deviceId: DeviceId }, by) => server.downloadSave({ ...p, ...of }, by))(
        { deviceId },
        signal,
      );
    },
    /** Its bytes are read once: as a new device, this one looks at the slot again before it sends. */
    async uploadSave(p, signal) {
      try {
        return await server.uploadSave({ ...p, deviceId: present(p.deviceId) }, signal);
      } catch (error) {
        await bringBack(error, p.deviceId, signal);
        const what =
          "RomM had forgotten this device; it is registered again, and the save is looked at anew.";
        throw new RommError("conflict", what, { status: 404, cause: error });
      }
    },
  };
}

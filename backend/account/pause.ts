import type { ChangedPart } from "../contract/events.ts";
import { activeAccount } from "../core/units.ts";
import type { Log } from "../machine/log.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { AccountDoor } from "../work/in-account.ts";
import type { ListedDevice } from "./deps.ts";

/**
 * Whether the player switched this device's sync off on a devices page. RomM refuses such a device nothing: keeping to
 * it is up to the device, so what RomM listed last is remembered.
 */
export function createPause(deps: { store: StateStore; log: Log; changed: (part: ChangedPart) => void }) {
  return {
    isPaused: () => activeAccount(deps.store.current())?.account.isPaused === true,
    /** From what RomM listed for the account. */
    async learn(door: AccountDoor, devices: ListedDevice[]): Promise<void> {
      const account = door.read();
      const own = devices.find(({ deviceId }) => deviceId === account?.deviceId);
      if (!own || own.isSyncEnabled === (account?.isPaused !== true)) return;
      await remember(door, !own.isSyncEnabled);
      deps.log.info("The sync of this device was switched on RomM.", { isOn: own.isSyncEnabled });
      deps.changed("saves");
    },
  };
}

async function remember(door: AccountDoor, isPaused: boolean): Promise<void> {
  await door.change(({ isPaused: _before, ...account }) => (isPaused ? { ...account, isPaused } : account));
}

import type { StateStore } from "../core/state-store.ts";
import { activeAccount, withAccount } from "../core/units.ts";
import type { Log } from "../machine/log.ts";
import type { ListedDevice } from "./deps.ts";

/**
 * Whether the player switched this device's sync off on a devices page. RomM refuses such a device nothing: keeping to
 * it is up to the device, so what RomM listed last is remembered.
 */
export function createPause(deps: { store: StateStore; log: Log; changed: () => void }) {
  const account = () => activeAccount(deps.store.current())?.account;
  const isPaused = () => account()?.isPaused === true;
  return {
    isPaused,
    async learn(devices: ListedDevice[]): Promise<void> {
      const own = devices.find(({ deviceId }) => deviceId === account()?.deviceId);
      if (!own || own.isSyncEnabled === !isPaused()) return;
      await remember(deps.store, !own.isSyncEnabled);
      deps.log.info("The sync of this device was switched on RomM.", { isOn: own.isSyncEnabled });
      deps.changed();
    },
  };
}

async function remember(store: StateStore, isPaused: boolean): Promise<void> {
  await store.update((state) => {
    const { activeAccount: accountId } = state;
    if (accountId === null) return state;
    return withAccount(state, accountId, ({ isPaused: _before, ...account }) =>
      isPaused ? { ...account, isPaused } : account,
    );
  });
}

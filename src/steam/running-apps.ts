import { isAnything, isLike, isListOf } from "../shape.ts";

/** App ids of what Steam knows to be running; null: this Steam does not tell. */
export function listRunningApps(): number[] | null {
  const store: unknown = Reflect.get(globalThis, "SteamUIStore");
  return isStore(store) ? store.RunningApps.map((app) => Number(app.appid)) : null;
}

const isStore = isLike({ RunningApps: isListOf(isLike({ appid: isAnything })) });

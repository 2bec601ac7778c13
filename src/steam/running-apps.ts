import * as v from "valibot";

/** App ids of what Steam knows to be running; null: this Steam does not tell. */
export function listRunningApps(): number[] | null {
  const store: unknown = Reflect.get(globalThis, "SteamUIStore");
  const apps = v.safeParse(Store, store);
  return apps.success ? apps.output.RunningApps.map((app) => Number(app.appid)) : null;
}

const Store = v.object({ RunningApps: v.array(v.object({ appid: v.unknown() })) });

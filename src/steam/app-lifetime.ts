import * as v from "valibot";
import { registerWithSteam } from "./steam-function.ts";

/** Steam saw an app's process start or end. Told for every app, sometimes twice, for some shortcuts never. */
export interface AppLifetime {
  appId: number;
  isRunning: boolean;
}

export function onAppLifetime(listener: (lifetime: AppLifetime) => void): () => void {
  return registerWithSteam(
    ["SteamClient", "GameSessions", "RegisterForAppLifetimeNotifications"],
    (notification) => {
      const told = v.safeParse(Notification, notification);
      if (told.success) listener({ appId: told.output.unAppID, isRunning: told.output.bRunning });
    },
  );
}

const Notification = v.object({ unAppID: v.number(), bRunning: v.boolean() });

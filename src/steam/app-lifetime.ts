import { isLike, isNumber, isTruth } from "../shape.ts";
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
      if (isNotification(notification))
        listener({ appId: notification.unAppID, isRunning: notification.bRunning });
    },
  );
}

const isNotification = isLike({ unAppID: isNumber, bRunning: isTruth });

import { appIdFromGameId } from "./game-id.ts";
import { registerWithSteam, steamFunction } from "./steam-function.ts";

/** Something Steam is about to do with an app. It cannot be paused, only cancelled. */
export interface GameAction {
  actionId: number;
  appId: number;
  /** Steam's word; `LaunchApp` is a launch. */
  action: string;
}

/** The listener runs while Steam begins; only a cancel before it returns is sure to come in time. */
export function onGameActionStart(listener: (action: GameAction) => void): () => void {
  return registerWithSteam(
    ["SteamClient", "Apps", "RegisterForGameActionStart"],
    (actionId, gameId, action) => {
      const appId = appIdFromGameId(gameId);
      if (typeof actionId !== "number" || typeof action !== "string" || appId === null) return;
      listener({ actionId, appId, action });
    },
  );
}

export function onGameActionEnd(listener: (actionId: number) => void): () => void {
  return registerWithSteam(["SteamClient", "Apps", "RegisterForGameActionEnd"], (actionId) => {
    if (typeof actionId === "number") listener(actionId);
  });
}

/** False: this Steam cannot cancel. */
export function cancelGameAction(actionId: number): boolean {
  const cancel = steamFunction("SteamClient", "Apps", "CancelGameAction");
  cancel?.(actionId);
  return cancel !== null;
}

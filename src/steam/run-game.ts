import { gameIdFromAppId } from "./game-id.ts";
import { steamFunction } from "./steam-function.ts";

/** Starts a shortcut as a press on Play would; the listeners of game actions hear of it again. */
export function runGame(appId: number): void {
  const run = steamFunction("SteamClient", "Apps", "RunGame");
  if (run === null) throw new Error("Steam has no RunGame.");
  run(gameIdFromAppId(appId), "", -1, libraryDetails);
}

/** Steam's launch source: the details page in the library. */
const libraryDetails = 100;

import { registerWithSteam, steamFunction } from "./steam-function.ts";

/** Follows whether Steam shows its desktop interface. Unknown counts as Game Mode. */
export function watchUiMode(): { isDesktop: () => boolean; stop: () => void } {
  let mode: unknown = null;
  let wasTold = false;
  const stop = registerWithSteam(["SteamClient", "UI", "RegisterForUIModeChanged"], (told) => {
    wasTold = true;
    mode = told;
  });
  Promise.resolve(steamFunction("SteamClient", "UI", "GetUIMode")?.()).then(
    (told) => {
      if (!wasTold) mode = told;
    },
    () => {},
  );
  return { isDesktop: () => mode === desktopMode, stop };
}

/** Steam's `EUIMode`: 4 is Game Mode, 7 the desktop. */
const desktopMode = 7;

import { pathOf, type ScreenRoute } from "./routes.ts";

/** The only way to open a screen. */
export interface Screens {
  open(route: ScreenRoute): void;
  /** From a page or menu of Steam's own, where nobody sees the Quick Access page and no game is covered. */
  openFromSteam(route: ScreenRoute): void;
  /** The screen that stands in the Quick Access page, in place of its rows; null: none. */
  inPlace(): ScreenRoute | null;
  leave(): void;
  subscribe(listener: () => void): () => void;
}

/** What is left of Steam after its last update; null: that is gone. */
export interface ScreenWays {
  /** Goes to a path, and closes the menu that lies over it. */
  navigate: ((path: string) => void) | null;
  /** False: no dialog came. */
  showDialog(route: ScreenRoute): boolean;
  /** A screen would cover the game: then what there is to see stands in the menu. */
  isGameRunning(): boolean;
}

/** A page of Steam's own where it has routes, else a dialog, else the Quick Access page itself: each screen works in all three. */
export function createScreens(ways: ScreenWays): Screens {
  const listeners = new Set<() => void>();
  // One lies over the other, and Back leads to the one below.
  let inPlace: ScreenRoute[] = [];
  const put = (routes: ScreenRoute[]) => {
    inPlace = routes;
    for (const listener of listeners) listener();
  };
  const openFromSteam = (route: ScreenRoute) => {
    if (ways.navigate !== null) return ways.navigate(pathOf(route));
    if (!ways.showDialog(route)) put([route]);
  };
  return {
    open: (route) => {
      // From a screen that stands in place one goes on in place: it is there because nothing else is.
      if (inPlace.length > 0 || ways.isGameRunning()) return put([...inPlace, route]);
      openFromSteam(route);
    },
    openFromSteam,
    inPlace: () => inPlace.at(-1) ?? null,
    leave: () => put(inPlace.slice(0, -1)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

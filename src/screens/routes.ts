/** The pages that stand beside one another, in this order. */
export const pageNames = [
  "games",
  "needs-you",
  "activity",
  "play-status",
  "settings",
  "account",
  "backups",
] as const;
export type PageName = (typeof pageNames)[number];

/** Everything of Savepoint's that can be opened. */
export type ScreenRoute =
  | { screen: PageName }
  | { screen: "start" }
  /** RomM has a new address. */
  | { screen: "move" }
  /** Games that RomM has elsewhere by now. */
  | { screen: "moved" }
  /** Games of Steam's that are not in the list yet. */
  | { screen: "add" }
  /** Another RomM game for one of them, or another place of its save. */
  | { screen: "fix" | "place"; appId: number }
  | { screen: "game"; appId: number }
  | { screen: "choose"; conflictId: string };

/** Below Steam's own paths; `routePatterns` match what this makes. */
export function pathOf(route: ScreenRoute): string {
  if ("appId" in route) return `/savepoint/${route.screen}/${route.appId}`;
  if (route.screen === "choose") return `/savepoint/choose/${encodeURIComponent(route.conflictId)}`;
  return `/savepoint/${route.screen}`;
}

/** The longer one first: Steam takes the first that fits. */
export const routePatterns = ["/savepoint/:screen/:subject", "/savepoint/:screen"];

/** Null: no path of ours. */
export function routeOf({ screen, subject }: { screen?: string; subject?: string }): ScreenRoute | null {
  if (isOfOneGame(screen) && subject !== undefined && /^\d+$/.test(subject))
    return { screen, appId: Number(subject) };
  if (screen === "choose" && subject !== undefined) return { screen, conflictId: subject };
  if (screen === "start" || screen === "add" || screen === "move" || screen === "moved") return { screen };
  const page = pageNames.find((name) => name === screen);
  return page === undefined ? null : { screen: page };
}

function isOfOneGame(screen: string | undefined): screen is "game" | "fix" | "place" {
  return screen === "game" || screen === "fix" || screen === "place";
}

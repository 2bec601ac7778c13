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
  | { screen: "game"; appId: number }
  | { screen: "choose"; conflictId: string };

/** Below Steam's own paths; `routePatterns` match what this makes. */
export function pathOf(route: ScreenRoute): string {
  if (route.screen === "game") return `/savepoint/game/${route.appId}`;
  if (route.screen === "choose") return `/savepoint/choose/${encodeURIComponent(route.conflictId)}`;
  return `/savepoint/${route.screen}`;
}

/** The longer one first: Steam takes the first that fits. */
export const routePatterns = ["/savepoint/:screen/:subject", "/savepoint/:screen"];

/** Null: no path of ours. */
export function routeOf({ screen, subject }: { screen?: string; subject?: string }): ScreenRoute | null {
  if (screen === "game" && subject !== undefined && /^\d+$/.test(subject))
    return { screen, appId: Number(subject) };
  if (screen === "choose" && subject !== undefined) return { screen, conflictId: subject };
  if (screen === "start" || screen === "move") return { screen };
  const page = pageNames.find((name) => name === screen);
  return page === undefined ? null : { screen: page };
}

/** What Savepoint adds to Steam: a line on a game's page, an entry in a game's menu. */
export type SteamAddition = "line" | "entry";

import type { Shortcut, SyncStatus } from "../../../backend/contract/saves/shortcut.ts";

/** What the games can be narrowed down to, in this order. */
export const gameGroups = ["needs-you", "waits", "safe", "no-save", "off"] as const;
export type GameGroup = (typeof gameGroups)[number];

/** Each status belongs to one group, so that their numbers add up to all games. */
export const groupOf: Record<SyncStatus["kind"], GameGroup> = {
  conflict: "needs-you",
  held: "needs-you",
  problem: "needs-you",
  "location-unavailable": "needs-you",
  unlinked: "needs-you",
  "will-upload": "waits",
  "will-download": "waits",
  "waiting-for-network": "waits",
  "not-looked": "waits",
  synced: "safe",
  playing: "safe",
  "no-save-yet": "no-save",
  unsupported: "off",
  "paused-by-server": "off",
  untracked: "off",
};

export function countGroups(games: Shortcut[]): Record<GameGroup, number> {
  const counts = { "needs-you": 0, waits: 0, safe: 0, "no-save": 0, off: 0 };
  for (const { status } of games) counts[groupOf[status.kind]] += 1;
  return counts;
}

/** Null and an empty text leave all of them. */
export function narrowed(games: Shortcut[], { group, text }: { group: GameGroup | null; text: string }) {
  const wanted = text.trim().toLocaleLowerCase();
  return games.filter(
    ({ status, name }) =>
      (group === null || groupOf[status.kind] === group) &&
      (wanted === "" || name.toLocaleLowerCase().includes(wanted)),
  );
}

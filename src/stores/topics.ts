import type { Overview } from "../../backend/contract/overview.ts";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { Need } from "../../backend/contract/saves/need.ts";
import type { Shortcut, SyncStatus } from "../../backend/contract/saves/shortcut.ts";

/* What the pages ask about, one function a topic: they alone know where in the overview, or in which list, it stands. */

export type { Need } from "../../backend/contract/saves/need.ts";

/** Choices first, those that were put off last; held saves have a page of their own. */
export function needsOf({ conflicts, games }: { conflicts: Conflict[]; games: Shortcut[] }): Need[] {
  const choices = [...conflicts].sort((a, b) => Number(a.isPostponed) - Number(b.isPostponed));
  return [
    ...choices.map((conflict): Need => ({ kind: "choice", conflict })),
    ...games.filter(needsLook).map((shortcut): Need => ({ kind: "look", shortcut })),
  ];
}

export function keyOfNeed(need: Need): string {
  return need.kind === "choice" ? need.conflict.conflictId : `look:${need.shortcut.appId}`;
}

function needsLook({ status, movedTo, unwrittenSessions }: Shortcut): boolean {
  if (["problem", "location-unavailable", "unlinked"].includes(status.kind)) return true;
  return movedTo !== undefined || unwrittenSessions !== undefined;
}

export function countGames({ counts }: Overview): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Saves of this Deck that RomM does not have yet. */
export function waitingOf({ counts }: Overview): number {
  return counts["will-upload"] + counts["waiting-for-network"];
}

/** A game that the first page shows, and so is known at once. */
export function gameInOverview({ playing, recent, needsYou }: Overview, appId: number): Shortcut | null {
  const looks = needsYou.first.flatMap((need) => (need.kind === "look" ? [need.shortcut] : []));
  return [...(playing ? [playing] : []), ...looks, ...recent].find((each) => each.appId === appId) ?? null;
}

/** Need first, then by name. */
export function inOrderOfNeed(games: Shortcut[]): Shortcut[] {
  return [...games].sort((a, b) => rankOf(a) - rankOf(b) || byName.compare(a.name, b.name));
}

/** "Part 2" before "Part 10". */
const byName = new Intl.Collator(undefined, { numeric: true });

const waitingForPlayer: ReadonlySet<SyncStatus["kind"]> = new Set(["conflict", "held"]);

function rankOf(shortcut: Shortcut): number {
  return waitingForPlayer.has(shortcut.status.kind) || needsLook(shortcut) ? 0 : 1;
}

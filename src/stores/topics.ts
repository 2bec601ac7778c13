import type { Overview } from "../../backend/contract/overview.ts";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { Shortcut, SyncStatus } from "../../backend/contract/saves/shortcut.ts";

/*
 * What the pages ask about, one function a topic. They alone know where in the overview it stands: when the overview tells
 * less and calls of their own tell the rest, no page changes.
 */

/** What waits for the player: a choice between two saves, or a save that cannot be reached. */
export type Need = { kind: "choice"; conflict: Conflict } | { kind: "look"; shortcut: Shortcut };

/** Choices first, those that were put off last; held saves have a page of their own. */
export function needsOf({ conflicts, shortcuts }: Overview): Need[] {
  const choices = [...conflicts].sort((a, b) => Number(a.isPostponed) - Number(b.isPostponed));
  return [
    ...choices.map((conflict): Need => ({ kind: "choice", conflict })),
    ...shortcuts.filter(needsLook).map((shortcut): Need => ({ kind: "look", shortcut })),
  ];
}

export function keyOfNeed(need: Need): string {
  return need.kind === "choice" ? need.conflict.conflictId : `look:${need.shortcut.appId}`;
}

function needsLook({ status }: Shortcut): boolean {
  return ["problem", "location-unavailable", "unlinked"].includes(status.kind);
}

/** Saves of this Deck that RomM does not have yet. */
export function waitingOf({ shortcuts }: Overview): number {
  return shortcuts.filter(({ status }) => ["will-upload", "waiting-for-network"].includes(status.kind))
    .length;
}

export function playingOf({ shortcuts }: Overview): Shortcut | null {
  return shortcuts.find(({ status }) => status.kind === "playing") ?? null;
}

const recentMax = 5;

/** The five games that are worth a look: what moves next, then what moved last. What needs the player stands above them. */
export function recentOf({ shortcuts }: Overview): Shortcut[] {
  const rank: Partial<Record<SyncStatus["kind"], number>> = { "will-upload": 0, "will-download": 1 };
  const shown = shortcuts.filter(
    (each) => !needsLook(each) && !["conflict", "held", "playing"].includes(each.status.kind),
  );
  return shown
    .sort(
      (a, b) =>
        (rank[a.status.kind] ?? 2) - (rank[b.status.kind] ?? 2) ||
        (b.lastSyncedAtMs ?? 0) - (a.lastSyncedAtMs ?? 0) ||
        a.name.localeCompare(b.name),
    )
    .slice(0, recentMax);
}

/** Need first, then by name. */
export function allGamesOf({ shortcuts }: Overview): Shortcut[] {
  const rank = ({ status }: Shortcut) => (status.kind === "conflict" || status.kind === "held" ? 0 : 1);
  const need = (each: Shortcut) => (needsLook(each) ? 0 : rank(each));
  return [...shortcuts].sort((a, b) => need(a) - need(b) || a.name.localeCompare(b.name));
}

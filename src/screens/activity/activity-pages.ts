import type { Activity } from "../../../backend/contract/saves/activity.ts";

/** What the list shows: all of it, what did not go well, or what the player did. */
export type ActivityFilter = "all" | "problems" | "you";

export const activityFilters: ActivityFilter[] = ["all", "problems", "you"];

export function fits({ outcome, act }: Activity, filter: ActivityFilter): boolean {
  if (filter === "problems") return outcome !== "done";
  return filter === "all" || act !== null;
}

/**
 * The newest lines, read once more, before those that are known: what is new comes on top, what changed takes its own
 * place, and a line that was taken back says so however far down it stands.
 */
export function withNewest(known: readonly Activity[], newest: readonly Activity[]): Activity[] {
  const byId = new Map(newest.map((line) => [line.id, line]));
  const undone = new Set(newest.flatMap(({ undoes }) => undoes ?? []));
  const isKnown = new Set(known.map(({ id }) => id));
  const fresh = newest.filter(({ id }) => !isKnown.has(id));
  // So much happened meanwhile that there may be lines between: then the list begins anew.
  if (known.length > 0 && fresh.length === newest.length) return [...newest];
  return [
    ...fresh,
    ...known.map((line) => byId.get(line.id) ?? (undone.has(line.id) ? takenBack(line) : line)),
  ];
}

function takenBack(line: Activity): Activity {
  return { ...line, undo: { kind: "cannot", why: "undone" } };
}

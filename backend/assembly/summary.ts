import type { Overview } from "../contract/overview.ts";
import type { Shortcut, SyncStatus } from "../contract/saves/shortcut.ts";
import type { ReportSummary, SyncReport } from "../contract/saves/sync.ts";

/* A thousand shortcuts in a few numbers and a handful of rows: what the first page shows of each list. */

/** Every kind, so that a new one does not compile until it is counted. */
const noneOfThem: Record<SyncStatus["kind"], 0> = {
  ...{ "not-looked": 0, synced: 0, "will-upload": 0, "will-download": 0, conflict: 0, playing: 0 },
  ...{ "waiting-for-network": 0, untracked: 0, "no-save-yet": 0, "location-unavailable": 0, unlinked: 0 },
  ...{ held: 0, unsupported: 0, "paused-by-server": 0, problem: 0 },
};

const recentMax = 5;

type Summary = Pick<Overview, "gated" | "counts" | "playing" | "recent">;

export function summarizeShortcuts(shortcuts: Shortcut[]): Summary {
  const counts: Record<SyncStatus["kind"], number> = { ...noneOfThem };
  for (const { status } of shortcuts) counts[status.kind] += 1;
  return {
    gated: shortcuts.filter(({ isTracked }) => isTracked).map(({ appId }) => appId),
    counts,
    playing: shortcuts.find(({ status }) => status.kind === "playing") ?? null,
    recent: pickFirst(shortcuts.filter(needsNobody), recentMax, byRecency),
  };
}

/** A save that the player has to look after: it cannot be reached, or its emulator seems to write somewhere else. */
export function needsLook({ status, movedTo, unwrittenSessions }: Shortcut): boolean {
  return needing.has(status.kind) || movedTo !== undefined || unwrittenSessions !== undefined;
}

const needing: ReadonlySet<SyncStatus["kind"]> = new Set(["problem", "location-unavailable", "unlinked"]);
const shownElsewhere: ReadonlySet<SyncStatus["kind"]> = new Set(["conflict", "held", "playing"]);

function needsNobody(shortcut: Shortcut): boolean {
  return !needsLook(shortcut) && !shownElsewhere.has(shortcut.status.kind);
}

const byName = new Intl.Collator();

/** What moves next, then what agreed last. */
function byRecency(a: Shortcut, b: Shortcut): number {
  return (
    rankOf(a) - rankOf(b) ||
    (b.lastSyncedAtMs ?? 0) - (a.lastSyncedAtMs ?? 0) ||
    byName.compare(a.name, b.name)
  );
}

function rankOf({ status }: Shortcut): number {
  return status.kind === "will-upload" ? 0 : status.kind === "will-download" ? 1 : 2;
}

/** The first few in order, without bringing all the others into order. */
function pickFirst<T>(all: T[], count: number, compare: (a: T, b: T) => number): T[] {
  const first: T[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length === count && last !== undefined && compare(one, last) >= 0) continue;
    const place = first.findIndex((other) => compare(one, other) < 0);
    first.splice(place === -1 ? first.length : place, 0, one);
    if (first.length > count) first.pop();
  }
  return first;
}

export function summarizeReport({ lines, ...report }: SyncReport): ReportSummary {
  const counts = { all: lines.length, sent: 0, fetched: 0, asking: 0, held: 0, failed: 0 };
  for (const { outcome, direction, reason } of lines) {
    if (outcome === "done" && direction === "up") counts.sent += 1;
    if (outcome === "done" && direction === "down") counts.fetched += 1;
    if (outcome === "asks") counts.asking += 1;
    if (outcome === "failed") counts.failed += 1;
    if (reason === "held") counts.held += 1;
  }
  return { ...report, counts };
}

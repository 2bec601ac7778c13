import type { Overview, RegistryHealth } from "../../backend/contract/overview.ts";
import type { Activity } from "../../backend/contract/saves/activity.ts";
import type { BackendTrouble, OverviewSnapshot } from "../stores/overview-store.ts";
import { countGames, waitingOf } from "../stores/topics.ts";

/** Games whose saves nobody can call safe now, by what keeps each from it. */
export interface NotSafe {
  playing: number;
  /** Choices that were put off. */
  choices: number;
  /** Sync is off, by this Deck or on a devices page. */
  off: number;
  unsupported: number;
}

/** The one sentence of truth about all saves, without its words. */
export type Headline =
  | { kind: "loading" }
  | { kind: "retired" }
  | { kind: "trouble"; trouble: Exclude<BackendTrouble, "retired">; asOfMs: number | null }
  | { kind: "signed-out" }
  | { kind: "list"; health: "read-only" | "unreadable" | "lost" }
  | { kind: "list-repaired"; savedAtMs: number }
  | { kind: "sign-in-again"; waiting: number }
  | { kind: "on-hold"; count: number }
  | { kind: "needs-choice"; count: number; isRestSafe: boolean }
  | { kind: "needs-look"; count: number }
  | { kind: "after-choice"; activity: Activity }
  | { kind: "run"; done: number; total: number; name: string | null }
  | { kind: "offline"; waiting: number }
  | { kind: "romm-down"; waiting: number }
  | { kind: "waits"; waiting: number }
  | { kind: "no-games"; username: string }
  | { kind: "no-saves" }
  | { kind: "some-safe"; count: number; notSafe: NotSafe }
  /** `withoutSave`: games that have none yet; absent: each has one. */
  | { kind: "all-safe"; count: number; withoutSave?: number; askedAtMs: number | null };

/**
 * The first that holds wins: what keeps all else from being true, then what only the player can do, then what goes on, then
 * what waits by itself. Total: whatever is known, there is a sentence.
 */
export function headlineOf({ overview, trouble, asOfMs }: OverviewSnapshot): Headline {
  if (trouble === "retired") return { kind: "retired" };
  if (trouble !== null) return { kind: "trouble", trouble, asOfMs };
  if (overview === null) return { kind: "loading" };
  return (
    whoAndWhat(overview) ??
    whatNeedsYou(overview) ??
    whatGoesOn(overview) ??
    whatWaits(overview) ??
    atRest(overview)
  );
}

function whoAndWhat(overview: Overview): Headline | null {
  const { connection } = overview;
  if (connection.kind === "signed-out") return { kind: "signed-out" };
  const list = listTrouble(overview.registry);
  if (list !== null) return list;
  const { server } = connection;
  if (server.kind !== "failed" || !["unauthorized", "forbidden"].includes(server.problem.code)) return null;
  return { kind: "sign-in-again", waiting: waitingOf(overview) };
}

function listTrouble(health: RegistryHealth): Headline | null {
  switch (health.kind) {
    case "read-only":
    case "unreadable":
    case "lost":
      return { kind: "list", health: health.kind };
    case "recovered":
      return { kind: "list-repaired", savedAtMs: health.savedAtMs };
    case "current":
    case "fresh":
      return null;
  }
}

function whatNeedsYou(overview: Overview): Headline | null {
  if (overview.heldCount > 0) return { kind: "on-hold", count: overview.heldCount };
  const { choices, looks } = overview.needsYou;
  if (choices > 0)
    return { kind: "needs-choice", count: choices, isRestSafe: looks === 0 && isRestSafe(overview) };
  if (looks > 0) return { kind: "needs-look", count: looks };
  return overview.afterChoice && { kind: "after-choice", activity: overview.afterChoice };
}

function whatGoesOn({ runs: { current } }: Overview): Headline | null {
  if (current === null) return null;
  return { kind: "run", done: current.unitsDone, total: current.unitsTotal, name: current.name };
}

function whatWaits(overview: Overview): Headline | null {
  const waiting = waitingOf(overview);
  const { connection } = overview;
  if (connection.kind === "connected" && connection.server.kind === "failed")
    return { kind: connection.server.problem.code === "no-network" ? "offline" : "romm-down", waiting };
  return waiting > 0 ? { kind: "waits", waiting } : null;
}

function atRest(overview: Overview): Headline {
  const { connection, counts } = overview;
  const username = connection.kind === "connected" ? connection.username : "";
  if (countGames(overview) === 0) return { kind: "no-games", username };
  // Safe is said of what was looked at.
  if (counts["not-looked"] > 0) return { kind: "loading" };
  const count = safeOf(overview);
  const notSafe = notSafeOf(overview);
  if (countOf(notSafe) > 0) return { kind: "some-safe", count, notSafe };
  if (count === 0) return { kind: "no-saves" };
  const server = connection.kind === "connected" ? connection.server : null;
  const withoutSave = counts["no-save-yet"];
  return {
    kind: "all-safe",
    count,
    ...(withoutSave > 0 && { withoutSave }),
    askedAtMs: server?.kind === "reached" ? server.atMs : null,
  };
}

/** What RomM holds; where it has a newer one, this Deck's is one of its versions. */
function safeOf({ counts }: Overview): number {
  return counts.synced + counts["will-download"];
}

function notSafeOf({ counts, needsYou }: Overview): NotSafe {
  return {
    playing: counts.playing,
    choices: counts.conflict - Math.min(counts.conflict, needsYou.choices),
    off: counts.untracked + counts["paused-by-server"],
    unsupported: counts.unsupported,
  };
}

function countOf({ playing, choices, off, unsupported }: NotSafe): number {
  return playing + choices + off + unsupported;
}

function isRestSafe(overview: Overview): boolean {
  return (
    overview.counts["not-looked"] === 0 && waitingOf(overview) === 0 && countOf(notSafeOf(overview)) === 0
  );
}

import { needsLook, summarizeReport, summarizeShortcuts } from "../../backend/assembly/summary.ts";
import type { Overview } from "../../backend/contract/overview.ts";
import type { Activity } from "../../backend/contract/saves/activity.ts";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { HeldUnit } from "../../backend/contract/saves/held.ts";
import type { Need } from "../../backend/contract/saves/need.ts";
import type { Shortcut, SyncStatus } from "../../backend/contract/saves/shortcut.ts";
import type { SyncReport, SyncRun } from "../../backend/contract/saves/sync.ts";
import type { AppId, ConflictId, RomId, SaveDecision, SaveId, Slot } from "../../backend/contract/words.ts";

/** What a backend could know, for looking at the panel. Times are relative to `nowMs`. */

/** All of it, of which the overview tells the sums and the first few. */
export interface Scene
  extends Pick<
    Overview,
    | "contractVersion"
    | "connection"
    | "registry"
    | "playStatus"
    | "unreadable"
    | "elsewhere"
    | "undoable"
    | "afterChoice"
  > {
  shortcuts: Shortcut[];
  conflicts: Conflict[];
  held: HeldUnit[];
  /** Newest first. */
  activity: Activity[];
  runs: { current: SyncRun | null; last: SyncReport | null };
}

export function overviewOf({ shortcuts, conflicts, held, activity: _, runs, ...scene }: Scene): Overview {
  const looks = shortcuts.filter(needsLook);
  const questions = [...conflicts].sort((a, b) => Number(a.isPostponed) - Number(b.isPostponed));
  return {
    ...scene,
    ...summarizeShortcuts(shortcuts),
    needsYou: {
      count: questions.length + looks.length,
      choices: questions.filter(({ isPostponed }) => !isPostponed).length,
      looks: looks.length,
      first: [
        ...questions.map((conflict): Need => ({ kind: "choice", conflict })),
        ...looks.map((shortcut): Need => ({ kind: "look", shortcut })),
      ].slice(0, 3),
    },
    heldCount: held.length,
    runs: { current: runs.current, last: runs.last && summarizeReport(runs.last) },
  };
}

export const appId = (id: number) => id as AppId;
const romId = (id: number) => id as RomId;
const conflictId = (id: string) => id as ConflictId;
const saveId = (id: number) => id as SaveId;
const slot = (name: string) => name as Slot;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function connected(nowMs: number, server?: Connected["server"]): Connected {
  return {
    kind: "connected",
    origin: "http://romm.home.lan:8080",
    username: "maria",
    deviceId: "0a1b" as Connected["deviceId"],
    deviceName: "Deck upstairs",
    serverVersion: "5.2.0",
    missingRights: [],
    server: server ?? { kind: "reached", atMs: nowMs - 2 * minuteMs },
  };
}

type Connected = Extract<Overview["connection"], { kind: "connected" }>;

export function emptyOverview(nowMs: number): Scene {
  return {
    contractVersion: 2,
    connection: connected(nowMs),
    registry: { kind: "current" },
    shortcuts: [],
    conflicts: [],
    held: [],
    activity: [],
    ...{ undoable: null, afterChoice: null },
    runs: { current: null, last: null },
    playStatus: {
      settings: { isOn: true, raAlwaysWins: false, refreshFirst: false },
      step: null,
      lastRunAtMs: null,
      lastChanges: [],
      last: null,
    },
    unreadable: [],
    elsewhere: null,
  };
}

export function shortcut(
  id: number,
  name: string,
  status: SyncStatus,
  lastSyncedAtMs: number | null = null,
): Shortcut {
  return {
    appId: appId(id),
    romId: romId(id % 1000),
    name,
    slot: slot("autosave"),
    save: { kind: "file", path: `/home/deck/saves/${name}.srm`, emulator: "retroarch" },
    isTracked: status.kind !== "untracked",
    status,
    lastSyncedAtMs,
    isStored: status.kind === "synced",
  };
}

export function conflict(id: string, ofAppId: number, name: string, nowMs: number): Conflict {
  return {
    conflictId: conflictId(id),
    appIds: [appId(ofAppId)],
    romId: romId(ofAppId % 1000),
    name,
    slot: slot("autosave"),
    reason: "both-changed",
    ...{ agreedAtMs: nowMs - 50 * hourMs, sizeThen: 9_216, isClockTrusted: true, later: "local" },
    local: {
      ...{ sizeBytes: 32_768, modifiedAtMs: nowMs - 12 * minuteMs, emulator: "retroarch" },
      ...{ sessions: 2, playedMs: 72 * minuteMs },
    },
    remote: {
      saveId: saveId(77),
      sizeBytes: 33_120,
      updatedAtMs: nowMs - 26 * hourMs,
      deviceName: "Living room handheld",
      ...{ emulator: "retroarch", savesSince: 1, isUploadTimeOnly: false },
    },
    isPostponed: false,
  };
}

export function activity(
  id: string,
  name: string,
  decision: SaveDecision,
  atMs: number,
  more: Partial<Activity> = {},
): Activity {
  return {
    id,
    atMs,
    appIds: [],
    romId: romId(1),
    name,
    decision,
    reason: decision === "upload" ? "played-here" : "newer-on-server",
    ...{ act: null, choice: null, outcome: "done", undoes: null, batchId: null, batchSize: null },
    isConfirmed: false,
    ...{ localBefore: null, localAfter: null, saveId: saveId(5), sizeBytes: 32_768, detail: null },
    ...{ deviceName: null, versionId: null, times: 1, lastAtMs: atMs },
    undo: { kind: "cannot", why: "nothing-changed" },
    ...more,
  };
}

/** Six games, each in another state, long names among them. */
export function mixedOverview(nowMs: number): Scene {
  return {
    ...emptyOverview(nowMs),
    shortcuts: [
      shortcut(0x80000001, "Anguna: Warriors of Virtue", { kind: "synced" }, nowMs - 5 * minuteMs),
      shortcut(0x80000002, "Tobu Tobu Girl Deluxe", { kind: "will-upload" }, nowMs - 3 * hourMs),
      shortcut(
        0x80000003,
        "The Legend of the Extraordinarily Long-Winded Homebrew Quest III",
        { kind: "will-download" },
        nowMs - 30 * hourMs,
      ),
      shortcut(0x80000004, "Micro Mages", { kind: "playing" }, nowMs - 2 * hourMs),
      shortcut(
        0x80000005,
        "Celeste Classic",
        { kind: "location-unavailable", detail: "/run/media/deck/SD" },
        nowMs - 40 * hourMs,
      ),
      shortcut(0x80000006, "Blade Buster", { kind: "no-save-yet" }),
    ],
    activity: [
      activity("a1", "Anguna: Warriors of Virtue", "upload", nowMs - 5 * minuteMs),
      activity("a2", "Micro Mages", "download", nowMs - 2 * hourMs),
      activity(
        "a3",
        "The Legend of the Extraordinarily Long-Winded Homebrew Quest III",
        "upload",
        nowMs - 3 * hourMs,
        {
          outcome: "failed",
          detail: null,
        },
      ),
    ],
    runs: {
      current: null,
      last: {
        startedAtMs: nowMs - 6 * minuteMs,
        finishedAtMs: nowMs - 5 * minuteMs,
        isDryRun: false,
        isCancelled: false,
        lines: [],
      },
    },
  };
}

/** One of six games was played on both sides. */
export function conflictOverview(nowMs: number): Scene {
  const overview = mixedOverview(nowMs);
  const id = 0x80000002;
  return {
    ...overview,
    conflicts: [conflict("c1", id, "Tobu Tobu Girl Deluxe", nowMs)],
    shortcuts: overview.shortcuts.map((each) =>
      each.appId === id ? { ...each, status: { kind: "conflict", conflictId: conflictId("c1") } } : each,
    ),
  };
}

/** As on most days: five games, none of which runs or needs anything. */
export function idleOverview(nowMs: number): Scene {
  const overview = mixedOverview(nowMs);
  const idle = overview.shortcuts.filter(({ status }) => status.kind !== "location-unavailable");
  return {
    ...overview,
    shortcuts: idle.map((each) => ({
      ...each,
      status: each.status.kind === "playing" ? { kind: "synced" } : each.status,
    })),
  };
}

/** As many games as a large library has, under a few letters; two of them need the player. */
export function manyGames(nowMs: number, count: number): Scene {
  const letters = ["Game", "Hero", "Island", "Jungle"];
  const shortcuts = Array.from({ length: count }, (_, index) => {
    const name = `${letters[index % letters.length]} ${Math.floor(index / letters.length)}`;
    const needs: SyncStatus = { kind: "location-unavailable", detail: "/run/media/deck/SD" };
    return shortcut(
      0x80001000 + index,
      name,
      index < 2 ? needs : { kind: "synced" },
      nowMs - index * minuteMs,
    );
  });
  return { ...emptyOverview(nowMs), shortcuts };
}

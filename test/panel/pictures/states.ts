import type { ServerReach } from "../../../backend/contract/overview.ts";
import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import type { SyncStatus } from "../../../backend/contract/saves/shortcut.ts";
import type { UnitId } from "../../../backend/contract/words.ts";
import {
  activity,
  conflict,
  conflictOverview,
  connected,
  emptyOverview,
  idleOverview,
  manyGames,
  mixedOverview,
  type Scene,
} from "../overviews.ts";
import { addStates } from "./add-states.ts";
import { careStates } from "./care-states.ts";
import { needsYouStates } from "./needs-you-states.ts";
import type { PictureState } from "./picture-state.ts";

/** Every state whose cause exists, on the Quick Access page and on every page of its own. */
export function pictureStates(nowMs: number): PictureState[] {
  const idle = idleOverview(nowMs);
  const safe: Scene = {
    ...idle,
    shortcuts: idle.shortcuts.map((each) => ({
      ...each,
      status: each.status.kind === "will-upload" ? { kind: "synced" } : each.status,
    })),
  };
  const away = (code: "no-network" | "timeout" | "unauthorized"): Scene => {
    const server: ServerReach = { kind: "failed", atMs: nowMs, problem: { kind: "romm", code, detail: "" } };
    return {
      ...idle,
      connection: connected(nowMs, server),
      shortcuts: idle.shortcuts.map((each) => ({ ...each, status: { kind: "waiting-for-network" } })),
    };
  };
  const run = { startedAtMs: nowMs, unitsDone: 17, unitsTotal: 60, name: longName };
  const needing = conflictOverview(nowMs);
  const quickAccess: [string, Scene][] = [
    ["a-first-run", { ...emptyOverview(nowMs), connection: { kind: "signed-out" } }],
    ["b-all-safe", safe],
    ["b-no-saves", ofStatus(safe, { kind: "no-save-yet" })],
    ["b-some-safe", ofStatus(safe, { kind: "untracked" }, { kind: "playing" }, { kind: "synced" })],
    ["b-waits", idle],
    ["c-needs-choice", needing],
    ["d-run", { ...idle, runs: { current: run, last: null } }],
    ["e-offline", away("no-network")],
    ["e-romm-down", away("timeout")],
    ["f-sign-in-again", away("unauthorized")],
    ["g-on-hold", heldOverview(nowMs)],
    ["h-list-repaired", { ...idle, registry: { kind: "recovered", reason: "cut", savedAtMs: nowMs } }],
    ["h-list-lost", { ...emptyOverview(nowMs), registry: { kind: "lost", reason: "cut" } }],
    ["h-list-unreadable", { ...idle, registry: { kind: "unreadable", detail: "EIO" } }],
    ["i-part-unreadable", { ...idle, unreadable: [{ part: "activity", detail: "EACCES" }] }],
    ["j-no-games", emptyOverview(nowMs)],
    ["k-game-runs", mixedOverview(nowMs)],
    ["l-after-choice", afterChoice(nowMs, safe)],
  ];
  const screens: [string, Scene, string][] = [
    ["start-first", { ...emptyOverview(nowMs), connection: { kind: "signed-out" } }, "start"],
    ["which-save-both-sides", needing, "choose/c1"],
    [
      "which-save-one-empty",
      { ...needing, conflicts: needing.conflicts.map((each) => ({ ...each, local: null })) },
      "choose/c1",
    ],
    ["game-save", needing, "game/2147483651"],
    ["game-needs-choice", needing, "game/2147483650"],
    ["games-mixed", needing, "games"],
    ["games-many", manyGames(nowMs, 500), "games"],
    ["games-none", emptyOverview(nowMs), "games"],
    ["needs-you-hold", heldOverview(nowMs), "needs-you"],
    ["needs-you-choices", manyChoices(nowMs), "needs-you"],
    ["needs-you-empty", safe, "needs-you"],
    ["activity-some", needing, "activity"],
    ["activity-empty", emptyOverview(nowMs), "activity"],
    ["play-status-never", safe, "play-status"],
    ["account-reached", safe, "account"],
    ["settings-all", safe, "settings"],
    ["move-first", safe, "move"],
    ["account-offline", away("no-network"), "account"],
    ["backups-some", safe, "backups"],
  ];
  return [
    ...addStates(nowMs),
    {
      ...{ name: "quick-access-i-restarting", overview: idle },
      prepare: (deck) => {
        deck.bridge = "stopped";
      },
    },
    {
      ...{ name: "game-who-has-it", overview: needing, path: "game/2147483649" },
      prepare: (deck) => {
        deck.details[0x80000001] = {
          holders: [
            { deviceName: "Deck upstairs", isThis: true, state: "newest", savesBehind: 0 },
            { deviceName: longName, isThis: false, state: "behind", savesBehind: 2 },
          ],
        };
      },
    },
    ...careStates(nowMs),
    ...needsYouStates(manyChoices(nowMs), heldOverview(nowMs)),
    ...quickAccess.map(([name, overview]) => ({ name: `quick-access-${name}`, overview })),
    ...screens.map(([name, overview, path]) => ({ name, overview, path })),
  ];
}

const longName = "The Legend of the Extraordinarily Long-Winded Homebrew Quest III";

/** The games in turn, each as one of these; the last one holds for all that follow. */
function ofStatus(scene: Scene, ...all: SyncStatus[]): Scene {
  const statusAt = (index: number) => all[Math.min(index, all.length - 1)];
  return {
    ...scene,
    shortcuts: scene.shortcuts.map((each, index) => ({ ...each, status: statusAt(index) ?? each.status })),
  };
}

/** The newest thing that was done, which the game was played with since. */
function afterChoice(nowMs: number, scene: Scene): Scene {
  const asked = activity("l", longName, "download", nowMs - 1_800_000, {
    ...{ act: "choice", choice: "take-remote", deviceName: "Living room handheld" },
    undo: { kind: "can", isPlayedSince: true },
  });
  return { ...scene, activity: [asked, ...scene.activity], undoable: asked, afterChoice: asked };
}

function manyChoices(nowMs: number): Scene {
  const overview = conflictOverview(nowMs);
  const conflicts = Array.from({ length: 12 }, (_, index) =>
    conflict(`c${index}`, 0x80000010 + index, index === 0 ? longName : `Game ${index}`, nowMs),
  );
  return { ...overview, conflicts };
}

function heldOverview(nowMs: number): Scene {
  const overview = idleOverview(nowMs);
  const held = Array.from({ length: 12 }, (_, index): HeldUnit => {
    const { appIds, romId, slot, remote } = conflict(`h${index}`, 0x80000010 + index, "", nowMs);
    const name = index === 0 ? longName : `Game ${index}`;
    const unitId = `unit ${index}` as UnitId;
    return {
      unitId,
      appIds,
      romId,
      name,
      slot,
      reason: "vanished",
      decision: "download",
      sides: { local: null, remote },
    };
  });
  return { ...overview, held };
}

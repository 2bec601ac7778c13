import { expect, test } from "vitest";
import type { RegistryHealth, ServerReach } from "../../../backend/contract/overview.ts";
import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import type { SyncStatus } from "../../../backend/contract/saves/shortcut.ts";
import { type Headline, headlineOf } from "../../../src/quick-access/headline.ts";
import type { BackendTrouble, OverviewSnapshot } from "../../../src/stores/overview-store.ts";
import { en } from "../../../src/words/en/en.ts";
import { createFormats } from "../../../src/words/format.ts";
import {
  activity,
  conflict,
  connected,
  emptyOverview,
  overviewOf,
  type Scene,
  shortcut,
} from "../overviews.ts";

const now = 1_000_000_000;

/** The causes, the strongest first. Each is one change of an overview at rest. */
const causes: [Headline["kind"], (scene: Scene) => Scene][] = [
  ["signed-out", (each) => ({ ...each, connection: { kind: "signed-out" } })],
  ["list", (each) => ({ ...each, registry: { kind: "unreadable", detail: "EIO" } })],
  ["sign-in-again", (each) => ({ ...each, connection: connected(now, failed("unauthorized")) })],
  ["on-hold", (each) => ({ ...each, held: [{} as HeldUnit] })],
  ["needs-choice", (each) => ({ ...each, conflicts: [conflict("c", 1, "Anguna", now)] })],
  ["needs-look", (each) => withStatus(each, { kind: "location-unavailable", detail: "" })],
  ["after-choice", (each) => ({ ...each, afterChoice: activity("a", "Anguna", "download", now) })],
  [
    "run",
    (each) => ({
      ...each,
      runs: { current: { startedAtMs: now, unitsDone: 1, unitsTotal: 3, name: null }, last: null },
    }),
  ],
  ["offline", (each) => ({ ...each, connection: connected(now, failed("no-network")) })],
  ["waits", (each) => withStatus(each, { kind: "will-upload" })],
];

function failed(code: "unauthorized" | "no-network" | "timeout"): ServerReach {
  return { kind: "failed", atMs: now, problem: { kind: "romm", code, detail: "" } };
}

function withStatus(scene: Scene, status: SyncStatus): Scene {
  return {
    ...scene,
    shortcuts: [...scene.shortcuts, shortcut(scene.shortcuts.length + 2, "x", status)],
  };
}

const atRest: Scene = { ...emptyOverview(now), shortcuts: [shortcut(1, "Anguna", { kind: "synced" })] };
const snapshot = (scene: Scene | null, trouble: BackendTrouble | null = null): OverviewSnapshot => ({
  overview: scene && overviewOf(scene),
  asOfMs: now,
  isFresh: true,
  trouble,
  restartedAtMs: null,
});

test("Each cause has its headline, and with several of them the stronger one wins", () => {
  causes.forEach(([kind, change], index) => {
    expect(headlineOf(snapshot(change(atRest))).kind).toBe(kind);
    const all = causes.slice(index).reduce((overview, [, next]) => next(overview), atRest);
    // What comes later in the list may not overwrite the same field: the cause itself is made last.
    expect(headlineOf(snapshot(change(all))).kind).toBe(kind);
  });
});

test("Trouble of Savepoint's own stands above everything, and nothing known is a moment's wait", () => {
  for (const trouble of [
    "backend-stopped",
    "backend-silent",
    "bridge-failed",
    "internal",
    "other-version",
  ] as const)
    expect(headlineOf(snapshot(causes[0]?.[1](atRest) ?? null, trouble))).toEqual({
      kind: "trouble",
      trouble,
      asOfMs: now,
    });
  expect(headlineOf(snapshot(null, "retired"))).toEqual({ kind: "retired" });
  expect(headlineOf(snapshot(null))).toEqual({ kind: "loading" });
});

test("A choice that was put off is no headline; a Deck without games says who is signed in", () => {
  const later = { ...conflict("c", 1, "Anguna", now), isPostponed: true };
  expect(headlineOf(snapshot({ ...atRest, conflicts: [later] })).kind).toBe("all-safe");
  expect(headlineOf(snapshot(withStatus({ ...atRest, conflicts: [later] }, asks)))).toEqual({
    ...{ kind: "some-safe", count: 1, notSafe: { ...nothing, choices: 1 } },
  });
  expect(headlineOf(snapshot(emptyOverview(now)))).toEqual({ kind: "no-games", username: "maria" });
  expect(headlineOf(snapshot({ ...atRest, connection: connected(now, failed("timeout")) })).kind).toBe(
    "romm-down",
  );
});

const nothing = { playing: 0, choices: 0, off: 0, unsupported: 0 };
const asks: SyncStatus = { kind: "conflict", conflictId: conflict("c", 1, "Anguna", now).conflictId };
const standing = (...all: SyncStatus[]): Headline =>
  headlineOf(snapshot(all.reduce(withStatus, emptyOverview(now))));

test("Safe is said of saves that RomM holds, and never of a game that has none yet", () => {
  const askedAtMs = now - 120_000;
  expect(standing({ kind: "synced" }, { kind: "no-save-yet" }, { kind: "no-save-yet" })).toEqual({
    ...{ kind: "all-safe", count: 1, withoutSave: 2, askedAtMs },
  });
  expect(standing({ kind: "synced" }, { kind: "will-download" })).toEqual({
    ...{ kind: "all-safe", count: 2, askedAtMs },
  });
  expect(standing({ kind: "no-save-yet" })).toEqual({ kind: "no-saves" });
});

test.each<[SyncStatus, Partial<typeof nothing>]>([
  [{ kind: "playing" }, { playing: 1 }],
  [{ kind: "untracked" }, { off: 1 }],
  [{ kind: "paused-by-server" }, { off: 1 }],
  [{ kind: "unsupported", detail: "" }, { unsupported: 1 }],
])("A save that nobody can call safe now is told apart: %j", (status, why) => {
  expect(standing({ kind: "synced" }, status)).toEqual({
    ...{ kind: "some-safe", count: 1, notSafe: { ...nothing, ...why } },
  });
  expect(standing(status)).toMatchObject({ kind: "some-safe", count: 0 });
});

test("Beside a choice the rest is safe only if all of it is", () => {
  const scene = { ...atRest, conflicts: [conflict("c", 1, "Anguna", now)] };
  const isRestSafe = (...all: SyncStatus[]) => headlineOf(snapshot([asks, ...all].reduce(withStatus, scene)));
  expect(isRestSafe({ kind: "synced" }, { kind: "no-save-yet" })).toMatchObject({ isRestSafe: true });
  for (const kind of ["untracked", "will-upload", "not-looked", "playing", "paused-by-server"] as const)
    expect(isRestSafe({ kind }), kind).toMatchObject({ isRestSafe: false });
  expect(isRestSafe(asks)).toMatchObject({ isRestSafe: false });
});

test("Every state of the list of games has a sentence or none is needed", () => {
  const healths: [RegistryHealth, Headline["kind"]][] = [
    [{ kind: "current" }, "all-safe"],
    [{ kind: "fresh" }, "all-safe"],
    [{ kind: "recovered", reason: "cut", savedAtMs: now }, "list-repaired"],
    [{ kind: "lost", reason: "cut" }, "list"],
    [{ kind: "read-only", version: 9 }, "list"],
  ];
  for (const [registry, kind] of healths)
    expect(headlineOf(snapshot({ ...atRest, registry })).kind).toBe(kind);
});

test("Numbers have their own sentences: one, several, none", () => {
  const formats = createFormats({ language: "en", justNow: "just now", languages: ["en"] });
  const title = (headline: Headline) => en.headlineText(headline, { formats, nowMs: now }).title;
  expect(title({ kind: "on-hold", count: 1 })).toBe("1 save is on hold");
  expect(title({ kind: "on-hold", count: 1_200 })).toBe("1,200 saves are on hold");
  expect(title({ kind: "needs-choice", count: 2, isRestSafe: true })).toBe("2 games need your choice");
  expect(title({ kind: "all-safe", count: 60, askedAtMs: null })).toBe("All 60 saves are safe");
  const note = (headline: Headline) => en.headlineText(headline, { formats, nowMs: now }).note;
  expect(note({ kind: "all-safe", count: 6, withoutSave: 1, askedAtMs: null })).toContain(
    "1 game has no save yet",
  );
  expect(title({ kind: "some-safe", count: 0, notSafe: { ...nothing, off: 1 } })).toBe(
    "No save is safe in RomM yet",
  );
  expect(note({ kind: "some-safe", count: 3, notSafe: { ...nothing, off: 2, playing: 1 } })).toBe(
    "1 is being played. Sync is off for 2 games.",
  );
  expect(note({ kind: "needs-look", count: 2 })).toBe("Their saves are left as they are.");
});

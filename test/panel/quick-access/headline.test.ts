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
  expect(headlineOf(snapshot(emptyOverview(now)))).toEqual({ kind: "no-games", username: "maria" });
  expect(headlineOf(snapshot({ ...atRest, connection: connected(now, failed("timeout")) })).kind).toBe(
    "romm-down",
  );
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
});

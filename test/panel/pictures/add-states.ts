import type { PreviewLine, Would } from "../../../backend/contract/saves/preview.ts";
import type { Scan, ShortcutMatch } from "../../../backend/contract/saves/scan.ts";
import type { AppId, RomId, Slot } from "../../../backend/contract/words.ts";
import { candidate, match, rom } from "../found/matches.ts";
import { conflict, conflictOverview, emptyOverview } from "../overviews.ts";
import type { PictureState } from "./picture-state.ts";

const longName = "The Legend of the Extraordinarily Long-Winded Homebrew Quest III (World) (Rev 2)";

/** Adding games, from the first look to what came of it. */
export function addStates(nowMs: number): PictureState[] {
  const overview = emptyOverview(nowMs);
  const found = allSorts();
  const states: Record<string, Partial<Scan>> = {
    reading: { phase: "library", matches: [], done: 0, romsDone: 340, romsTotal: 1_200, end: null },
    comparing: { phase: "comparing", matches: found.slice(0, 34), done: 34, end: null },
    ready: {},
    cancelled: { matches: found.slice(0, 34), done: 34, end: { kind: "cancelled" } },
    failed: { matches: [], end: { kind: "failed", error: { kind: "romm", code: "offline", detail: "" } } },
    empty: { matches: [], done: 0, total: 0 },
    "only-programs": {
      matches: found.filter(({ evidence }) => evidence.includes("starts-no-rom")),
      total: 2,
    },
  };
  const path = "add";
  return [
    ...Object.entries(states).map(
      ([name, change]): PictureState => ({
        ...{ name: `found-${name}`, overview, path },
        prepare: (deck) => {
          deck.scan = scanOf(found, change);
        },
      }),
    ),
    {
      ...{ name: "fix-candidates", overview, path },
      prepare: (deck) => {
        deck.scan = scanOf(found);
      },
      reach: async (pad, page) => {
        await pad.goTo("Crystal");
        await pad.press("x");
        await page.getByTestId("page").locator("[data-rom]").first().waitFor();
      },
    },
    ...placeStates(overview),
    ...afterStates(nowMs),
    {
      ...{ name: "before", overview, path },
      prepare: (deck) => {
        deck.scan = scanOf(found);
        deck.preview = previewOf(nowMs);
      },
      reach: async (pad, page) => {
        await page.getByTestId("page").locator("[data-found]").first().waitFor();
        await pad.press("a");
        await page.getByTestId("page").locator("[data-would]").first().waitFor();
      },
    },
  ];
}

/** What is offered, what is refused, and what is said where nothing is offered. */
function placeStates(overview: PictureState["overview"]): PictureState[] {
  const file = (path: string) => ({ kind: "file", path, emulator: "retroarch-mgba" }) as const;
  const offered = [
    candidate(file("/home/deck/.var/app/org.libretro.RetroArch/config/retroarch/saves/mGBA/Mother 3.srm")),
    candidate(file("/home/deck/retrodeck/saves/gba/Mother 3.srm"), {
      ...{ why: "other-install", isCertain: false, sizeBytes: null, modifiedAtMs: null },
    }),
  ];
  const setting = { name: "Memory Card Type", value: "PerGameTitle" };
  const card = candidate(
    { kind: "file", path: "/home/deck/retrodeck/saves/psx/shared_card_1.mcd", emulator: "duckstation" },
    { isCertain: false, shared: { kind: "memory-card", setting } },
  );
  const state = (
    name: string,
    prepare: PictureState["prepare"],
    reach?: PictureState["reach"],
  ): PictureState => ({
    ...{ name: `place-${name}`, overview, path: "add" },
    prepare: (deck) => {
      deck.scan = scanOf(
        allSorts()
          .map((one) => ({ ...one, app: { ...one.app, appId: placeAppId } }))
          .slice(0, 1),
      );
      prepare?.(deck);
    },
    reach: async (pad, page) => {
      await page.getByTestId("page").locator("[data-found]").first().waitFor();
      await pad.goTo("Winded");
      await pad.press("y");
      await page.getByTestId("page").locator("h2").getByText("Winded").waitFor();
      await reach?.(pad, page);
    },
  });
  return [
    state("offered", (deck) => {
      deck.places[placeAppId] = offered;
    }),
    state(
      "shared-card",
      (deck) => {
        deck.places[placeAppId] = [card];
        deck.placeCheck = {
          ...{ fileCount: 1, sizeBytes: 131_072, modifiedAtMs: Date.now() },
          objections: [
            { kind: "shared-card", isFinal: false },
            { kind: "in-use", name: longName, isFinal: false },
          ],
        };
      },
      async (pad, page) => {
        await page.getByTestId("page").getByText("shared_card_1").waitFor();
        await pad.press("a");
        await page.getByTestId("page").locator("[data-picked]").waitFor();
      },
    ),
    state("none", () => {}),
  ];
}

const placeAppId = 2147483708 as AppId;

/** While saves move, and what came of it. */
function afterStates(nowMs: number): PictureState[] {
  const overview = emptyOverview(nowMs);
  const needing = conflictOverview(nowMs);
  const goOn: NonNullable<PictureState["reach"]> = async (pad, page) => {
    const shown = page.getByTestId("page");
    await shown.locator("[data-found]").first().waitFor();
    await pad.press("a");
    await shown.locator('[data-guard="open"]').waitFor();
    await pad.press("down", "a");
    await shown.locator("[data-after], [data-moving]").first().waitFor();
  };
  const prepare: PictureState["prepare"] = (deck) => {
    deck.scan = scanOf(allSorts());
    deck.preview = previewOf(nowMs);
  };
  const run = { startedAtMs: nowMs, unitsDone: 17, unitsTotal: 60, name: longName };
  return [
    { ...{ name: "after-done", overview, path: "add" }, prepare, reach: goOn },
    { ...{ name: "after-choices", overview: needing, path: "add" }, prepare, reach: goOn },
    {
      ...{ name: "moving", overview: { ...overview, runs: { current: run, last: null } }, path: "add" },
      ...{ prepare, reach: goOn },
    },
  ];
}

function scanOf(matches: ShortcutMatch[], change: Partial<Scan> = {}): Scan {
  const counts = { done: matches.length, total: matches.length, romsDone: 1_200, romsTotal: 1_200 };
  return {
    scanId: "scan",
    phase: "comparing",
    ...counts,
    end: { kind: "done" },
    unreadable: [],
    matches,
    ...change,
  };
}

const unsettled = { kind: "unknown", reason: "several-matches" } as const;
const card = {
  kind: "file",
  path: "/home/deck/retrodeck/saves/psx/shared_card_1.mcd",
  emulator: "duckstation",
} as const;
const shared = {
  kind: "choose",
  candidates: [candidate(card, { isCertain: false, shared: { kind: "memory-card", setting: null } })],
} as const satisfies ShortcutMatch["save"];
const unknownEmulator = {
  kind: "none",
  problem: { kind: "no-place", why: "emulator-not-known", emulator: null, setting: null },
} as const;

function allSorts(): ShortcutMatch[] {
  const id = (index: number) => 0x80000100 + index;
  const ready = Array.from({ length: 48 }, (_, index) =>
    match(id(index), index === 0 ? `A ${longName}` : `Game ${String(index).padStart(2, "0")}`),
  );
  return [
    ...ready,
    match(2147483900, "Crystal Version", {
      ...{ certainty: "likely", evidence: ["several-alike"], save: unsettled, binding: null },
      candidates: [rom(21, "Crystal Version (USA)"), rom(22, "Crystal Version (Europe) (Rev 1)")],
    }),
    match(id(60), "Silent Bomber", {
      certainty: "likely",
      evidence: ["same-title"],
      save: shared,
      binding: null,
    }),
    match(id(61), longName, { save: unknownEmulator, binding: null }),
    match(id(62), "Desktop Firefox", {
      ...{ certainty: "none", evidence: ["starts-no-rom"], candidates: [], save: unsettled, binding: null },
    }),
    match(id(63), "EmulationStation", {
      ...{ certainty: "none", evidence: ["starts-no-rom"], candidates: [], save: unsettled, binding: null },
    }),
  ];
}

function previewOf(nowMs: number): PreviewLine[] {
  const counts: [Would, number][] = [
    ...([
      ["upload", 30],
      ["download", 12],
    ] as [Would, number][]),
    ...([
      ["differs", 2],
      ["same", 4],
      ["nothing", 8],
      ["refused", 1],
    ] as [Would, number][]),
  ];
  return counts.flatMap(([would, count], kind) =>
    Array.from({ length: count }, (_, index) => previewLine(would, 0x80000100 + kind * 100 + index, nowMs)),
  );
}

function previewLine(would: Would, appId: number, nowMs: number): PreviewLine {
  const { local, remote } = conflict("c", appId, "", nowMs);
  return {
    ...{ appIds: [appId as AppId], romId: 5 as RomId, name: `Game ${appId % 100}`, slot: "autosave" as Slot },
    ...{ decision: "upload", reason: "first-upload", outcome: "planned", direction: "up" },
    ...{ sizeBytes: 32_768, saveId: null, durationMs: 0, problem: null },
    ...{ would, local, remote, otherSlots: [] },
    refusal: would === "refused" ? { kind: "location-taken", path: "/x", by: "Micro Mages" } : null,
  };
}

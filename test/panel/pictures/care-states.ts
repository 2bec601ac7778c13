import type { Page } from "playwright-core";
import type { NewerElsewhere } from "../../../backend/contract/saves/newer-elsewhere.ts";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import type { Gamepad } from "../driver/gamepad.ts";
import { rom } from "../found/matches.ts";
import { activity, conflictOverview, idleOverview, type Scene } from "../overviews.ts";
import type { PictureState } from "./picture-state.ts";

const anguna = 0x80000001;
const longFile = "The Legend of the Extraordinarily Long-Winded Homebrew Quest III (World) (Rev 2).srm";

/** One game's own care: what of its save wants the player's eye, and how it is tied. */
export function careStates(nowMs: number): PictureState[] {
  const path = `game/${anguna}`;
  const scene = (change: Partial<Shortcut>): Scene => {
    const idle = idleOverview(nowMs);
    const shortcuts = idle.shortcuts.map((each) => (each.appId === anguna ? { ...each, ...change } : each));
    return { ...idle, shortcuts };
  };
  const moved = scene({
    movedTo: { kind: "file", path: `/run/media/deck/SD/saves/mGBA/${longFile}`, emulator: "retroarch-mgba" },
  });
  const mayNotLoad = { made: "gpSP", here: "mGBA" };
  const choice = conflictOverview(nowMs);
  return [
    { name: "quick-access-c-moved", overview: moved },
    { name: "quick-access-c-unwritten", overview: scene({ unwrittenSessions: 3 }) },
    { name: "game-moved", overview: moved, path },
    { name: "game-may-not-load", overview: scene({ mayNotLoad, status: { kind: "will-download" } }), path },
    { name: "game-newer-elsewhere", overview: scene({ newerElsewhere: newer(nowMs) }), path },
    {
      ...{ name: "game-newer-elsewhere-asked", path },
      overview: scene({ newerElsewhere: newer(nowMs) }),
      reach: async (pad, page) => {
        await page.locator("[data-newer]").waitFor();
        await pad.goTo(/^Pl.* it/, "up");
        await pad.press("a");
        await page.locator('[data-guard="open"]').waitFor();
      },
    },
    {
      ...{ name: "game-left-open", path },
      overview: scene({ status: { kind: "playing", sinceMs: nowMs, isUnsent: true } }),
    },
    { ...{ name: "game-setup", overview: scene({}), path }, reach: openSetup },
    {
      ...{ name: "fix-listed-game", overview: scene({}), path: `fix/${anguna}` },
      prepare: (deck) => {
        deck.roms = [rom(1, "Anguna (World)"), rom(2, "Anguna (Europe) (Rev 1)")];
      },
      reach: async (_, page) => {
        await page.locator("[data-rom]").first().waitFor();
      },
    },
    {
      ...{ name: "which-save-may-not-load", path: "choose/c1" },
      overview: {
        ...choice,
        conflicts: choice.conflicts.map((each) => ({
          ...each,
          remote: each.remote && { ...each.remote, mayNotLoad },
        })),
      },
    },
    ...movedStates(nowMs),
    { ...{ name: "account-sign-out-waits", overview: scene({}), path: "account" }, reach: openSignOut },
    ...activityStates(nowMs),
  ];
}

function newer(nowMs: number): NewerElsewhere {
  const saveId = 77 as NewerElsewhere["saveId"];
  const slot = "default" as NonNullable<NewerElsewhere["slot"]>;
  return { saveId, slot, atMs: nowMs - 3_600_000, maker: { kind: "device", name: "Living room handheld" } };
}

/** Games that RomM has elsewhere by now: one found, with a long name, and one that is not. */
function movedStates(nowMs: number): PictureState[] {
  const idle = idleOverview(nowMs);
  const status = { kind: "unlinked" } as const;
  const overview: Scene = {
    ...idle,
    shortcuts: idle.shortcuts.map((each, index) => (index < 3 ? { ...each, status } : each)),
  };
  const prepare: PictureState["prepare"] = (deck) => {
    deck.movedRoms = idle.shortcuts.slice(1, 3).map(({ appId, romId, name }, index) => ({
      ...{ appIds: [appId], name, formerRomId: romId, rom: rom(900 + index, name) },
      by: index === 0 ? "content" : "name",
    }));
  };
  return [
    { name: "needs-you-moved", overview, path: "needs-you" },
    { name: "game-unlinked", overview, path: `game/${anguna}` },
    {
      ...{ name: "moved-found", overview, path: "moved", prepare },
      reach: async (_, page) => page.locator("[data-moved]").first().waitFor(),
    },
    {
      ...{ name: "moved-followed", overview, path: "moved", prepare },
      reach: async (pad, page) => {
        await page.locator("[data-moved]").first().waitFor();
        await pad.goTo(/Follow|Fol/);
        await page.locator('[data-guard="open"]').waitFor();
        await pad.press("a");
        await page.locator("[data-followed]").waitFor();
      },
    },
    { name: "moved-none", overview: idle, path: "moved" },
  ];
}

function activityStates(nowMs: number): PictureState[] {
  const canUndo = { kind: "can", isPlayedSince: false } as const;
  const batch = activity(
    "b",
    "The Legend of the Extraordinarily Long-Winded Homebrew Quest III",
    "conflict",
    nowMs,
    {
      ...{ act: "choice", batchSize: 3, undo: canUndo },
    },
  );
  const parts = [1, 2, 3].map((index) =>
    activity(`p${index}`, `Game ${index}`, "upload", nowMs, {
      ...{ batchId: "b", act: "choice", choice: "keep-local", undo: canUndo },
    }),
  );
  const many = Array.from({ length: 60 }, (_, index) =>
    activity(`l${index}`, `Game ${index}`, index % 2 ? "upload" : "download", nowMs - index * 3_600_000, {
      outcome: index % 7 === 3 ? "failed" : "done",
    }),
  );
  const overview: Scene = { ...idleOverview(nowMs), activity: [batch, ...parts, ...many] };
  const path = "activity";
  return [
    { name: "activity-many", overview, path },
    {
      ...{ name: "activity-unfolded", overview, path },
      reach: async (pad, page) => {
        await enterPage(pad, page, "[data-activity=b]");
        await pad.goTo(/Legend/);
        await pad.press("a");
        await page.locator("[data-activity=p1]").waitFor();
      },
    },
    {
      ...{ name: "activity-problems", overview, path },
      reach: async (pad, page) => {
        await enterPage(pad, page, "[data-activity=b]");
        await pad.goTo(/^All/, "up");
        await pad.press("right", "a");
        await page.locator("[data-activity=l3]").waitFor();
      },
    },
  ];
}

async function enterPage(pad: Gamepad, page: Page, until: string) {
  await page.locator(until).first().waitFor();
  await pad.press("right");
}

async function openSetup(pad: Gamepad, page: Page) {
  await page.locator("[data-status]").first().waitFor();
  await pad.press("r1");
  await page.getByText("Anguna.srm").or(page.getByText("Warriors")).first().waitFor();
}

async function openSignOut(pad: Gamepad, page: Page) {
  await enterPage(pad, page, "[data-reach]");
  await pad.goTo(/^Sign.* out/);
  await pad.press("a");
  await page.locator(".modal-layer").waitFor();
}

import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { PlayStatusLine, PlayStatusReport } from "../../../backend/contract/play-status.ts";
import type { RomId } from "../../../backend/contract/words.ts";
import { emptyOverview, idleOverview, type Scene } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** The page about play status, in the real bundle with a scripted backend. */

const now = Date.now();
const hourMs = 3_600_000;
const openPanel = setupPanelPages();

const line = (id: number, name: string, more: Partial<PlayStatusLine>): PlayStatusLine => ({
  ...{ romId: id as RomId, name, platformName: "Super Nintendo", award: null, earned: 3, possible: 40 },
  ...{ status: null, reason: "up-to-date", write: null, outcome: "kept", problem: null },
  ...more,
});

const report: PlayStatusReport = {
  ...{ startedAtMs: now, finishedAtMs: now, isDryRun: true, isCancelled: false, problem: null },
  refresh: { kind: "not-asked" },
  source: { hasName: true, newestEarnedAtMs: now - 3 * hourMs, unreadable: 0 },
  lines: [
    line(1, "Micro Mages", { award: "mastered", status: "finished", reason: "set-by-hand" }),
    line(2, "Anguna: Warriors of Virtue", {
      ...{ award: "beaten-hardcore", earned: 31, status: "incomplete" },
      ...{ reason: "follows", write: "finished", outcome: "planned" },
    }),
    line(3, "Blade Buster", { status: "retired", reason: "off-limits" }),
    line(4, "Celeste Classic", { award: "platinum", status: "wishlisted", reason: "unknown-award" }),
  ],
};

function overviewWith(change: Partial<Scene["playStatus"]>): Scene {
  const overview = emptyOverview(now);
  return { ...overview, playStatus: { ...overview.playStatus, ...change } };
}

const ran: Partial<Scene["playStatus"]> = {
  lastRunAtMs: now - hourMs,
  lastChanges: [
    {
      romId: 2 as RomId,
      name: "Anguna: Warriors of Virtue",
      from: "incomplete",
      to: "finished",
      atMs: now - hourMs,
    },
    { romId: 1 as RomId, name: "Micro Mages", from: null, to: "completed_100", atMs: now - hourMs },
  ],
  last: {
    ...{
      startedAtMs: now - hourMs,
      finishedAtMs: now - hourMs,
      isDryRun: false,
      isCancelled: false,
      problem: null,
    },
    refresh: { kind: "failed", problem: { kind: "romm", code: "forbidden", detail: "" } },
    source: report.source,
    counts: { games: 40, changed: 2, failed: 1, byHand: 3 },
  },
};

/** Savepoint's pages are behind *More*. */
async function openPage(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByTestId("page").getByText("Play status").first().click();
  return page.getByTestId("sidebar-page");
}

test("the page shows what the last run changed, and nothing is wider than it", async () => {
  const { page, complaints, shoot } = await openPanel({
    ...idleOverview(now),
    playStatus: overviewWith(ran).playStatus,
  });
  const panel = await openPage(page);
  await panel.getByText("Follows RetroAchievements").waitFor();
  await panel.getByText("2 set, 1 failed").waitFor();
  await panel.getByText("Incomplete › Finished").waitFor();
  await panel.getByText("No status › Completed 100 %").waitFor();
  const overflow = await panel.evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await panel.getByText("No status › Completed 100 %").scrollIntoViewIfNeeded();
  await shoot("play-status");
  expect(complaints).toEqual([]);
});

test("its page previews every game without writing, and tells why a status stays", async () => {
  const { deck, page, complaints, shoot } = await openPanel(overviewWith(ran));
  deck.playStatusReport = report;
  const dialog = await openPage(page);
  await dialog.getByText("1 would be set").waitFor();
  expect(await dialog.locator("[data-rom-id]").allTextContents()).toEqual([
    "Incomplete › Finished",
    "Retired",
    "wishlisted",
    "Finished",
  ]);
  await dialog.getByText("Beaten (hardcore), 31 of 40").waitFor();
  await dialog.getByText("Left alone: set by hand").waitFor();
  await dialog.getByText("The newest achievement that RomM knows").waitFor();
  await dialog.getByText("RomM refuses: the sign-in lacks a right.").waitFor();
  expect(deck.calls.filter(({ method }) => method === "syncPlayStatus").map(({ params }) => params)).toEqual([
    { dryRun: true },
  ]);
  await shoot("play-status-preview");
  expect(complaints).toEqual([]);
});

test("a setting is changed with one press, and the others stay as they are", async () => {
  const { deck, page } = await openPanel(overviewWith({}));
  deck.playStatusReport = report;
  const dialog = await openPage(page);
  const always = dialog.locator("[data-setting=raAlwaysWins]");
  expect(await always.getAttribute("data-on")).toBe("false");
  await dialog.getByText("RetroAchievements always wins").click();
  await expect.poll(() => always.getAttribute("data-on")).toBe("true");
  expect(deck.calls.filter(({ method }) => method === "updateSettings").map(({ params }) => params)).toEqual([
    { playStatus: { isOn: true, raAlwaysWins: true, refreshFirst: false } },
  ]);
});

test("a run that is refused says why, and one under way cannot be started again", async () => {
  const { deck, page } = await openPanel(overviewWith({}));
  const panel = await openPage(page);
  await panel.getByRole("button", { name: "Update play status" }).click();
  await panel.getByText("Sign in to RomM first.").first().waitFor();
  deck.show({ playStatus: overviewWith({ step: "refreshing" }).playStatus });
  await panel.getByText("RomM asks RetroAchievements…").waitFor();
  const asked = () => deck.calls.filter(({ method }) => method === "syncPlayStatus").length;
  const before = asked();
  await panel.getByRole("button", { name: "Updating…" }).click();
  await page.waitForTimeout(100);
  expect(asked()).toBe(before);
});

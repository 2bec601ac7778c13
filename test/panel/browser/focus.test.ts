import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Overview } from "../../../backend/contract/overview.ts";
import type { ConflictId } from "../../../backend/contract/words.ts";
import { conflictOverview, mixedOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Focus is never lost: the gamepad goes on from where the eye is. */

const now = Date.now();
const openPanel = setupPanelPages();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

function threeConflicts(): Overview {
  const overview = conflictOverview(now);
  const conflicts = overview.conflicts.flatMap((each) =>
    ["c1", "c2", "c3"].map((id, index) => ({
      ...each,
      conflictId: id as ConflictId,
      name: `Game ${index + 1}`,
    })),
  );
  return { ...overview, conflicts };
}

test("After a choice the next game has the focus, on its name, and a second press decides nothing", async () => {
  const { deck, page } = await openPanel(threeConflicts());
  await page
    .locator('[data-conflict="c1"]')
    .getByRole("button", { name: /Take RomM's/ })
    .focus();
  await page.keyboard.press("Enter");
  await page.locator('[data-conflict="c1"]').waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toContain("Game 2");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  expect(deck.calls.filter(({ method }) => method === "resolveConflicts").length).toBe(1);
});

test("When the last of its kind goes, the row after it has the focus", async () => {
  const { page } = await openPanel(conflictOverview(now));
  await page.getByRole("button", { name: "Take RomM's" }).focus();
  await page.keyboard.press("Enter");
  await page.locator('[data-conflict="c1"]').waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toContain("romm.home.lan");
});

test("A closed dialog gives the focus back to the row that opened it, although Steam mounts the menu anew", async () => {
  const { page } = await openPanel(mixedOverview(now));
  await page.getByRole("button", { name: /romm\.home\.lan/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("modal").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("modal").waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toContain("romm.home.lan");
});

test("If the row that opened the dialog is gone, the next one has the focus", async () => {
  const { deck, page } = await openPanel(conflictOverview(now));
  await page.getByRole("button", { name: /romm\.home\.lan/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("modal").waitFor();
  deck.show({ connection: { kind: "signed-out" } });
  await page.waitForTimeout(200);
  await page.keyboard.press("Escape");
  await page.getByTestId("modal").waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toContain("Sync all");
});

test("A button keeps the focus while it works", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  await page.getByRole("button", { name: "Sync all" }).focus();
  await page.keyboard.press("Enter");
  deck.show({
    runs: { current: { startedAtMs: now, unitsDone: 1, unitsTotal: 2, name: "Anguna" }, last: null },
  });
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  await expect.poll(() => focused(page)).toContain("Cancel");
});

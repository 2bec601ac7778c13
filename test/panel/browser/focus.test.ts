import { expect, test } from "vitest";
import type { ConflictId } from "../../../backend/contract/words.ts";
import { conflictOverview, idleOverview, type Scene } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Focus is never lost: the gamepad goes on from where the eye is. */

const now = Date.now();
const openPanel = setupPanelPages();

function threeConflicts(): Scene {
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

test("On opening, the focus stands on what needs the player, else on the headline, never on a button that decides", async () => {
  const needing = await openPanel(conflictOverview(now));
  await expect.poll(() => needing.pad.focused()).toContain("Tobu");
  const idle = await openPanel(idleOverview(now));
  await expect.poll(() => idle.pad.focused()).toContain("1 save waits for RomM");
});

test("When a choice is settled the next one has the focus, and a second press only opens it", async () => {
  const { deck, page, pad } = await openPanel(threeConflicts());
  await pad.goTo("Game 1");
  deck.show({ conflicts: deck.overview.conflicts.filter(({ conflictId }) => conflictId !== "c1") });
  await expect.poll(() => pad.focused()).toContain("Game 2");
  await pad.press("a");
  await page.getByTestId("page").getByText("Game 2: which save?").waitFor();
  expect(deck.calls.filter(({ method }) => method === "resolveConflicts").length).toBe(0);
});

test("When the last of its kind goes, the row after it has the focus", async () => {
  const { deck, pad } = await openPanel(conflictOverview(now));
  await pad.goTo("Tobu");
  deck.show({ conflicts: [], shortcuts: deck.overview.shortcuts });
  await expect.poll(() => pad.focused()).toContain("Celeste");
});

test("A closed dialog gives the focus back to the row that opened it, although Steam mounts the menu anew", async () => {
  const { page, pad } = await openPanel(idleOverview(now), "?without=routerHook");
  await pad.goTo("More");
  await pad.press("a");
  await page.getByTestId("modal").waitFor();
  await pad.press("b");
  await page.getByTestId("modal").waitFor({ state: "detached" });
  await expect.poll(() => pad.focused()).toContain("More");
});

test("If the row that opened the dialog is gone, the next one has the focus", async () => {
  const { deck, page, pad } = await openPanel(conflictOverview(now), "?without=routerHook");
  await pad.goTo("Tobu");
  await pad.press("a");
  await page.getByTestId("modal").waitFor();
  deck.show({ conflicts: [] });
  await page.waitForTimeout(200);
  await page.keyboard.press("Escape");
  await page.getByTestId("modal").waitFor({ state: "detached" });
  await expect.poll(() => pad.focused()).toContain("Celeste");
});

test("A button keeps the focus while it works", async () => {
  const { deck, pad } = await openPanel(idleOverview(now));
  await pad.goTo("Ask RomM now");
  await pad.press("a");
  deck.show({
    runs: { current: { startedAtMs: now, unitsDone: 1, unitsTotal: 2, name: "Anguna" }, last: null },
  });
  await pad.press("x");
  expect(await pad.focused()).toContain("Ask RomM now");
});

test("Rows do not change place under the thumb, and stand in their new order when the page is opened again", async () => {
  const { deck, page, pad } = await openPanel(idleOverview(now));
  const names = () =>
    page.locator("[data-app-id]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-app-id")));
  await page.locator("[data-app-id]").nth(4).waitFor();
  const before = await names();
  deck.show({
    shortcuts: deck.overview.shortcuts.map((each) => ({ ...each, status: { kind: "synced" as const } })),
  });
  await page.locator('[data-status="will-upload"]').waitFor({ state: "detached" });
  expect(await names()).toEqual(before);
  await pad.press("quickAccess");
  await page.keyboard.press("q");
  await page.locator("[data-app-id]").nth(4).waitFor();
  expect(await names()).not.toEqual(before);
});

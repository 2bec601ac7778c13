import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { conflictOverview, mixedOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");

test("Text has width: the browser found its font", async () => {
  const { page } = await openPanel(mixedOverview(now));
  const width = (text: string) =>
    page.evaluate((words) => {
      const span = document.createElement("span");
      span.textContent = words;
      document.body.append(span);
      return span.getBoundingClientRect().width;
    }, text);
  expect(await width("iiii")).toBeGreaterThan(4);
  expect(await width("MMMM")).toBeGreaterThan(2 * (await width("iiii")));
});

test("Every game stands there with a word and an icon of its own, and nothing is wider than the panel", async () => {
  const { page, complaints, shoot } = await openPanel(mixedOverview(now));
  const rows = panel(page).locator("[data-app-id]");
  await rows.first().waitFor();
  const kinds = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-status")));
  expect(kinds).toEqual([
    "location-unavailable",
    "synced",
    "no-save-yet",
    "playing",
    "will-download",
    "will-upload",
  ]);
  const icons = await rows.evaluateAll((all) => all.map((row) => row.querySelector("svg")?.innerHTML));
  expect(new Set(icons).size).toBe(6);
  const overflow = await panel(page).evaluate((root) => [
    root.scrollWidth - root.clientWidth,
    ...[...root.querySelectorAll("[data-app-id]")].map((row) => row.getBoundingClientRect().width - 268),
  ]);
  expect(Math.max(...overflow)).toBeLessThanOrEqual(0);
  await shoot("mixed");
  expect(complaints).toEqual([]);
});

test("With the arrow keys alone every row and button of the panel is reached", async () => {
  const { page } = await openPanel({
    ...conflictOverview(now),
    registry: { kind: "recovered", reason: "cut", savedAtMs: now },
  });
  await panel(page).locator("[data-app-id]").first().waitFor();
  // A row without a stop could not be scrolled to.
  expect(await panel(page).locator(".panel-section-row:not(:has([data-focus]))").count()).toBe(0);
  const total = await panel(page).locator("[data-focus]").count();
  await panel(page).locator("[data-focus]").first().focus();
  const reached = new Set<string>();
  for (let press = 0; press <= total + 2; press += 1) {
    reached.add(await page.evaluate(() => document.activeElement?.textContent ?? ""));
    await page.keyboard.press("ArrowDown");
  }
  const all = await panel(page)
    .locator("[data-focus]")
    .evaluateAll((elements) => elements.map((element) => element.textContent));
  expect([...reached].sort()).toEqual([...new Set(all)].sort());
});

test("A run shows how far it is, follows its progress, and can be cancelled", async () => {
  const run = { startedAtMs: now, unitsDone: 3, unitsTotal: 12, name: "Anguna" };
  const { deck, page, complaints, shoot } = await openPanel({
    ...mixedOverview(now),
    runs: { current: run, last: null },
  });
  await panel(page).getByText("3 of 12").waitFor();
  deck.emit("progress", { ...run, unitsDone: 4, name: "Micro Mages" });
  await panel(page).getByText("4 of 12").waitFor();
  await shoot("sync-running");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Sync all" }).waitFor();
  expect(await panel(page).textContent()).toContain("cancelled");
  expect(complaints).toEqual([]);
});

test("One press on a game syncs it once, although Steam calls both of the row's handlers", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  await page.locator('[data-app-id="2147483649"]').click();
  await expect.poll(() => deck.calls.filter(({ method }) => method === "syncShortcut").length).toBe(1);
  await page.waitForTimeout(100);
  expect(deck.calls.filter(({ method }) => method === "syncShortcut").length).toBe(1);
});

test("A game's sync is turned off in its menu only, and A turns it on again; X changes nothing", async () => {
  const { deck, page, complaints, shoot } = await openPanel(mixedOverview(now));
  const game = page.locator('[data-app-id="2147483649"]');
  const row = page.locator("[data-focus]").filter({ has: game });
  const trackings = () =>
    deck.calls.filter(({ method }) => method === "setTracking").map(({ params }) => params);
  await row.focus();
  await page.locator('[data-hint="menu"]').getByText("Menu").waitFor();
  await page.keyboard.press("x");
  await page.keyboard.press("o");
  await page.getByTestId("menu").getByText("Turn sync off").waitFor();
  expect(trackings()).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => game.getAttribute("data-status")).toBe("untracked");
  await page.getByTestId("menu").waitFor({ state: "detached" });
  await panel(page).getByText("Not followed").first().waitFor();
  const again = page.locator('[data-ok="Turn sync on"]').filter({ has: game });
  await again.focus();
  await again.scrollIntoViewIfNeeded();
  await shoot("not-followed");
  await again.click();
  await expect.poll(() => game.getAttribute("data-status")).toBe("synced");
  expect(trackings()).toEqual([
    { appId: 2147483649, tracked: false },
    { appId: 2147483649, tracked: true },
  ]);
  expect(complaints).toEqual([]);
});

test("A library of thousands is not drawn at once, and can be", async () => {
  const overview = mixedOverview(now);
  const first = overview.shortcuts[0];
  const many = Array.from({ length: 200 }, (_, index) =>
    first === undefined ? [] : [{ ...first, appId: JSON.parse(String(index + 1)), name: `Game ${index}` }],
  );
  const { page } = await openPanel({ ...overview, shortcuts: many.flat() });
  await panel(page).locator("[data-app-id]").first().waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(30);
  await page.getByRole("button", { name: "Show all 200 games" }).click();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(200);
});

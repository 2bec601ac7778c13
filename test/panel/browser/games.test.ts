import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { conflictOverview, idleOverview, mixedOverview } from "../overviews.ts";
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

test("Every game stands there with a sentence and an icon of its own, and nothing is wider than the page", async () => {
  const { page, pad, complaints, shoot } = await openPanel(mixedOverview(now));
  await pad.goTo("All 6 games");
  await pad.press("a");
  const rows = page.getByTestId("page").locator("[data-app-id]");
  await rows.nth(5).waitFor();
  const kinds = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-status")));
  expect(new Set(kinds).size).toBe(6);
  const icons = await rows.evaluateAll((all) => all.map((row) => row.querySelector("svg")?.innerHTML));
  expect(new Set(icons).size).toBe(6);
  await shoot("mixed");
  expect(complaints).toEqual([]);
});

test("With the arrow keys alone every row and button is reached", async () => {
  const { page, pad } = await openPanel({
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
    reached.add(await pad.focused());
    await pad.press("down");
  }
  await pad.press("right");
  reached.add(await pad.focused());
  const all = await panel(page)
    .locator("[data-focus]")
    .evaluateAll((elements) => elements.map((element) => element.textContent));
  for (const text of all) expect([...reached]).toContain(text);
});

test("A run shows how far it is, follows its progress, and can be cancelled", async () => {
  const run = { startedAtMs: now, unitsDone: 3, unitsTotal: 12, name: "Anguna" };
  const { deck, page, complaints, shoot } = await openPanel({
    ...idleOverview(now),
    runs: { current: run, last: null },
  });
  await panel(page).getByText("Checking 3 of 12").waitFor();
  deck.emit("progress", { ...run, unitsDone: 4, name: "Micro Mages" });
  await panel(page).getByText("Checking 4 of 12").waitFor();
  await shoot("sync-running");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("A opens a game, X asks RomM about it once, and the footer says so", async () => {
  const { deck, page, pad } = await openPanel(idleOverview(now));
  await pad.goTo("Anguna");
  expect([await pad.hint("ok"), await pad.hint("secondary"), await pad.hint("menu")]).toEqual([
    "Open",
    "Ask RomM now",
    "Menu",
  ]);
  await pad.press("x");
  await expect.poll(() => deck.calls.filter(({ method }) => method === "syncShortcut").length).toBe(1);
  await pad.press("a");
  await page.getByTestId("page").getByText("Anguna").first().waitFor();
  expect(deck.calls.filter(({ method }) => method === "syncShortcut").length).toBe(1);
  await pad.press("r1");
  await page.getByTestId("page").getByText("/home/deck/saves/Anguna").waitFor();
  await pad.press("b");
  await page.getByTestId("page").waitFor({ state: "detached" });
});

test("A game's sync is turned off in its menu only, and on again there", async () => {
  const { deck, page, pad, complaints } = await openPanel(idleOverview(now));
  const trackings = () =>
    deck.calls.filter(({ method }) => method === "setTracking").map(({ params }) => params);
  await pad.goTo("Anguna");
  await pad.press("x", "y", "menu");
  await page.getByTestId("menu").getByText("Turn sync off").waitFor();
  expect(trackings()).toEqual([]);
  await pad.goTo("Turn sync off");
  await pad.press("a");
  await panel(page).locator('[data-status="untracked"]').waitFor();
  await panel(page).getByText("Sync is off").waitFor();
  expect(await pad.focused()).toContain("Anguna");
  await pad.press("menu");
  await pad.goTo("Turn sync on");
  await pad.press("a");
  await panel(page).locator('[data-status="untracked"]').waitFor({ state: "detached" });
  expect(trackings()).toEqual([
    { appId: 2147483649, tracked: false },
    { appId: 2147483649, tracked: true },
  ]);
  expect(complaints).toEqual([]);
});

test("While a game runs nothing leaves it: the list stands in the menu itself, and Back leads out", async () => {
  const { page, pad } = await openPanel(idleOverview(now));
  await page.locator('[data-fresh="true"]').waitFor();
  await page.getByTestId("play-2147483649").click();
  await page.locator('[data-testid="app-2147483649"][data-running="true"]').waitFor();
  await pad.goTo("All 5 games");
  await pad.press("a");
  await expect.poll(() => pad.focused()).toBe("Back");
  expect(await page.getByTestId("page").count()).toBe(0);
  await pad.press("a");
  await panel(page).getByText("All 5 games").waitFor();
});

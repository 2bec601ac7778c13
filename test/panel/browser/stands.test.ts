import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { RegistryHealth } from "../../../backend/contract/overview.ts";
import { measureContrast } from "../measure/contrast.ts";
import { conflictOverview, emptyOverview, idleOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Whatever stops, breaks or vanishes around it: the panel is there, and says how things are. */

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");

test("A part that cannot be drawn leaves the others standing, and comes back with better data", async () => {
  const { deck, page } = await openPanel(idleOverview(now));
  const good = deck.overview.runs;
  deck.show(JSON.parse('{"runs":{"current":{"unitsTotal":{"a":1},"unitsDone":"","name":{}},"last":null}}'));
  await panel(page).getByText("This part could not be shown").first().waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(5);
  deck.show({ runs: good });
  await panel(page).getByText("1 save waits for RomM").waitFor();
  expect(await panel(page).getByText("This part could not be shown").count()).toBe(0);
});

test("While the backend is down the panel says so and keeps showing what it knew; then it recovers by itself", async () => {
  const { deck, page, complaints, shoot } = await openPanel(idleOverview(now));
  deck.bridge = "stopped";
  deck.emit("changed", { parts: ["saves"] });
  await panel(page).getByText("Savepoint is restarting").waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(5);
  await page.locator('[data-fresh="false"]').waitFor();
  await page.waitForTimeout(700);
  await shoot("backend-stopped");
  deck.bridge = "answers";
  await page.locator('[data-fresh="true"]').waitFor();
  deck.emit("notice", { kind: "backend-restarted" });
  await panel(page).getByText("Savepoint was restarted").waitFor();
  await page.getByTestId("toast").getByText("Savepoint was restarted").waitFor();
  expect(complaints).toEqual([]);
});

test("Pressing a button while the backend is down says why nothing happened", async () => {
  const { deck, page, pad } = await openPanel(idleOverview(now));
  await pad.goTo("Ask RomM now");
  deck.bridge = "stopped";
  await pad.press("a");
  await panel(page).getByText("Savepoint is restarting").nth(1).waitFor();
});

test("The panel never opens blank: after a restart of Steam it shows what it remembers, and says how old it is", async () => {
  const { deck, page, complaints, shoot } = await openPanel(idleOverview(now));
  await page.locator('[data-fresh="true"]').waitFor();
  await expect
    .poll(() => page.evaluate(() => indexedDB.databases().then((all) => all.map(({ name }) => name))))
    .toContain("a/savepoint");
  await page.waitForTimeout(100);
  deck.bridge = "silent";
  await page.clock.setFixedTime(Date.now() + 2 * 3_600_000);
  await page.reload();
  await panel(page).locator("[data-app-id]").nth(4).waitFor();
  await page.locator('[data-fresh="false"]').waitFor();
  await page.waitForTimeout(300);
  await shoot("remembered");
  await panel(page).getByText("Last the same 2 hours ago").first().waitFor();
  deck.bridge = "answers";
  await page.locator('[data-fresh="true"]').waitFor();
  expect(complaints).toEqual([]);
});

test("While it is open the panel reads anew every half minute: an event may have been lost", async () => {
  const { deck, page } = await openPanel(idleOverview(now));
  await page.clock.install();
  await page.reload();
  await page.locator('[data-fresh="true"]').waitFor();
  deck.overview = emptyOverview(now);
  await page.clock.fastForward(29_000);
  expect(await panel(page).locator("[data-app-id]").count()).toBe(5);
  await page.clock.fastForward(2_000);
  await panel(page).getByText("No games are in your list yet").waitFor();
});

test("The panel forgets nothing while its menu is closed", async () => {
  const { deck, page } = await openPanel(idleOverview(now));
  await page.getByTestId("tab-friends").click();
  await panel(page).waitFor({ state: "detached" });
  deck.bridge = "silent";
  await page.getByTestId("tab-decky").click();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(5);
});

test("A list of games that is not as it should be is told on top, and what was read is answered", async () => {
  const healths: [RegistryHealth, string][] = [
    [{ kind: "recovered", reason: "cut", savedAtMs: now - 3_600_000 }, "Your list of games was repaired"],
    [{ kind: "lost", reason: "garbage" }, "Your list of games was lost"],
    [{ kind: "read-only", version: 9 }, "Update Savepoint"],
    [{ kind: "unreadable", detail: "EIO" }, "Your list of games cannot be read"],
  ];
  const { deck, page, pad, shoot } = await openPanel(idleOverview(now));
  for (const [registry, text] of healths) {
    deck.show({ registry });
    await panel(page).getByText(text).waitFor();
    await shoot(`registry-${registry.kind}`);
  }
  deck.show({ registry: { kind: "recovered", reason: "cut", savedAtMs: now } });
  await panel(page).getByText("Got it").waitFor();
  await pad.goTo("Got it");
  await pad.press("a");
  await panel(page).getByText("Your list").waitFor({ state: "detached" });
});

test("When an update of Steam takes all its components away, every button still works", async () => {
  const { deck, page } = await openPanel(conflictOverview(now), "?dfl=none");
  await panel(page).getByRole("button", { name: /Tobu/ }).click();
  await page.locator('[data-guard="open"]').waitFor();
  await page.getByRole("button", { name: /Keep this Deck's/ }).click();
  await expect.poll(() => deck.calls.some(({ method }) => method === "resolveConflicts")).toBe(true);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in to RomM" }).click();
  await page.getByLabel("Address").fill("http://x");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Token", exact: true }).click();
  await page.getByLabel("API token").fill("y");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect.poll(() => deck.calls.some(({ method }) => method === "connect")).toBe(true);
});

test("Without Steam's components all text is readable: page, choice, fields and focused buttons", async () => {
  const { page, shoot } = await openPanel(conflictOverview(now), "?dfl=none");
  const poorest = async () => (await measureContrast(page, '[data-testid="panel"]'))[0];
  expect((await poorest())?.ratio).toBeGreaterThanOrEqual(4.5);
  await page.getByRole("button", { name: "Ask RomM now" }).focus();
  expect((await poorest())?.ratio).toBeGreaterThanOrEqual(4.5);
  await shoot("without-steam");
  await panel(page).getByRole("button", { name: /Tobu/ }).click();
  await page.locator('[data-guard="open"]').waitFor();
  expect((await poorest())?.ratio).toBeGreaterThanOrEqual(4.5);
});

test.each([
  "routerHook",
  "Navigation",
  "routerHook,Navigation",
  "routerHook,showModal",
  "Navigation,showModal",
])("Without %s each screen is still reached, and Back leads out of it", async (gone) => {
  const { page, pad } = await openPanel(conflictOverview(now), `?without=${gone}`);
  await pad.goTo("Tobu");
  await pad.press("a");
  await page.getByText("Tobu Tobu Girl Deluxe: which save?").waitFor();
  await page.locator('[data-guard="open"]').waitFor();
  await pad.goTo("Decide later");
  if (gone.includes("showModal")) {
    await pad.goTo("Back", "up");
    await pad.press("a");
  } else await pad.press("b");
  await page.getByText("which save?").waitFor({ state: "detached" });
  await expect.poll(() => pad.focused()).toContain("Tobu");
});

test("A page that stays open while the plugin is loaded anew shows nothing old, and says how to go on", async () => {
  const { deck, page } = await openPanel(idleOverview(now));
  await panel(page).locator("[data-app-id]").first().waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event("decky-reload")));
  await panel(page).getByText("Go back and open it again").waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(0);
  deck.overview = emptyOverview(now);
  await page.getByTestId("tab-friends").click();
  await page.getByTestId("tab-decky").click();
  await panel(page).getByText("No games are in your list yet").waitFor();
  expect(await panel(page).getByText("Savepoint was updated").count()).toBe(0);
});

test("A part of ours that the disk does not give is named, and the rest is shown and works", async () => {
  const { page, pad } = await openPanel({
    ...idleOverview(now),
    unreadable: [{ part: "activity", detail: "EACCES: /home/deck/x" }],
  });
  await panel(page).getByText("What happened cannot be read").waitFor();
  expect(await panel(page).textContent()).not.toContain("EACCES");
  expect(await panel(page).locator("[data-app-id]").count()).toBe(5);
  await pad.goTo("Ask RomM now");
});

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { RegistryHealth } from "../../../backend/contract/overview.ts";
import { measureContrast } from "../measure/contrast.ts";
import { conflictOverview, emptyOverview, mixedOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Whatever stops, breaks or vanishes around it: the panel is there, and says how things are. */

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");

test("A section that cannot be drawn leaves the others standing, and comes back with better data", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  const good = deck.overview.activity;
  deck.show(JSON.parse('{"activity":[{"id":"broken"}]}'));
  deck.show(JSON.parse('{"activity":[null]}'));
  await panel(page).getByText("This part could not be shown").waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(6);
  expect(await panel(page).getByText("romm.home.lan").count()).toBe(1);
  deck.show({ activity: good });
  await panel(page).getByText("Sent to RomM").waitFor();
  expect(await panel(page).getByText("This part could not be shown").count()).toBe(0);
});

test("While the backend is down the panel says so and keeps showing what it knew; then it recovers by itself", async () => {
  const { deck, page, complaints, shoot } = await openPanel(mixedOverview(now));
  deck.bridge = "stopped";
  deck.emit("changed", {});
  await panel(page).getByText("Restarting it").waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(6);
  await page.locator('[data-fresh="false"]').waitFor();
  await page.waitForTimeout(700);
  await shoot("backend-stopped");
  deck.bridge = "answers";
  await page.locator('[data-fresh="true"]').waitFor();
  deck.emit("notice", { kind: "backend-restarted" });
  await panel(page).getByText("service was restarted").waitFor();
  await page.getByTestId("toast").getByText("restarted its service").waitFor();
  expect(complaints).toEqual([]);
});

test("Pressing a button while the backend is down says why nothing happened", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  deck.bridge = "stopped";
  await page.getByRole("button", { name: "Sync all" }).click();
  await panel(page).getByText("service stopped").first().waitFor();
});

test("The panel never opens blank: after a restart of Steam it shows what it remembers, and says how old it is", async () => {
  const { deck, page, complaints, shoot } = await openPanel(mixedOverview(now));
  await page.locator('[data-fresh="true"]').waitFor();
  await expect
    .poll(() => page.evaluate(() => indexedDB.databases().then((all) => all.map(({ name }) => name))))
    .toContain("a/savepoint");
  await page.waitForTimeout(100);
  deck.bridge = "silent";
  await page.clock.setFixedTime(Date.now() + 2 * 3_600_000);
  await page.reload();
  await panel(page).locator("[data-app-id]").nth(5).waitFor();
  await panel(page).getByText("Shown as it was 2 hours ago").waitFor();
  await page.waitForTimeout(300);
  await shoot("remembered");
  deck.bridge = "answers";
  await page.locator('[data-fresh="true"]').waitFor();
  expect(await panel(page).getByText("Shown as it was").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("While it is open the panel reads anew every half minute: an event may have been lost", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  await page.clock.install();
  await page.reload();
  await page.locator('[data-fresh="true"]').waitFor();
  deck.overview = emptyOverview(now);
  await page.clock.fastForward(29_000);
  expect(await panel(page).locator("[data-app-id]").count()).toBe(6);
  await page.clock.fastForward(2_000);
  await panel(page).getByText("No games yet").waitFor();
});

test("The panel forgets nothing while its menu is closed", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  await page.getByTestId("tab-friends").click();
  await panel(page).waitFor({ state: "detached" });
  deck.bridge = "silent";
  await page.getByTestId("tab-decky").click();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(6);
});

test("A registry that is not as it should be is told on top", async () => {
  const healths: [RegistryHealth, string][] = [
    [{ kind: "recovered", reason: "cut", savedAtMs: now - 3_600_000 }, "Your games were recovered"],
    [{ kind: "lost", reason: "garbage" }, "The list of games was lost"],
    [{ kind: "read-only", version: 9 }, "Update Savepoint"],
    [{ kind: "unreadable", detail: "EIO" }, "The registry cannot be read"],
  ];
  const { deck, page, shoot } = await openPanel(mixedOverview(now));
  for (const [registry, text] of healths) {
    deck.show({ registry });
    await panel(page).getByText(text).waitFor();
    await shoot(`registry-${registry.kind}`);
  }
  deck.show({ registry: { kind: "current" } });
  await panel(page).getByText("The registry").waitFor({ state: "detached" });
});

test("When an update of Steam takes all its components away, every button still works", async () => {
  const { deck, page } = await openPanel(conflictOverview(now), "?dfl=none");
  await page.getByRole("button", { name: /Keep this Deck's/ }).click();
  await panel(page).getByText("You kept this Deck's save").waitFor();
  await page.getByRole("button", { name: /romm\.home\.lan/ }).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Connect to RomM" }).click();
  await page.getByLabel("Address").fill("http://x");
  await page.getByLabel("API token").fill("y");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await panel(page).getByText("maria on Deck upstairs").waitFor();
  expect(deck.calls.some(({ method }) => method === "connect")).toBe(true);
});

test("Without Steam's components all text is readable: panel, dialog, fields and focused buttons", async () => {
  const { page, shoot } = await openPanel(conflictOverview(now), "?dfl=none");
  const poorest = async () => (await measureContrast(page, '[data-testid="panel"]'))[0];
  expect((await poorest())?.ratio).toBeGreaterThanOrEqual(4.5);
  await page.getByRole("button", { name: "Sync all" }).focus();
  expect((await poorest())?.ratio).toBeGreaterThanOrEqual(4.5);
  await shoot("without-steam");
  await page.getByRole("button", { name: /romm\.home\.lan/ }).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Connect to RomM" }).click();
  expect((await poorest())?.ratio).toBeGreaterThanOrEqual(4.5);
});

test("A page that stays open while the plugin is loaded anew shows nothing old, and says how to go on", async () => {
  const { deck, page } = await openPanel(mixedOverview(now));
  await panel(page).locator("[data-app-id]").first().waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event("decky-reload")));
  await panel(page).getByText("Savepoint was updated: go back and open it again").waitFor();
  expect(await panel(page).locator("[data-app-id]").count()).toBe(0);
  deck.overview = emptyOverview(now);
  await page.getByTestId("tab-friends").click();
  await page.getByTestId("tab-decky").click();
  await panel(page).getByText("No games yet").waitFor();
  expect(await panel(page).getByText("Savepoint was updated").count()).toBe(0);
});

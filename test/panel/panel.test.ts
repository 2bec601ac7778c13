import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ConnectError } from "../../backend/contract/account.ts";
import type { Overview, RegistryHealth } from "../../backend/contract/overview.ts";
import { setupPanelPages } from "./open-panel.ts";
import { conflictOverview, connected, emptyOverview, mixedOverview } from "./overviews.ts";

/** The real bundle in a real browser, in the stand-in page, with a scripted backend behind it. */

const now = Date.now();
const tobu = 0x80000002;
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");
const statusOf = (page: Page, appId: number) =>
  page.locator(`[data-app-id="${appId}"]`).getAttribute("data-status");

const signedOut: Overview = { ...emptyOverview(now), connection: { kind: "signed-out" } };

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

test("Signing in: a refused token says so and keeps what was typed, then it works", async () => {
  const { deck, page, complaints, shoot } = await openPanel(signedOut);
  await shoot("signed-out");
  deck.connectErrors.push({ kind: "romm", code: "unauthorized", detail: "401" });
  await page.getByRole("button", { name: "Connect to RomM" }).click();
  await page.getByLabel("Address").fill(" http://romm.home.lan ");
  await page.getByLabel("API token").fill("rmm_1");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText("RomM does not accept this token").waitFor();
  expect(await page.getByLabel("Address").inputValue()).toBe(" http://romm.home.lan ");
  await shoot("connect-refused");
  await page.getByLabel("API token").fill("rmm_2");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await panel(page).getByText("maria on Deck upstairs").waitFor();
  expect(await page.getByTestId("modal").count()).toBe(0);
  expect(deck.calls.filter(({ method }) => method === "connect").map(({ params }) => params)).toEqual([
    { origin: "http://romm.home.lan", credentials: { kind: "token", token: "rmm_1" } },
    { origin: "http://romm.home.lan", credentials: { kind: "token", token: "rmm_2" } },
  ]);
  await shoot("first-run");
  expect(complaints).toEqual([]);
});

test("Each way in which signing in fails tells the player what to do", async () => {
  const failures: [ConnectError, string][] = [
    [{ kind: "bad-origin", origin: "x" }, "starts with http://"],
    [{ kind: "too-old", serverVersion: "4.6.1", needed: "4.7.0" }, "4.6.1"],
    [{ kind: "state-read-only" }, "Update Savepoint"],
    [{ kind: "romm", code: "offline", detail: "" }, "Nothing answers there"],
    [{ kind: "romm", code: "busy", detail: "" }, "RomM is busy"],
  ];
  const { deck, page } = await openPanel(signedOut);
  deck.connectErrors.push(...failures.map(([error]) => error));
  await page.getByRole("button", { name: "Connect to RomM" }).click();
  await page.getByLabel("Address").fill("x");
  await page.getByLabel("API token").fill("y");
  for (const [, text] of failures) {
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByTestId("modal").getByText(text).waitFor();
  }
});

test("The account's page shows who is signed in where, and signs out", async () => {
  const { page, complaints } = await openPanel(mixedOverview(now));
  await page.getByRole("button", { name: /romm\.home\.lan/ }).click();
  expect(await page.getByTestId("modal").count()).toBe(1);
  expect(await page.getByTestId("modal").textContent()).toContain("5.2.0");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Connect to RomM" }).waitFor();
  expect(complaints).toEqual([]);
});

test("A conflict shows both sides, and a choice settles it", async () => {
  const { deck, page, complaints, shoot } = await openPanel(conflictOverview(now));
  const card = page.locator('[data-conflict="c1"]');
  for (const fact of [
    "32 KB",
    "32.3 KB",
    "12 minutes ago",
    "26 hours ago",
    "from Deck upstairs",
    "from Living room handheld",
  ]) {
    expect(await card.textContent()).toContain(fact);
  }
  expect(await card.getByText("newer").count()).toBe(1);
  await shoot("conflict");
  await card.getByRole("button", { name: /Keep this Deck's/ }).click();
  await card.waitFor({ state: "detached" });
  expect(await statusOf(page, tobu)).toBe("synced");
  await panel(page).getByText("You kept this Deck's save").waitFor();
  expect(deck.calls.find(({ method }) => method === "resolveConflicts")?.params).toEqual({
    choices: [{ conflictId: "c1", choice: "keep-local" }],
  });
  expect(complaints).toEqual([]);
});

test("RomM's side can be taken, and a choice can be put off", async () => {
  const { deck, page } = await openPanel(conflictOverview(now));
  await page.getByRole("button", { name: "Decide later" }).click();
  await page.getByText("You put this off").waitFor();
  await page.getByRole("button", { name: /Take RomM's/ }).click();
  await panel(page).getByText("You took RomM's save").waitFor();
  const choices = deck.calls
    .filter(({ method }) => method === "resolveConflicts")
    .map(({ params }) => params);
  expect(JSON.stringify(choices)).toMatch(/later.*take-remote/);
});

test("A side that has no save cannot be chosen", async () => {
  const overview = conflictOverview(now);
  const { page } = await openPanel({
    ...overview,
    conflicts: overview.conflicts.map((each) => ({
      ...each,
      local: null,
      reason: "absent-server-went-back",
    })),
  });
  expect(await page.getByRole("button", { name: /Keep this Deck's/ }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: /Take RomM's/ }).isDisabled()).toBe(false);
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

test("X on a game stops following its save, and A follows it again", async () => {
  const { deck, page, complaints, shoot } = await openPanel(mixedOverview(now));
  const game = page.locator('[data-app-id="2147483649"]');
  const row = page.locator("[data-x]").filter({ has: game });
  await row.focus();
  await page.getByTestId("footer").getByText("Stop following").waitFor();
  await page.keyboard.press("x");
  await expect.poll(() => game.getAttribute("data-status")).toBe("untracked");
  await panel(page).getByText("Not followed").first().waitFor();
  const again = page.locator('[data-ok="Follow"]').filter({ has: game });
  await again.focus();
  await again.scrollIntoViewIfNeeded();
  await shoot("not-followed");
  await again.click();
  await expect.poll(() => game.getAttribute("data-status")).toBe("synced");
  const asked = deck.calls.filter(({ method }) => method === "setTracking").map(({ params }) => params);
  expect(asked).toEqual([
    { appId: 2147483649, tracked: false },
    { appId: 2147483649, tracked: true },
  ]);
  expect(complaints).toEqual([]);
});

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

test("Without RomM each game says that it waits, and the account says why", async () => {
  const server = {
    kind: "failed",
    atMs: now,
    problem: { kind: "romm", code: "offline", detail: "" },
  } as const;
  const overview = mixedOverview(now);
  const { page, shoot } = await openPanel({
    ...overview,
    connection: connected(now, server),
    shortcuts: overview.shortcuts.map((each) => ({ ...each, status: { kind: "waiting-for-network" } })),
  });
  expect(await panel(page).getByText("Waiting for RomM").count()).toBe(6);
  await panel(page).getByText("RomM cannot be reached").waitFor();
  await shoot("offline");
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

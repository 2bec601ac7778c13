import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { pressCalmly } from "../driver/press-calmly.ts";
import { conflictOverview, mixedOverview } from "../overviews.ts";
import { type OpenedPanel, setupPanelPages } from "./open-panel.ts";

/** Play, pressed in the stand-in for Steam, through the real gate. */

const now = Date.now();
const anguna = 0x80000001;
const tobu = 0x80000002;
const openPanel = setupPanelPages();

const isRunning = (page: Page, appId: number) =>
  page.getByTestId(`app-${appId}`).getAttribute("data-running");
const untilRunning = (page: Page, appId: number) =>
  page.locator(`[data-testid="app-${appId}"][data-running="true"]`).waitFor();
const calls = ({ deck }: OpenedPanel, ...methods: string[]) =>
  deck.calls.map(({ method }) => method).filter((method) => methods.includes(method));

/** The gate knows its shortcuts once the panel has read its first overview. */
const ready = ({ page }: OpenedPanel) => page.locator('[data-fresh="true"]').waitFor();

test("Play is checked once, then the game runs; its start and its end are told", async () => {
  const opened = await openPanel(mixedOverview(now));
  const { page, complaints } = opened;
  await ready(opened);
  await page.getByTestId(`play-${anguna}`).click();
  await untilRunning(page, anguna);
  await expect
    .poll(() => calls(opened, "beforeLaunch", "appStarted").slice(0, 2))
    .toEqual(["beforeLaunch", "appStarted"]);
  await page.getByTestId(`add-session-${anguna}`).click();
  await expect.poll(() => page.getByTestId(`sessions-${anguna}`).textContent()).toContain("A-3");
  await page.getByTestId(`exit-${anguna}`).click();
  await page.getByTestId(`play-${anguna}`).waitFor();
  await expect.poll(() => calls(opened, "beforeLaunch", "appExited")).toEqual(["beforeLaunch", "appExited"]);
  expect(complaints).toEqual([]);
});

test("A slow check shows itself; Play now starts the game at once", async () => {
  const opened = await openPanel(mixedOverview(now));
  const { page, deck, shoot, complaints } = opened;
  await ready(opened);
  deck.launchHold = new Promise(() => {});
  await page.getByTestId(`play-${anguna}`).click();
  await page.getByRole("button", { name: "Start now" }).waitFor();
  expect(await isRunning(page, anguna)).toBe("false");
  await shoot("launch-waiting");
  await pressCalmly(
    page,
    page.getByRole("button", { name: "Start now" }),
    () => calls(opened, "letLaunchThrough").length > 0,
  );
  await untilRunning(page, anguna);
  const launchIds = deck.calls
    .filter(({ method }) => ["beforeLaunch", "letLaunchThrough"].includes(method))
    .map(({ params }) => Reflect.get(Object(params), "launchId"));
  expect(launchIds.length).toBe(2);
  expect(launchIds[0]).toBe(launchIds[1]);
  expect(complaints).toEqual([]);
});

test("Going back from the waiting dialog leaves the game unstarted", async () => {
  const opened = await openPanel(mixedOverview(now));
  const { page, deck } = opened;
  await ready(opened);
  deck.launchHold = new Promise(() => {});
  await page.getByTestId(`play-${anguna}`).click();
  await page.getByRole("button", { name: "Start now" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("modal").waitFor({ state: "detached" });
  await expect.poll(() => calls(opened, "letLaunchThrough").length).toBe(1);
  await page.waitForTimeout(400);
  expect(await isRunning(page, anguna)).toBe("false");
});

test("A conflict at launch is put to the player; the choice is made and checked, then the game runs", async () => {
  const opened = await openPanel(conflictOverview(now));
  const { page, deck, shoot, complaints } = opened;
  await ready(opened);
  for (const conflict of deck.overview.conflicts) deck.verdicts.push({ kind: "ask", conflict });
  await page.getByTestId(`play-${tobu}`).click();
  const dialog = page.getByTestId("modal");
  await dialog.getByText("Which save do you want to play?").waitFor();
  await shoot("launch-ask");
  await pressCalmly(
    page,
    dialog.getByRole("button", { name: /Take the one/ }),
    () => calls(opened, "resolveConflicts").length > 0,
  );
  await untilRunning(page, tobu);
  expect(calls(opened, "beforeLaunch", "resolveConflicts")).toEqual([
    "beforeLaunch",
    "resolveConflicts",
    "beforeLaunch",
  ]);
  expect(complaints).toEqual([]);
});

test("Playing first and deciding later tells the backend so, and plays", async () => {
  const opened = await openPanel(conflictOverview(now));
  const { page, deck } = opened;
  await ready(opened);
  for (const conflict of deck.overview.conflicts) deck.verdicts.push({ kind: "ask", conflict });
  await page.getByTestId(`play-${tobu}`).click();
  await pressCalmly(
    page,
    page.getByRole("button", { name: "Play, decide later" }),
    () => calls(opened, "resolveConflicts").length > 0,
  );
  await untilRunning(page, tobu);
  expect(JSON.stringify(deck.calls.find(({ method }) => method === "resolveConflicts")?.params)).toContain(
    "later",
  );
});

test("With the backend down the game starts, and the player is told that it was not checked", async () => {
  const opened = await openPanel(mixedOverview(now));
  const { page, deck } = opened;
  await ready(opened);
  deck.bridge = "stopped";
  await page.getByTestId(`play-${anguna}`).click();
  await untilRunning(page, anguna);
  await page.getByTestId("toast").getByText("Started without asking RomM").waitFor();
});

test("In the desktop interface nothing is cancelled and nothing asked", async () => {
  const opened = await openPanel(mixedOverview(now), "?ui=desktop");
  const { page, deck } = opened;
  await ready(opened);
  deck.launchHold = new Promise(() => {});
  await page.getByTestId(`play-${anguna}`).click();
  await untilRunning(page, anguna);
  expect(calls(opened, "beforeLaunch")).toEqual([]);
  await expect.poll(() => calls(opened, "appStarted").length).toBeGreaterThan(0);
});

test("A game that is not followed starts without a check", async () => {
  const overview = mixedOverview(now);
  const opened = await openPanel({
    ...overview,
    shortcuts: overview.shortcuts.map((each) => ({ ...each, isTracked: false })),
  });
  await ready(opened);
  await opened.page.getByTestId(`play-${anguna}`).click();
  await untilRunning(opened.page, anguna);
  expect(calls(opened, "beforeLaunch")).toEqual([]);
});

test("While a save comes the dialog says whose and how far, and Start now is true: this Deck's is played", async () => {
  const opened = await openPanel(mixedOverview(now));
  const { page, deck, shoot } = opened;
  await ready(opened);
  deck.launchHold = new Promise(() => {});
  await page.getByTestId(`play-${anguna}`).click();
  await page.getByRole("button", { name: "Start now" }).waitFor();
  const { params } = deck.calls.find(({ method }) => method === "beforeLaunch") ?? {};
  deck.emit("launchProgress", {
    launchId: Reflect.get(Object(params), "launchId"),
    phase: "fetching",
    doneBytes: 3_355_443,
    totalBytes: 8_388_608,
    deviceName: "Deck B",
  });
  await page.getByText("A newer save is coming").waitFor();
  await page.getByText("from Deck B").waitFor();
  await page.getByText("3.2 MB of 8 MB").waitFor();
  await shoot("launch-fetching");
  await pressCalmly(
    page,
    page.getByRole("button", { name: "Start now with this Deck's" }),
    () => calls(opened, "letLaunchThrough").length > 0,
  );
  await untilRunning(page, anguna);
  await page.getByTestId("toast").getByText("Started with this Deck's save").waitFor();
});

test("A toast opens the screen that it is about, once for one event, and not where the player wants none", async () => {
  const opened = await openPanel(conflictOverview(now));
  const { page, deck } = opened;
  await ready(opened);
  deck.emit("notice", { kind: "conflict", name: "Tobu" });
  deck.emit("notice", { kind: "conflict", name: "Tobu" });
  await page.getByTestId("toast").getByText("Your choice is needed").waitFor();
  expect(await page.getByTestId("toast").count()).toBe(1);
  await page.getByTestId("toast").click();
  await page.locator('[data-path="/savepoint/needs-you"]').waitFor();
});

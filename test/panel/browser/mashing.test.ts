import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { conflictOverview } from "../overviews.ts";
import { type OpenedPanel, setupPanelPages } from "./open-panel.ts";

/** Who mashes A decides nothing: by keys, in a real browser, through the real gate. */

const now = Date.now();
const tobu = 0x80000002;
const openPanel = setupPanelPages();
const delaysMs = Array.from({ length: 21 }, (_, index) => index * 50);

/** Presses A until told, after random waits of 60 to 200 ms. */
function mash(page: Page, seed: number): () => Promise<number> {
  let isOn = true;
  let random = seed;
  const pressed = (async () => {
    let count = 0;
    for (; isOn; count += 1) {
      await page.keyboard.press("Enter");
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      await page.waitForTimeout(60 + (random % 141));
    }
    return count;
  })();
  return () => {
    isOn = false;
    return pressed;
  };
}

async function setup(): Promise<
  OpenedPanel & { decisions(): string[]; isRunning(): Promise<string | null> }
> {
  const opened = await openPanel(conflictOverview(now));
  await opened.page.locator('[data-fresh="true"]').waitFor();
  await opened.page.keyboard.press("q");
  await opened.page.getByTestId("panel").waitFor({ state: "detached" });
  const deciding = ["resolveConflicts", "letLaunchThrough", "releaseHeld"];
  return {
    ...opened,
    decisions: () =>
      opened.deck.calls.map(({ method }) => method).filter((method) => deciding.includes(method)),
    isRunning: () => opened.page.getByTestId(`app-${tobu}`).getAttribute("data-running"),
  };
}

/** Every second time a thumb slips onto a button: then the guard alone stands between A and the answer. */
async function strayDown(page: Page, delayMs: number): Promise<void> {
  if (delayMs % 100 === 0) await page.keyboard.press("ArrowDown");
}

async function leave(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByTestId("modal").waitFor({ state: "detached" });
}

test("A question that appears at any moment under a mashed A stays unanswered, and the game unstarted", async () => {
  const { page, deck, decisions, isRunning } = await setup();
  for (const delayMs of delaysMs) {
    for (const conflict of deck.overview.conflicts) deck.verdicts.push({ kind: "ask", conflict });
    deck.launchHold = new Promise((resolve) => setTimeout(resolve, delayMs));
    await page.getByTestId(`play-${tobu}`).focus();
    const stop = mash(page, delayMs + 1);
    await page.getByText("Which save do you want to play?").waitFor();
    await strayDown(page, delayMs);
    await page.waitForTimeout(900);
    expect(await stop()).toBeGreaterThan(4);
    expect(decisions()).toEqual([]);
    expect(await isRunning()).toBe("false");
    expect(await page.getByTestId("modal").count()).toBe(1);
    await leave(page);
  }
}, 120_000);

test("The dialog of a slow check lets nothing through under a mashed A, whenever that began", async () => {
  const { page, deck, decisions, isRunning } = await setup();
  for (const delayMs of delaysMs) {
    let release = () => {};
    deck.launchHold = new Promise((resolve) => {
      release = resolve;
    });
    await page.getByTestId(`play-${tobu}`).focus();
    await page.keyboard.press("Enter");
    await page.waitForTimeout(delayMs);
    const stop = mash(page, delayMs + 1);
    await page.getByRole("button", { name: "Play now" }).waitFor();
    await strayDown(page, delayMs);
    await page.waitForTimeout(900);
    await stop();
    expect(decisions()).toEqual([]);
    expect(await isRunning()).toBe("false");
    await leave(page);
    await expect.poll(decisions).toEqual(["letLaunchThrough"]);
    release();
    deck.calls = [];
  }
}, 120_000);

test("Mashing moves no focus off the text; a calm Down and A then answer, and a hurried A is told why not", async () => {
  const { page, deck, decisions } = await setup();
  for (const conflict of deck.overview.conflicts) deck.verdicts.push({ kind: "ask", conflict });
  await page.getByTestId(`play-${tobu}`).focus();
  const stop = mash(page, 7);
  await page.getByText("Which save do you want to play?").waitFor();
  await page.waitForTimeout(300);
  await stop();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Tobu");
  await page.evaluate(() => {
    for (const key of ["Enter", "ArrowDown", "Enter"])
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  });
  await page.getByText("Wait a moment").waitFor();
  expect(decisions()).toEqual([]);
  await page.locator('[data-guard="open"]').waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(decisions).toEqual(["resolveConflicts"]);
});

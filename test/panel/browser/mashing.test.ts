import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { conflictOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Who mashes A decides nothing: by keys, in a real browser, through the real gate. */

const now = Date.now();
const tobu = 0x80000002;
const openPanel = setupPanelPages();
const delaysMs = Array.from({ length: 21 }, (_, index) => index * 50);

interface Mashed {
  count: number;
  longestGapMs: number;
}

/** Presses A until told, after random waits of 60 to 200 ms; answers the longest time between two presses. */
function mash(page: Page, seed: number): () => Promise<Mashed> {
  let isOn = true;
  let random = seed;
  const pressed = (async () => {
    await page.evaluate(() => {
      const times: number[] = [];
      Object.assign(window, { presses: times });
      window.addEventListener("keydown", ({ timeStamp }) => times.push(timeStamp), true);
    });
    while (isOn) {
      await page.keyboard.press("Enter");
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      await page.waitForTimeout(60 + (random % 141));
    }
    const times = await page.evaluate((): number[] => Reflect.get(window, "presses"));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    return { count: times.length, longestGapMs: Math.max(0, ...gaps) };
  })();
  return () => {
    isOn = false;
    return pressed;
  };
}

async function setup() {
  const opened = await openPanel(conflictOverview(now));
  await opened.page.locator('[data-fresh="true"]').waitFor();
  await opened.page.keyboard.press("q");
  await opened.page.getByTestId("panel").waitFor({ state: "detached" });
  await opened.page.getByTestId(`play-${tobu}`).focus();
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

/**
 * One delay, in a panel of its own. On a busy machine there may be too few presses, or two that lie further apart than a
 * masher's: that is somebody else's story, and it is told again.
 */
async function fairly(story: () => Promise<Mashed & { check(): Promise<void> }>): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const { count, longestGapMs, check } = await story();
    if (count > 4 && longestGapMs < 390) return check();
  }
  throw new Error("This machine is too busy to mash on.");
}

test.each(delaysMs)(
  "A question that appears %i ms after a mashed A began stays unanswered, and the game unstarted",
  (delayMs) =>
    fairly(async () => {
      const { page, deck, decisions, isRunning } = await setup();
      for (const conflict of deck.overview.conflicts) deck.verdicts.push({ kind: "ask", conflict });
      deck.launchHold = new Promise((resolve) => setTimeout(resolve, delayMs));
      const stop = mash(page, delayMs + 1);
      await page.getByText("Which save do you want to play?").waitFor();
      await strayDown(page, delayMs);
      await page.waitForTimeout(900);
      const { count, longestGapMs } = await stop();
      const check = async () => {
        expect(decisions()).toEqual([]);
        expect(await isRunning()).toBe("false");
        expect(await page.getByTestId("modal").count()).toBe(1);
      };
      return { count, longestGapMs, check };
    }),
);

test.each(delaysMs)(
  "The dialog of a slow check lets nothing through under an A that is mashed from %i ms on",
  (delayMs) =>
    fairly(async () => {
      const { page, deck, decisions, isRunning } = await setup();
      deck.launchHold = new Promise(() => {});
      await page.keyboard.press("Enter");
      await page.waitForTimeout(delayMs);
      const stop = mash(page, delayMs + 1);
      await page.getByRole("button", { name: "Start now" }).waitFor();
      await strayDown(page, delayMs);
      await page.waitForTimeout(900);
      const { count, longestGapMs } = await stop();
      const check = async () => {
        expect(decisions()).toEqual([]);
        expect(await isRunning()).toBe("false");
        expect(await page.getByTestId("modal").count()).toBe(1);
      };
      return { count, longestGapMs, check };
    }),
);

test("Mashing moves no focus off the text; a calm Down and A then answer, and a hurried A is told why not", async () => {
  const { page, deck, decisions } = await setup();
  for (const conflict of deck.overview.conflicts) deck.verdicts.push({ kind: "ask", conflict });
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

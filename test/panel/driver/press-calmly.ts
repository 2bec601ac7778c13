import type { Locator, Page } from "playwright-core";

/**
 * Presses a button of a guarded dialog as a calm player does: when it looks open, and once more if the page was busy just
 * then, for what is pressed into a busy page is refused.
 */
export async function pressCalmly(page: Page, button: Locator, isDone: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await page.locator('[data-guard="open"]').waitFor();
    await button.click();
    for (let wait = 0; wait < 20 && !isDone(); wait += 1) await page.waitForTimeout(25);
    if (isDone()) return;
  }
  throw new Error("A calm press was refused ten times.");
}

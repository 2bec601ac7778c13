import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measureContrast } from "../measure/contrast.ts";
import { conflictOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/**
 * Decky finds Steam's components by reading Steam's code, and any of them may be gone after an update. Whichever it is,
 * the gamepad still reaches the choice and the pages, all is readable, and the game starts.
 */

const now = Date.now();
const anguna = 0x80000001;
const openPanel = setupPanelPages();

/** What the real bundle takes from `@decky/ui`, and what it takes from Decky's own API. */
const bundle = readFileSync(new URL("../../../dist/index.js", import.meta.url), "utf8");
const parts = [...new Set([...bundle.matchAll(/\bDFL\.(\w+)/g)].map(([, name = ""]) => name))].sort();

test("The bundle's parts of Steam are known, so that a new one is taken away here too", () => {
  expect(parts.length).toBeGreaterThan(20);
  for (const name of ["Field", "Focusable", "Navigation", "showModal"]) expect(parts).toContain(name);
});

test.each([...parts, "routerHook", "toaster"])(
  "Without %s the panel is usable by gamepad, its text is readable, and the game starts",
  async (gone) => {
    const { page, pad, deck } = await openPanel(conflictOverview(now), `?without=${gone}`);
    page.setDefaultTimeout(15_000);
    await page.locator('[data-fresh="true"]').waitFor();
    await page.getByTestId(`play-${anguna}`).click();
    await page.locator(`[data-testid="app-${anguna}"][data-running="true"]`).waitFor();
    expect(deck.calls.some(({ method }) => method === "beforeLaunch")).toBe(true);
    await page.getByTestId(`exit-${anguna}`).click();
    await page.getByTestId(`play-${anguna}`).waitFor();

    await pad.goTo("Tobu");
    await pad.press("a");
    await page.getByText("Tobu Tobu Girl Deluxe: which save?").waitFor();
    await page.locator('[data-guard="open"]').waitFor();
    for (const place of [".modal-layer", '[data-testid="page"]', '[data-testid="panel"]']) {
      if ((await page.locator(place).count()) === 0) continue;
      const poorest = (await measureContrast(page, place))[0];
      expect(poorest?.ratio, poorest?.text).toBeGreaterThanOrEqual(4.5);
    }
    await pad.goTo("Decide later");
    await pad.press("b");
    if (await page.getByText("which save?").isVisible()) await page.getByText("Back").last().press("Enter");
    await page.getByText("which save?").waitFor({ state: "detached" });
    if ((await page.getByTestId("panel").count()) === 0) await page.keyboard.press("q");
    await pad.goTo("More");
    await pad.press("a");
    await page.getByText("Sign out").first().waitFor();
  },
);

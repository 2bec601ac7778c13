import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { drawnMax } from "../../../src/ui/drawn-rows.ts";
import { manyGames } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Five hundred games, by gamepad: few rows are drawn, and the focus is never lost. */

const openPanel = setupPanelPages();
const rows = (page: Page) => page.getByTestId("page").locator("[data-app-id]");

async function openGames(count = 500) {
  const opened = await openPanel(manyGames(Date.now(), count));
  const { page, pad } = opened;
  await pad.goTo("All 500 games");
  expect(await page.getByTestId("panel").locator("[data-app-id]").count()).toBeLessThanOrEqual(7);
  await pad.press("a");
  await rows(page).first().waitFor();
  await pad.press("right");
  return opened;
}

test("Of 500 games at most 40 rows are drawn, and a Down held for five seconds loses no focus", async () => {
  const { page, pad, complaints } = await openGames();
  await pad.goTo("Game 0");
  const seen = new Set<string>();
  const until = Date.now() + 5_000;
  // A slow machine draws fewer of them in that time.
  while (Date.now() < until || seen.size <= drawnMax) {
    await page.keyboard.down("ArrowDown");
    const here = await pad.focused();
    expect(here).toMatch(/(Game|Hero|Island|Jungle) \d/);
    seen.add(here);
    expect(await rows(page).count()).toBeLessThanOrEqual(drawnMax);
  }
  await page.keyboard.up("ArrowDown");
  const last = await pad.focused();
  await pad.press("up");
  expect(seen).toContain(await pad.focused());
  expect(await pad.focused()).not.toBe(last);
  expect(complaints).toEqual([]);
});

test("R1 and L1 jump to the next letter and back", async () => {
  const { pad } = await openGames();
  await pad.goTo("Game 0");
  await pad.press("r1");
  expect(await pad.focused()).toContain("Game 1");
  await pad.press("r1");
  expect(await pad.focused()).toContain("Hero 1");
  await pad.press("l1");
  expect(await pad.focused()).toContain("Game 1");
});

test("A chip narrows the list down, and pressed again shows all", async () => {
  const { page, pad } = await openGames();
  await pad.goTo("All 500");
  await pad.press("right");
  expect(await pad.focused()).toBe("Needs you 2");
  await pad.press("a");
  await expect.poll(() => rows(page).count()).toBe(2);
  expect(await pad.focused()).toBe("Needs you 2");
  await pad.press("a");
  await expect.poll(() => rows(page).count()).toBeGreaterThan(30);
});

test("Y searches: the field has the focus, what fits is shown, and where none fits it says so", async () => {
  const { page, pad } = await openGames();
  await pad.goTo("Game 0");
  expect(await pad.hint("options")).toBe("Search");
  await pad.press("y");
  await page.getByLabel("Search").waitFor();
  await pad.type("hero 12");
  await expect.poll(() => rows(page).count()).toBe(6);
  await pad.type("zelda");
  await page.getByText("None.").waitFor();
  await pad.press("y");
  await expect.poll(() => rows(page).count()).toBeGreaterThan(30);
});

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Overview } from "../../../backend/contract/overview.ts";
import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import type { UnitId } from "../../../backend/contract/words.ts";
import { conflict, emptyOverview, shortcut } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");

/** Vanished from this Deck, all in RomM; the last one was not looked at since the start. */
function heldOverview(count: number): Overview {
  const ids = Array.from({ length: count }, (_, index) => 0x80000010 + index);
  const held = ids.map((id, index): HeldUnit => {
    const { appIds, romId, name, slot, remote } = conflict(`c${index}`, id, `Game ${index}`, now);
    const sides = index === count - 1 ? null : { local: null, remote };
    const unitId = `unit ${index}` as UnitId;
    return { unitId, appIds, romId, name, slot, reason: "vanished", decision: "download", sides };
  });
  const shortcuts = ids.map((id, index) => shortcut(id, `Game ${index}`, { kind: "held" }));
  return { ...emptyOverview(now), held, shortcuts };
}

test("Held saves stand on top with why and what waits, and one answer goes to all of them", async () => {
  const { deck, page, complaints, shoot } = await openPanel(heldOverview(12));
  await panel(page).getByText("12 saves looked lost at once").waitFor();
  expect(await panel(page).locator("[data-held]").count()).toBe(5);
  await panel(page).getByText("and 7 more").waitFor();
  expect(await panel(page).locator('[data-status="held"]').count()).toBeGreaterThan(0);
  await shoot("held");
  await page.getByRole("button", { name: "This is right, go on" }).click();
  await panel(page).locator("[data-held]").first().waitFor({ state: "detached" });
  const calls = deck.calls.filter(({ method }) => method === "releaseHeld");
  expect(calls.map(({ params }) => params)).toEqual([
    { unitIds: Array.from({ length: 12 }, (_, index) => `unit ${index}`), choice: "go-on" },
  ]);
  expect(complaints).toEqual([]);
});

test("A side that no held save has cannot be chosen; where it is not known, it can", async () => {
  const { deck, page } = await openPanel(heldOverview(3));
  await page.getByRole("button", { name: "Keep this Deck's" }).click();
  await panel(page).locator('[data-held="unit 2"]').waitFor({ state: "detached" });
  expect(deck.calls.filter(({ method }) => method === "releaseHeld").map(({ params }) => params)).toEqual([
    { unitIds: ["unit 2"], choice: "keep-local" },
  ]);
  expect(await page.getByRole("button", { name: "Keep this Deck's" }).isDisabled()).toBe(true);
});

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import type { UnitId } from "../../../backend/contract/words.ts";
import { pressCalmly } from "../driver/press-calmly.ts";
import type { ScriptedDeck } from "../driver/scripted-deck.ts";
import { conflict, emptyOverview, type Scene, shortcut } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");

/** Vanished from this Deck, all in RomM; the last one was not looked at since the start. */
function heldOverview(count: number): Scene {
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

const hasAnswered = (deck: ScriptedDeck) => deck.calls.some(({ method }) => method === "releaseHeld");

test("Held saves are the headline; their page says why and what waits, and one answer goes to all of them", async () => {
  const { deck, page, pad, complaints, shoot } = await openPanel(heldOverview(12));
  await panel(page).getByText("12 saves are on hold").waitFor();
  await expect.poll(() => pad.focused()).toContain("Look at them");
  await shoot("held");
  await pad.press("a");
  const screen = page.getByTestId("page");
  await screen.getByText("12 saves looked lost at once").waitFor();
  expect(await screen.locator("[data-held]").count()).toBe(12);
  await pressCalmly(page, page.getByRole("button", { name: "This is right, go on" }), () =>
    hasAnswered(deck),
  );
  await screen.getByText("Nothing needs you").waitFor();
  const calls = deck.calls.filter(({ method }) => method === "releaseHeld");
  expect(calls.map(({ params }) => params)).toEqual([
    { unitIds: Array.from({ length: 12 }, (_, index) => `unit ${index}`), choice: "go-on" },
  ]);
  expect(complaints).toEqual([]);
});

test("A side that no held save has is not offered; where it is not known, it is", async () => {
  const { deck, page, pad } = await openPanel(heldOverview(3));
  await pad.goTo("Look at them");
  await pad.press("a");
  await pressCalmly(page, page.getByRole("button", { name: "Keep this Deck's" }), () => hasAnswered(deck));
  await expect
    .poll(() => deck.calls.filter(({ method }) => method === "releaseHeld").map(({ params }) => params))
    .toEqual([{ unitIds: ["unit 2"], choice: "keep-local" }]);
  await expect.poll(() => page.getByRole("button", { name: "Keep this Deck's" }).count()).toBe(0);
});

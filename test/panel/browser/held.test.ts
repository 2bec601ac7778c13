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

/** Vanished from this Deck, all in RomM. */
function heldOverview(count: number): Scene {
  const ids = Array.from({ length: count }, (_, index) => 0x80000010 + index);
  const held = ids.map((id, index): HeldUnit => {
    const { appIds, romId, name, slot, remote } = conflict(`c${index}`, id, `Game ${index}`, now);
    const sides = { local: null, remote };
    const unitId = `unit ${index}` as UnitId;
    return { unitId, appIds, romId, name, slot, reason: "vanished", decision: "download", sides };
  });
  const shortcuts = ids.map((id, index) => shortcut(id, `Game ${index}`, { kind: "held" }));
  return { ...emptyOverview(now), held, shortcuts };
}

const hasAnswered = (deck: ScriptedDeck) => deck.calls.some(({ method }) => method === "releaseHeld");

const answers = (deck: ScriptedDeck) =>
  deck.calls.filter(({ method }) => method === "releaseHeld").map(({ params }) => params);

const unitIds = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `unit ${from + index}`);

test("Held saves are the headline; their page says what happened, what RomM has, and one answer goes to all of them", async () => {
  const { deck, page, pad, complaints, shoot } = await openPanel(heldOverview(12));
  await panel(page).getByText("12 saves are on hold").waitFor();
  await expect.poll(() => pad.focused()).toContain("Look at them");
  await shoot("held");
  await pad.press("a");
  const screen = page.getByTestId("page");
  await screen.getByText("12 saves are missing on this Deck").waitFor();
  expect(await pad.focused()).toContain("Nothing of these was touched");
  await screen.getByText("RomM has all of them.").waitFor();
  await pressCalmly(page, page.getByRole("button", { name: "Fetch 12 from RomM" }), () => hasAnswered(deck));
  await screen.getByText("Nothing needs you").waitFor();
  expect(answers(deck)).toEqual([{ unitIds: unitIds(0, 12), choice: "take-remote" }]);
  expect(complaints).toEqual([]);
});

test("A group unfolds, and what is unticked in it is left to the player", async () => {
  const { deck, page, pad } = await openPanel(heldOverview(12));
  await pad.goTo("Look at them");
  await pad.press("a");
  const screen = page.getByTestId("page");
  await screen.getByText("12 saves are missing on this Deck").waitFor();
  await pad.goTo("12 saves are missing");
  expect(await pad.hint("ok")).toBe("Show all");
  await pad.press("a");
  await screen.locator("[data-held]").nth(11).waitFor();
  await pad.goTo("Game 0");
  expect(await pad.hint("ok")).toBe("Leave it to me");
  await pad.press("a");
  await screen.getByText("You decide this one yourself").waitFor();
  await pad.goTo("12 saves are missing", "up");
  await pressCalmly(page, page.getByRole("button", { name: "Fetch 11 from RomM" }), () => hasAnswered(deck));
  await screen.getByText("1 save is missing on this Deck").waitFor();
  expect(answers(deck)).toEqual([{ unitIds: unitIds(1, 12), choice: "take-remote" }]);
});

test("Groups are answered apart from one another", async () => {
  const scene = heldOverview(4);
  const held = scene.held.map((unit, index): HeldUnit => {
    return index < 3 ? unit : { ...unit, reason: "gone", decision: "keep" };
  });
  const { deck, page, pad } = await openPanel({ ...scene, held });
  await pad.goTo("Look at them");
  await pad.press("a");
  const screen = page.getByTestId("page");
  await screen.getByText("3 saves are missing on this Deck").waitFor();
  await screen.getByText("1 save is gone in RomM").waitFor();
  await pressCalmly(page, page.getByRole("button", { name: "Leave it so" }), () => hasAnswered(deck));
  await expect.poll(() => screen.getByText("gone in RomM").count()).toBe(0);
  expect(answers(deck)).toEqual([{ unitIds: ["unit 3"], choice: "go-on" }]);
  await screen.getByText("3 saves are missing on this Deck").waitFor();
});

test("Who removed them on purpose turns their sync off, and nothing of them moves", async () => {
  const { deck, page, pad } = await openPanel(heldOverview(3));
  await pad.goTo("Look at them");
  await pad.press("a");
  const turnedOff = () => deck.calls.filter(({ method }) => method === "setTracking");
  await pressCalmly(
    page,
    page.getByRole("button", { name: "I removed them" }),
    () => turnedOff().length === 3,
  );
  expect(turnedOff().map(({ params }) => params)).toEqual(
    [0x80000010, 0x80000011, 0x80000012].map((appId) => ({ appId, tracked: false })),
  );
  expect(answers(deck)).toEqual([]);
});

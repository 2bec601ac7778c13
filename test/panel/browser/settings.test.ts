import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { idleOverview } from "../overviews.ts";
import { type OpenedPanel, setupPanelPages } from "./open-panel.ts";

/** What can be changed, by gamepad: each setting is stored, shows it, and works; a refused one goes back. */

const now = Date.now();
const anguna = 0x80000001;
const openPanel = setupPanelPages();
const settingValue = (page: Page, name: string) =>
  page.locator(`[data-setting="${name}"]`).getAttribute("data-value");

async function openSettings(prepare: (deck: OpenedPanel["deck"]) => void = () => {}) {
  const opened = await openPanel(idleOverview(now));
  prepare(opened.deck);
  const { page, pad } = opened;
  await page.locator('[data-fresh="true"]').waitFor();
  await pad.goTo("More");
  await pad.press("a");
  await page.getByTestId("page").waitFor();
  await pad.goTo(/^ *Settings/, "up");
  await pad.press("right");
  await page.locator('[data-setting="gate"]').waitFor();
  return opened;
}

test("A setting is stored at once, says so, and the launch follows it", async () => {
  const { deck, page, pad, complaints } = await openSettings();
  await pad.goTo("Ask RomM before a game starts");
  await pad.press("a");
  await page.getByText("Stored.").waitFor();
  expect(await settingValue(page, "gate")).toBe("false");
  expect(deck.settings.gate).toEqual({ isOn: false });
  await pad.press("b");
  await page.getByTestId(`play-${anguna}`).click();
  await page.locator(`[data-testid="app-${anguna}"][data-running="true"]`).waitFor();
  expect(deck.calls.some(({ method }) => method === "beforeLaunch")).toBe(false);
  expect(complaints).toEqual([]);
});

test("A slider changes by Left and Right, and the value at which it rests is stored, once", async () => {
  const { deck, page, pad } = await openSettings();
  await pad.goTo("Wait at most");
  await pad.press("right", "right");
  await page.getByText("Wait at most: 5 seconds").waitFor();
  await expect.poll(() => deck.settings.launchBudgetMs).toBe(5_000);
  expect(deck.calls.filter(({ method }) => method === "updateSettings").length).toBe(1);
  expect(await pad.focused()).toContain("Wait at most");
});

test("A refused setting goes back and says why", async () => {
  const { deck, page, pad } = await openSettings();
  deck.settingsErrors.push({ kind: "disk", detail: "EIO" });
  await pad.goTo("Saved to RomM");
  await pad.press("a");
  await page.getByText("The setting was not saved").waitFor();
  expect(await settingValue(page, "saved")).toBe("true");
  expect(await page.getByTestId("page").textContent()).not.toContain("EIO");
});

test.each<[string, OpenedPanel["deck"]["kept"]]>([
  ["No older save is kept here yet.", keptHere(0, 0)],
  ["12 older saves, 4 MB. 3 of them are only here", keptHere(12, 3)],
  ["12 older saves, 4 MB. Each of them is in RomM too.", keptHere(12, 0)],
  ["The kept copies cannot be read", { ok: false, error: { kind: "disk", detail: "EIO" } }],
])("What is kept here is said, and unreadable is not none: %s", async (text, kept) => {
  const { pad } = await openSettings((deck) => {
    deck.kept = kept;
  });
  await pad.goTo(text);
});

function keptHere(contents: number, onlyHere: number): OpenedPanel["deck"]["kept"] {
  const bytes = 4 * 1024 ** 2;
  return { ok: true, value: { contents, bytes, onlyHere: { contents: onlyHere, bytes: 1024 } } };
}

test("What an update of Steam took away is said where one looks, and a save that waits says for what", async () => {
  const scene = idleOverview(now);
  const shortcuts = scene.shortcuts.map((each) =>
    each.appId === anguna ? { ...each, status: { kind: "will-upload", waitsFor: "charger" } as const } : each,
  );
  const { page, pad, deck } = await openPanel({ ...scene, shortcuts }, "?without=createReactTreePatcher");
  await page.getByText("Large: waits for a charger").waitFor();
  expect(deck.calls.find(({ method }) => method === "setConditions")?.params).toEqual({
    ...{ isOnBattery: false, isMetered: false },
  });
  await pad.goTo("More");
  await pad.press("a");
  await page.getByTestId("page").waitFor();
  await pad.goTo(/^ *Settings/, "up");
  await pad.press("right");
  await pad.goTo("no line about the save");
  expect(await page.getByText("in a game's menu").count()).toBe(0);
});

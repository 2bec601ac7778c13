import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../world/chromium.ts";
import type { Deck } from "../world/deck/deck.ts";
import type { Game } from "../world/deck/game.ts";
import { createDemoWorld, type DeckName, type DemoWorld } from "../world/demo/demo-world.ts";
import { wordSessions } from "../world/demo/lost-sessions.ts";
import { startSite } from "../world/demo/site/site.ts";
import { decodeSave } from "../world/emulator/sessions.ts";
import { buildPage } from "../world/steam/build-page.ts";

const screenshots = fileURLToPath(new URL("../screenshots/", import.meta.url));
const stops: (() => Promise<unknown>)[] = [];
let world: DemoWorld;
let page: Page;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  await buildPage();
  world = await createDemoWorld({ faults: [] });
  stops.push(world.stop);
  const site = await startSite(world, { idleMs: 60_000, onIdle: () => {} });
  stops.push(site.stop);
  const browser: Browser = await launchChromium();
  stops.push(() => browser.close());
  page = await browser.newPage({ viewport: { width: 1920, height: 1000 } });
  await page.goto(site.url);
});

afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

test("a Deck fresh from the zip is set up by its own first steps, with RomM's own page as the phone", async () => {
  const { deck, frame } = at("a");
  await frame.getByRole("button", { name: "Set up" }).click();
  const address = await page.getByTestId("disk-a").locator("code").textContent();
  await frame.getByLabel("Address").click();
  await page.keyboard.type(address ?? "");
  await shoot("0-address");
  await page.keyboard.press("Enter");
  await frame.locator("[data-user-code]").waitFor();
  const [phone] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: "Approve Deck A" }).click(),
  ]);
  await phone.locator("#find").click();
  await phone.locator("#approve").click();
  await phone.getByText("Approved").waitFor();
  await phone.close();
  await frame.locator("[data-found]").first().waitFor();
  await shoot("0-found");
  await frame.getByRole("button", { name: /^Go on with/ }).click();
  await frame.locator('[data-guard="open"]').waitFor();
  await frame.getByRole("button", { name: "Start" }).click();
  await expect.poll(async () => (await deck.backend.listShortcuts({})).length).toBe(deck.games.length);
  // The other one skips them, and this one stays as it is.
  await page.getByRole("button", { name: "skip that" }).click();
  await page.locator('[data-hint="set-up"][data-done="true"]').waitFor();
  await page.locator(".devices").getByText("Deck B").waitFor();
  expect((await world.romm.view.listDevices()).map(({ name }) => name).sort()).toEqual(["Deck A", "Deck B"]);
}, 90_000);

test("the page draws its words and both Decks", async () => {
  const title = page.getByRole("heading", { name: "Savepoint" });
  expect((await title.boundingBox())?.width).toBeGreaterThan(60);
  for (const name of ["a", "b"] as const) {
    const { frame, game } = at(name);
    await frame.getByTestId(`play-${game.appId}`).waitFor();
    await rowIn(frame, game).waitFor();
    const width = await frame.getByTestId(`app-${game.appId}`).evaluate(textWidth, game.name);
    expect(width).toBeGreaterThan(30);
  }
  await shoot("1-start");
}, 60_000);

test("what is played on Deck A arrives on Deck B before the game starts there", async () => {
  await play("a", "A1");
  await history("A1");
  const { deck, frame, game } = at("b");
  await pressPlay("b");
  expect(await wordDisk(deck, game)).toBe("A1");
  await sessionsShown("b", "A1");
  await rowIn(frame, game, "playing").waitFor();
  await shoot("2-arrived");
  await addSession("b", "A1 B1");
  await pressExit("b");
  await history("A1 B1");
}, 60_000);

test("both play off the network; back on it Deck A asks, and the player's choice reaches Deck B", async () => {
  await switchNetwork("a", "Unplugged");
  await switchNetwork("b", "Unplugged");
  await play("a", "A1 A2");
  await play("b", "A1 B1 B2");
  const a = at("a");
  const b = at("b");
  await rowIn(a.frame, a.game, "waiting-for-network").waitFor();
  await shoot("3-unplugged");

  await switchNetwork("b", "Online");
  await panelOf(b.frame).getByRole("button", { name: "Ask RomM now" }).click();
  await history("A1 B1 B2");
  await switchNetwork("a", "Online");
  await a.frame.getByTestId(`play-${a.game.appId}`).click();
  const dialog = a.frame.getByTestId("modal");
  await dialog.getByRole("button", { name: "Keep this Deck's" }).waitFor();
  expect(await wordDisk(a.deck, a.game)).toBe("A1 A2");
  await shoot("4-asks");

  await dialog.locator('[data-guard="open"]').waitFor();
  await dialog.getByRole("button", { name: "Keep this Deck's" }).click();
  await history("A1 A2");
  await waitForRunning("a");
  await pressExit("a");
  await pressPlay("b");
  expect(await wordDisk(b.deck, b.game)).toBe("A1 A2");
  await pressExit("b");
  await rowIn(b.frame, b.game, "synced").waitFor();
  await shoot("5-settled");
  expect(await world.findLost()).toEqual([]);
}, 60_000);

test("one button makes a conflict: both have played, and Deck A is asked", async () => {
  const { deck, frame } = at("a");
  await page.getByRole("button", { name: "make a conflict" }).click();
  await page.getByText("Playing on both").waitFor();
  await expect.poll(async () => (await deck.backend.listConflicts({})).length, { timeout: 40_000 }).toBe(1);
  await panelOf(frame).getByText("1 game needs your choice").waitFor();
  await shoot("6-conflict");
  expect(await world.findLost()).toEqual([]);
}, 60_000);

test("on a slow network Play says what it waits for, and Start now is there", async () => {
  await switchNetwork("b", "Slow");
  const { frame, game } = at("b");
  await frame.getByTestId(`play-${game.appId}`).click();
  await frame.getByTestId("modal").getByText("Asking RomM").waitFor();
  await shoot("7-slow");
  await waitForRunning("b");
  await pressExit("b");
  await switchNetwork("b", "Online");
}, 60_000);

function at(name: DeckName): { deck: Deck; game: Game; frame: FrameLocator } {
  const deck = world.deck(name);
  const [game] = deck.games;
  if (game === undefined) throw new Error("The library has no rom.");
  return { deck, game, frame: page.frameLocator(`iframe[title="${deck.title}"]`) };
}

/** Play, one more session, exit; `expected` is what the game then holds. */
async function play(name: DeckName, expected: string): Promise<void> {
  await pressPlay(name);
  await addSession(name, expected);
  await pressExit(name);
}

async function pressPlay(name: DeckName): Promise<void> {
  const { frame, game } = at(name);
  await frame.getByTestId(`play-${game.appId}`).click();
  await waitForRunning(name);
}

async function waitForRunning(name: DeckName): Promise<void> {
  const { frame, game } = at(name);
  await frame.locator(`[data-testid="app-${game.appId}"][data-running="true"]`).waitFor();
}

async function addSession(name: DeckName, expected: string): Promise<void> {
  const { frame, game } = at(name);
  await frame.getByTestId(`add-session-${game.appId}`).click();
  await sessionsShown(name, expected);
}

async function pressExit(name: DeckName): Promise<void> {
  const { frame, game } = at(name);
  await frame.getByTestId(`exit-${game.appId}`).click();
  await frame.locator(`[data-testid="app-${game.appId}"][data-running="false"]`).waitFor();
}

async function sessionsShown(name: DeckName, expected: string): Promise<void> {
  const { frame, game } = at(name);
  await frame.locator(`[data-testid="sessions-${game.appId}"][title="${expected}"]`).waitFor();
}

/** The newest row that the page shows. */
async function history(expected: string): Promise<void> {
  await page.locator(`[data-testid=history] li[data-head=true][data-sessions="${expected}"]`).waitFor();
}

async function switchNetwork(name: DeckName, word: "Online" | "Slow" | "Unplugged"): Promise<void> {
  const choice = page.getByTestId(`network-${name}`).getByRole("button", { name: word });
  await choice.click();
  await expect.poll(() => choice.getAttribute("aria-pressed")).toBe("true");
}

function panelOf(frame: FrameLocator): Locator {
  return frame.getByTestId("panel");
}

/** A game's row in the panel, with that status if one is told. */
function rowIn(frame: FrameLocator, { appId }: Game, status?: string): Locator {
  const wanted = status === undefined ? "" : `[data-status="${status}"]`;
  return panelOf(frame).locator(`[data-app-id="${appId}"]${wanted}`);
}

/** The sessions in the bytes on the Deck's disk. */
async function wordDisk(deck: Deck, game: Game): Promise<string> {
  const bytes = await deck.saveBytes(game);
  return bytes === null ? "no file" : wordSessions(decodeSave(bytes) ?? []);
}

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: `${screenshots}demo-${name}.png` });
}

/** How wide the browser draws a text: nothing without a font. */
function textWidth(element: Element, text: string): number {
  const range = element.ownerDocument.createRange();
  const found = [...element.querySelectorAll("*")].find(({ textContent }) => textContent === text);
  if (found === undefined) return 0;
  range.selectNodeContents(found);
  return range.getBoundingClientRect().width;
}

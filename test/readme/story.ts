import type { Browser, Page } from "playwright-core";
import { createGamepad } from "../panel/driver/gamepad.ts";
import type { Deck } from "../world/deck/deck.ts";
import type { DemoWorld } from "../world/demo/demo-world.ts";
import { makeConflict } from "../world/demo/make-conflict.ts";
import { setUpByScan } from "../world/demo/set-up-by-scan.ts";
import { playOnce } from "../world/demo/story/like-the-panel.ts";

export interface TakenPicture {
  name: string;
  png: Buffer;
}

interface Stage {
  world: DemoWorld;
  siteUrl: string;
  browser: Browser;
}

/** From the zip to a choice, as a player goes; each picture is of the moment that its name says. */
export async function* tellInPictures(stage: Stage): AsyncGenerator<TakenPicture> {
  const { world } = stage;
  const [a, b] = [world.deck("a"), world.deck("b")];
  const sessions = [2, 2, 1, 3, 1];
  for (const [index, count] of sessions.entries()) await playAlone(a, index, count);
  await setUpByScan(a, world.romm.view.token);
  await a.backend.syncAll({});
  await playAlone(b, 2, 1);
  yield* firstSteps(stage, b);
  for (const { conflictId } of await b.backend.listConflicts({}))
    await b.backend.resolveConflicts({ choices: [{ conflictId, choice: "keep-local" }] });
  await playOnce(b, gameAt(b, 0));
  await a.backend.syncAll({});
  await playOnce(b, gameAt(b, 0));
  yield* ownPages(stage, a, b);
  await makeConflict(world);
  yield* conflict(stage, a);
}

/** Before there is a Savepoint. */
async function playAlone(deck: Deck, index: number, sessions: number): Promise<void> {
  const game = gameAt(deck, index);
  await deck.launch(game);
  for (let session = 0; session < sessions; session += 1) await deck.play(game);
  await deck.exit(game);
}

async function* firstSteps(stage: Stage, deck: Deck): AsyncGenerator<TakenPicture> {
  const page = await openDeck(stage, deck);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByLabel("Address").click();
  await page.keyboard.type(new URL(deck.network.origin).host);
  await page.keyboard.press("Enter");
  const code = await page.locator("[data-user-code]").textContent();
  yield await take(page, "sign-in");
  const phone = await stage.browser.newPage();
  await phone.goto(`${stage.world.romm.view.origin}/pair/device?user_code=${code}`);
  await phone.locator("#find").click();
  await phone.locator("#approve").click();
  await phone.getByText("Approved").waitFor();
  await phone.close();
  await page.getByText("Show all").click();
  await page.locator("[data-found]").nth(5).waitFor();
  await createGamepad(page).goTo("Go on with", "up");
  yield await take(page, "your-games");
  await page.getByRole("button", { name: /^Go on with/ }).click();
  await page.locator('[data-guard="open"]').waitFor();
  yield await take(page, "before-anything-moves");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("Done").first().waitFor();
  await page.close();
}

/** Where all is well. */
async function* ownPages(stage: Stage, a: Deck, b: Deck): AsyncGenerator<TakenPicture> {
  const page = await openDeck(stage, b);
  await page.locator('[data-headline="all-safe"]').waitFor();
  yield await take(page, "quick-access");
  await page.close();
  const gamePage = await openDeck(stage, a);
  await gamePage.getByTestId(`open-${gameAt(a, 0).appId}`).click();
  await gamePage.locator("[data-game-line]").waitFor();
  yield await take(gamePage, "game-page");
  await gamePage.keyboard.press("o");
  await gamePage.getByTestId("menu").waitFor();
  await createGamepad(gamePage).goTo("Saves…");
  yield await take(gamePage, "game-menu");
  await gamePage.keyboard.press("Escape");
  await gamePage.locator("[data-game-line] button").click();
  await gamePage.getByText("Who has it").waitFor();
  yield await take(gamePage, "one-game");
  await gamePage.close();
}

async function* conflict(stage: Stage, deck: Deck): AsyncGenerator<TakenPicture> {
  const page = await openDeck(stage, deck);
  await page.locator("[data-conflict]").first().click();
  await page.locator('[data-guard="open"]').waitFor();
  yield await take(page, "which-save");
  await page.close();
  const both = await stage.browser.newPage({ viewport: { width: 1920, height: 930 } });
  await both.goto(stage.siteUrl);
  const frame = both.frameLocator(`iframe[title="${deck.title}"]`);
  await frame.locator('[data-headline="needs-choice"]').waitFor();
  await frame.getByTestId(`play-${gameAt(deck, 0).appId}`).click();
  await frame.getByTestId("modal").locator('[data-guard="open"]').waitFor();
  yield await take(both, "demo");
  await both.close();
}

/** One Deck's screen alone, at the Deck's own pixels. */
async function openDeck({ browser, siteUrl }: Stage, deck: Deck): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 854, height: 534 }, deviceScaleFactor: 1.5 });
  await page.goto(`${siteUrl}/decks/${deck.name}/?name=${encodeURIComponent(deck.title)}`);
  await page.locator("[data-headline]").waitFor();
  return page;
}

/** When nothing moves any more, and no message lies over it. */
async function take(page: Page, name: string): Promise<TakenPicture> {
  await page.waitForTimeout(800);
  for (const frame of page.frames()) await frame.waitForFunction(() => !document.querySelector(".toast"));
  return { name, png: await page.screenshot() };
}

function gameAt(deck: Deck, index: number): Deck["games"][number] {
  const game = deck.games[index];
  if (game === undefined) throw new Error(`${deck.title} has no game ${index}.`);
  return game;
}

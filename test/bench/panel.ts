import type { Page } from "playwright-core";
import { createScriptedDeck } from "../panel/driver/scripted-deck.ts";
import { servePages } from "../panel/driver/serve-pages.ts";
import { manyGames } from "../panel/overviews.ts";
import { launchChromium } from "../world/chromium.ts";
import { buildPage } from "../world/steam/build-page.ts";
import { inTurn, type Line } from "./measure.ts";

const rounds = 15;
const budgetMs = 100;

/** The page of 500 games from the press that opens it until its first rows are painted, against the same with 5 games. */
export async function benchPanel(): Promise<Line[]> {
  await buildPage();
  const browser = await launchChromium();
  const decks = new Map(
    [500, 5].map((count) => [`deck-${count}`, createScriptedDeck(manyGames(Date.now(), count))]),
  );
  const pages = await servePages(decks);
  try {
    const open = async (deck: string) => {
      const page = await browser.newPage({ viewport: { width: 854, height: 534 } });
      await page.goto(`${pages.origin}/decks/${deck}/`);
      await page.locator('[data-fresh="true"]').waitFor();
      return page;
    };
    const [many, few] = [await open("deck-500"), await open("deck-5")];
    const times = new Map<Page, number[]>([
      [many, []],
      [few, []],
    ]);
    await inTurn(
      rounds,
      async () => times.get(many)?.push(await paint(many)),
      async () => times.get(few)?.push(await paint(few)),
    );
    const [ms = 0, againstMs = 0] = [many, few].map((page) => quartile(times.get(page) ?? []));
    const budget = { words: `< ${budgetMs} ms`, isKept: ms < budgetMs };
    return [
      { what: "panel: page of 500 games, press to paint", ms, against: "of 5 games", againstMs, budget },
    ];
  } finally {
    await browser.close();
    await pages.stop();
  }
}

/** Measured in the page itself: the driver's own round trips are none of the panel's. */
async function paint(page: Page): Promise<number> {
  const ms = await page.evaluate(async () => {
    const { Navigate } = Reflect.get(Reflect.get(window, "DFL"), "Navigation");
    const start = performance.now();
    Navigate("/savepoint/games");
    while (document.querySelector('[data-testid="page"] [data-app-id]') === null)
      await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  await page.evaluate(() => Reflect.get(Reflect.get(window, "DFL"), "Navigation").NavigateBack());
  await page.getByTestId("page").waitFor({ state: "detached" });
  return ms;
}

function quartile(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
}

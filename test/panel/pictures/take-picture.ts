import type { Browser } from "playwright-core";
import { createGamepad } from "../driver/gamepad.ts";
import { createScriptedDeck } from "../driver/scripted-deck.ts";
import { servePages } from "../driver/serve-pages.ts";
import { type Finding, measurePage } from "../measure/measure-page.ts";
import { findNeverWords } from "../measure/never-words.ts";
import type { PictureState } from "./picture-state.ts";

/** Steam's screen at the Deck's own scale, and at the largest one, where 255 pixels are left between its bars. */
export const pictureHeights = [534, 335] as const;
export const pictureLanguages = ["en", "xx"] as const;

export interface Picture {
  name: string;
  png: Buffer;
  findings: (Finding | { law: "never-word"; about: string })[];
}

/** Draws one state of the panel in the stand-in of Steam, and measures it. */
export async function takePicture(
  browser: Browser,
  state: PictureState,
  { height, language }: { height: number; language: string },
): Promise<Picture> {
  const deck = createScriptedDeck(state.overview);
  state.prepare?.(deck);
  const pages = await servePages(new Map([["a", deck]]));
  const context = await browser.newContext({ viewport: { width: 854, height }, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    await page.goto(`${pages.origin}/decks/a/?language=${language}`);
    await page.locator('[data-testid="panel"] [data-headline]:not([data-headline="loading"])').waitFor();
    if (state.path !== undefined) {
      await page.evaluate((path) => {
        const { Navigate, CloseSideMenus } = Reflect.get(Reflect.get(window, "DFL"), "Navigation");
        Navigate(`/savepoint/${path}`);
        CloseSideMenus();
      }, state.path);
      await page.getByTestId("page").waitFor();
    }
    await state.reach?.(createGamepad(page), page);
    // The moment in which a guarded dialog still looks shut, and what fades in, are over.
    await page.waitForTimeout(700);
    const selector = state.path === undefined ? '[data-testid="panel"]' : '[data-testid="page"]';
    const findings = await measurePage(page, selector);
    const words = language === "en" ? findNeverWords((await page.locator(selector).textContent()) ?? "") : [];
    return {
      name: `${state.name}-${language}-${height}`,
      png: await page.screenshot(),
      findings: [...findings, ...words.map((about) => ({ law: "never-word" as const, about }))],
    };
  } finally {
    deck.release();
    await context.close();
    await pages.stop();
  }
}

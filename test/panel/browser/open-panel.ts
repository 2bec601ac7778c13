import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "../../world/chromium.ts";
import { createGamepad, type Gamepad } from "../driver/gamepad.ts";
import { createScriptedDeck, type ScriptedDeck } from "../driver/scripted-deck.ts";
import { servePages } from "../driver/serve-pages.ts";
import type { Scene } from "../overviews.ts";

export interface OpenedPanel {
  deck: ScriptedDeck;
  page: Page;
  pad: Gamepad;
  /** What the browser complained about; React's warnings count. */
  complaints: string[];
  /** Writes `test/screenshots/panel-<name>.png`. */
  shoot(name: string): Promise<void>;
}

const screenshots = new URL("../../screenshots/", import.meta.url).pathname;

/** The real bundle in a real browser, in the stand-in page, with a scripted backend behind it: one browser for a test file; each opened panel has its own server, backend and browser storage, gone after its test. */
export function setupPanelPages(): (scene: Scene, query?: string) => Promise<OpenedPanel> {
  let browser: Browser;
  const cleanups: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
    await mkdir(screenshots, { recursive: true });
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  afterAll(() => browser.close());

  return async (scene, query = "") => {
    const deck = createScriptedDeck(scene);
    const pages = await servePages(new Map([["a", deck]]));
    const context = await browser.newContext({
      viewport: { width: 854, height: 534 },
      deviceScaleFactor: 1.5,
    });
    cleanups.push(pages.stop, () => context.close(), deck.release);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(`${pages.origin}/decks/a/${query}`);
    await page.getByTestId("panel").waitFor();
    const shoot = async (name: string) => {
      await page.screenshot({ path: `${screenshots}panel-${name}.png` });
    };
    return { deck, page, pad: createGamepad(page), complaints, shoot };
  };
}

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../world/chromium.ts";
import { pictureStates } from "../pictures/states.ts";
import { pictureHeights, pictureLanguages, takePicture } from "../pictures/take-picture.ts";

/** Every state of the panel, measured at the Deck's scale and at the largest, in English and 40 % longer. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test.each(pictureStates(Date.now()).map((state) => [state.name, state] as const))(
  "%s: nothing is cut, hidden, too small, too faint, or out of the gamepad's reach",
  async (_, state) => {
    for (const language of pictureLanguages) {
      for (const height of pictureHeights) {
        const { name, findings } = await takePicture(browser, state, { height, language });
        expect({ name, findings }).toEqual({ name, findings: [] });
      }
    }
  },
);

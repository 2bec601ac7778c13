import type { Page } from "playwright-core";
import type { Gamepad } from "../driver/gamepad.ts";
import type { Scene } from "../overviews.ts";
import type { PictureState } from "./picture-state.ts";

/** What needs the player, on the way through its answers. */
export function needsYouStates(choices: Scene, held: Scene): PictureState[] {
  const path = "needs-you";
  const groups: Scene = {
    ...held,
    held: held.held.map((unit, index) =>
      index < 4
        ? unit
        : index < 8
          ? { ...unit, reason: "behind", decision: "ask" }
          : { ...unit, sides: null },
    ),
  };
  return [
    { name: "needs-you-hold-groups", overview: groups, path },
    {
      ...{ name: "needs-you-hold-unfolded", overview: held, path },
      reach: async (pad, page) => {
        await page.getByTestId("page").locator("[data-held-group]").first().waitFor();
        await pad.press("right");
        await pad.goTo(/miss/);
        await pad.press("a");
        await page.getByTestId("page").locator("[data-held]").first().waitFor();
      },
    },
    {
      ...{ name: "needs-you-ways", overview: choices, path },
      reach: openWays,
    },
    {
      ...{ name: "needs-you-answering", overview: choices, path },
      prepare: (deck) => {
        deck.answerHold = new Promise(() => {});
      },
      reach: async (pad, page) => {
        await answerAll(pad, page);
        await page.getByTestId("page").locator("[data-answering]").waitFor();
      },
    },
    {
      ...{ name: "needs-you-answered-in-part", overview: choices, path },
      prepare: (deck) => {
        deck.answerTrouble = { kind: "romm", code: "too-large", detail: "", limitBytes: 33_554_432 };
      },
      reach: async (pad, page) => {
        await answerAll(pad, page);
        await page.getByTestId("page").locator("[data-answered]").waitFor();
      },
    },
  ];
}

async function openWays(pad: Gamepad, page: Page) {
  await page.getByTestId("page").getByText("12").first().waitFor();
  await pad.press("right");
  await pad.goTo(/Answer.* all.* 12/);
  await pad.press("a");
  await page.getByTestId("page").locator("[data-way]").first().waitFor();
}

async function answerAll(pad: Gamepad, page: Page) {
  await openWays(pad, page);
  await pad.goTo(/This.* Deck/);
  await pad.press("a");
  await pad.goTo(/^Answer.* 12/);
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
}

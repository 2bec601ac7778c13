import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Gamepad } from "../driver/gamepad.ts";
import { activity, conflict, emptyOverview, type Scene, shortcut } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** Many choices answered with one press: seen before, counted while it goes on, stopped between two games, undone as one. */

const now = Date.now();
const openPanel = setupPanelPages();

function twelveChoices(): Scene {
  const ids = Array.from({ length: 12 }, (_, index) => 0x80000010 + index);
  return {
    ...emptyOverview(now),
    conflicts: ids.map((id, index) => ({
      ...conflict(`c${index}`, id, `Game ${index}`, now),
      later: (["local", "remote", null] as const)[index % 3] ?? null,
    })),
    shortcuts: ids.map((id, index) => shortcut(id, `Game ${index}`, { kind: "synced" })),
  };
}

async function openAnswers() {
  const opened = await openPanel(twelveChoices());
  const { page, pad } = opened;
  await pad.goTo("9 more");
  await pad.press("a");
  await page.getByTestId("page").getByText("Answer all 12").waitFor();
  await pad.press("right");
  await pad.goTo("Answer all 12 at once");
  await pad.press("a");
  return { ...opened, screen: page.getByTestId("page") };
}

async function answer(
  page: Page,
  pad: Gamepad,
  { count, direction }: { count: number; direction: "up" | "down" },
) {
  await pad.goTo(`Answer ${count} games`, direction);
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
}

test("The later one of each: what cannot be told stays, what is unticked stays, and the rest is answered", async () => {
  const { deck, page, pad, screen, complaints } = await openAnswers();
  await screen.getByText("4 from this Deck, 4 from RomM. 4 stay").waitFor();
  await pad.goTo("The one that was played later");
  await pad.press("a");
  await pad.goTo("Game 1");
  expect(await pad.hint("ok")).toBe("Leave it to me");
  await pad.press("a");
  await answer(page, pad, { count: 7, direction: "up" });
  await screen.getByText("7 games were answered.").waitFor();
  expect(await pad.focused()).toContain("7 games were answered.");
  const [call] = deck.calls.filter(({ method }) => method === "resolveConflicts");
  expect(JSON.stringify(call?.params)).not.toContain('"c1"');
  expect(deck.overview.conflicts.map(({ name }) => name)).toEqual([
    "Game 1",
    "Game 2",
    "Game 5",
    "Game 8",
    "Game 11",
  ]);
  expect(complaints).toEqual([]);
});

test("How far it is stands there with the game's name; after three of eleven it is stopped, and the others wait", async () => {
  const { deck, page, pad, screen } = await openAnswers();
  let goOn = () => {};
  const holdNext = () => {
    deck.answerHold = new Promise((resolve) => {
      goOn = resolve;
    });
  };
  holdNext();
  await pad.goTo("RomM's for all");
  await pad.press("a");
  await pad.goTo("Game 0");
  await pad.press("a");
  await answer(page, pad, { count: 11, direction: "up" });
  for (const [done, name] of [
    [0, "Game 1"],
    [1, "Game 2"],
    [2, "Game 3"],
  ] as const) {
    await screen.getByText(`${done} of 11: ${name}`).waitFor();
    const next = goOn;
    holdNext();
    next();
  }
  await screen.getByText("3 of 11: Game 4").waitFor();
  // Whoever presses on meets how far it is, and stops nothing.
  expect(await pad.focused()).toContain("of 11");
  await pad.goTo("Cancel");
  await pad.press("a");
  goOn();
  await screen.getByText("3 games were answered. You stopped it: the others wait.").waitFor();
  expect(deck.overview.conflicts.length).toBe(9);
});

test("All that one press answered is one line, and undone with one press", async () => {
  const { deck, page, pad, screen } = await openAnswers();
  await pad.goTo("This Deck's for all");
  await pad.press("a");
  await answer(page, pad, { count: 12, direction: "down" });
  await screen.getByText("12 games were answered.").waitFor();
  const line = activity("batch", "Game 0", "conflict", now, {
    ...{ act: "choice", batchSize: 12, undo: { kind: "can", isPlayedSince: false } },
  });
  deck.show({ activity: [line] });
  await screen.getByText("Undo: You answered for 12 games at once").waitFor();
  await pad.goTo("Undo: You answered for 12 games at once");
  await screen.getByText("Game 0 and 11 more").waitFor();
  await pad.press("a");
  await expect
    .poll(() => deck.calls.filter(({ method }) => method === "undo").map(({ params }) => params))
    .toEqual([{ activityId: "batch" }]);
});

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { pressCalmly } from "../driver/press-calmly.ts";
import type { ScriptedDeck } from "../driver/scripted-deck.ts";
import { conflictOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");
const answers = (deck: ScriptedDeck) =>
  deck.calls.filter(({ method }) => method === "resolveConflicts").map(({ params }) => params);

async function openChoice() {
  const opened = await openPanel(conflictOverview(now));
  await opened.pad.goTo("Tobu");
  await opened.pad.press("a");
  await opened.page.getByTestId("page").getByText("which save?").waitFor();
  return opened;
}

test("A choice shows both sides, and an answer settles it and goes back", async () => {
  const { deck, page, pad, complaints, shoot } = await openChoice();
  const screen = page.getByTestId("page");
  for (const fact of [
    "32 KB",
    "32.3 KB",
    "12 minutes ago",
    "26 hours ago",
    "Played 2 times since",
    "from Living room handheld",
    "Take the one from Living room handheld",
  ]) {
    expect(await screen.textContent()).toContain(fact);
  }
  expect(await pad.focused()).toContain("Played in two places");
  await shoot("which-save");
  await pressCalmly(page, page.getByRole("button", { name: /Keep this/ }), () => answers(deck).length === 1);
  await screen.waitFor({ state: "detached" });
  expect(answers(deck)).toEqual([{ choices: [{ conflictId: "c1", choice: "keep-local" }] }]);
  await pad.press("quickAccess");
  await panel(page).locator('[data-app-id="2147483650"][data-status="synced"]').waitFor();
  expect(complaints).toEqual([]);
});

test("The other side can be taken, and a choice can be put off and is still there", async () => {
  const { deck, page, pad } = await openChoice();
  await pressCalmly(
    page,
    page.getByRole("button", { name: "Decide later" }),
    () => answers(deck).length === 1,
  );
  await page.getByTestId("page").waitFor({ state: "detached" });
  await pad.press("quickAccess");
  await pad.goTo("Tobu");
  await pad.press("a");
  await page.getByText("You put this off").waitFor();
  await pressCalmly(
    page,
    page.getByRole("button", { name: /Take the one/ }),
    () => answers(deck).length === 2,
  );
  await expect.poll(() => JSON.stringify(answers(deck))).toMatch(/later.*take-remote/);
});

test("A side that has no save cannot be chosen", async () => {
  const { deck, page } = await openChoice();
  deck.show({
    conflicts: deck.overview.conflicts.map((each) => ({
      ...each,
      local: null,
      reason: "absent-server-went-back",
    })),
  });
  await page.getByText("There is no save on this Deck").waitFor();
  expect(await page.getByRole("button", { name: /Keep this Deck's/ }).count()).toBe(0);
  expect(await page.getByRole("button", { name: /Take the one/ }).count()).toBe(1);
});

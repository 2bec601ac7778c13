import { expect, test } from "vitest";
import { pressCalmly } from "../driver/press-calmly.ts";
import { activity, conflictOverview, idleOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** What the player decided stands there with its undo, and a choice shows its facts. */

const now = Date.now();
const openPanel = setupPanelPages();

function decided(isPlayedSince: boolean) {
  const line = activity("c7", "Micro Mages", "download", now - 180_000, {
    act: "choice",
    choice: "take-remote",
    undo: { kind: "can", isPlayedSince },
  });
  return { ...idleOverview(now), activity: [line] };
}

const undone = (calls: { method: string; params: unknown }[]) =>
  calls.filter(({ method }) => method === "undo").map(({ params }) => params);

test("The newest decision stands in Quick Access, and A takes it back", async () => {
  const { deck, page, pad } = await openPanel(decided(false));
  await page.getByText("Undo: You took the save from RomM").waitFor();
  await page.getByText("Micro Mages · 3 minutes ago").waitFor();
  await pad.goTo("Undo:");
  await pad.press("a");
  await expect.poll(() => undone(deck.calls)).toEqual([{ activityId: "c7" }]);
});

test("Where it was played since, it asks first; No leaves all as it is", async () => {
  const { deck, page, pad } = await openPanel(decided(true));
  await page.getByText("Undo:").waitFor();
  await pad.goTo("Undo:");
  await pad.press("a");
  await page.getByText("You played since").waitFor();
  await pad.press("b");
  await page.getByText("You played since").waitFor({ state: "detached" });
  expect(undone(deck.calls)).toEqual([]);
  await expect.poll(() => pad.focused()).toContain("Undo:");
  await pad.press("a");
  await pad.goTo(/^Undo$/);
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await expect.poll(() => undone(deck.calls).length).toBe(1);
});

test("In the activity X takes a line back, and the footer says so only where it can", async () => {
  const { deck, page, pad } = await openPanel(decided(false));
  await page.evaluate(() => {
    const { Navigate, CloseSideMenus } = Reflect.get(Reflect.get(window, "DFL"), "Navigation");
    Navigate("/savepoint/activity");
    CloseSideMenus();
  });
  await page.locator('[data-activity="c7"]').waitFor();
  await pad.press("right");
  await pad.goTo("You took the save from RomM");
  expect(await pad.hint("secondary")).toBe("Undo");
  await pad.press("x");
  await expect.poll(() => undone(deck.calls).length).toBe(1);
});

test("A choice shows what is known of both sides, and both can be kept", async () => {
  const { deck, page, pad } = await openPanel(conflictOverview(now));
  await pad.goTo("Tobu");
  await pad.press("a");
  await page.getByText("Last the same").waitFor();
  await page.getByText("Played 2 times since, 1 hr 12 min").waitFor();
  await page.getByText("1 save since").waitFor();
  await pressCalmly(page, page.getByRole("button", { name: /Keep both/ }), () =>
    deck.calls.some(({ method }) => method === "resolveConflicts"),
  );
  const answered = deck.calls.find(({ method }) => method === "resolveConflicts");
  expect(JSON.stringify(answered?.params)).toContain("keep-both");
});

test("After the first session with a choice one press calls it right, and one swaps it, after a question", async () => {
  const asked = activity("l", "Anguna", "download", now - 60_000, {
    ...{ act: "choice", choice: "take-remote", deviceName: "Deck B" },
    undo: { kind: "can", isPlayedSince: true },
  });
  const scene = { ...idleOverview(now), activity: [asked], undoable: asked, afterChoice: asked };
  const { deck, page, pad } = await openPanel(scene);
  const panel = page.getByTestId("panel");
  await panel.getByText("Was that the right save?").waitFor();
  await panel.getByText("Anguna: You took the save from Deck B.").waitFor();
  expect(await panel.getByText("Undo:").count()).toBe(0);
  // Never on a button that decides.
  expect(await pad.focused()).toContain("Was that the right save?");
  await pad.press("down", "right");
  expect(await pad.focused()).toBe("Swap");
  await pad.press("a");
  await page.getByTestId("modal").getByText("You played since").waitFor();
  await page.locator('[data-guard="open"]').waitFor();
  await page.getByTestId("modal").getByText("Undo").click();
  await expect.poll(() => deck.calls).toContainEqual({ method: "undo", params: { activityId: "l" } });
  await pad.goTo("Yes", "left");
  await pad.press("a");
  await panel.getByText("Was that the right save?").waitFor({ state: "detached" });
  expect(deck.calls).toContainEqual({ method: "confirmChoice", params: { activityId: "l" } });
});

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { conflictOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();
const tobu = 0x80000002;

const panel = (page: Page) => page.getByTestId("panel");
const statusOf = (page: Page, appId: number) =>
  page.locator(`[data-app-id="${appId}"]`).getAttribute("data-status");

test("A conflict shows both sides, and a choice settles it", async () => {
  const { deck, page, complaints, shoot } = await openPanel(conflictOverview(now));
  const card = page.locator('[data-conflict="c1"]');
  for (const fact of [
    "32 KB",
    "32.3 KB",
    "12 minutes ago",
    "26 hours ago",
    "from Deck upstairs",
    "from Living room handheld",
  ]) {
    expect(await card.textContent()).toContain(fact);
  }
  expect(await card.getByText("newer").count()).toBe(1);
  await shoot("conflict");
  await card.getByRole("button", { name: /Keep this Deck's/ }).click();
  await card.waitFor({ state: "detached" });
  expect(await statusOf(page, tobu)).toBe("synced");
  await panel(page).getByText("You kept this Deck's save").waitFor();
  expect(deck.calls.find(({ method }) => method === "resolveConflicts")?.params).toEqual({
    choices: [{ conflictId: "c1", choice: "keep-local" }],
  });
  expect(complaints).toEqual([]);
});

test("RomM's side can be taken, and a choice can be put off", async () => {
  const { deck, page } = await openPanel(conflictOverview(now));
  await page.getByRole("button", { name: "Decide later" }).click();
  await page.getByText("You put this off").waitFor();
  await page.getByRole("button", { name: /Take RomM's/ }).click();
  await panel(page).getByText("You took RomM's save").waitFor();
  const choices = deck.calls
    .filter(({ method }) => method === "resolveConflicts")
    .map(({ params }) => params);
  expect(JSON.stringify(choices)).toMatch(/later.*take-remote/);
});

test("A side that has no save cannot be chosen", async () => {
  const overview = conflictOverview(now);
  const { page } = await openPanel({
    ...overview,
    conflicts: overview.conflicts.map((each) => ({
      ...each,
      local: null,
      reason: "absent-server-went-back",
    })),
  });
  expect(await page.getByRole("button", { name: /Keep this Deck's/ }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: /Take RomM's/ }).isDisabled()).toBe(false);
});

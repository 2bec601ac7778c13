import { expect, test } from "vitest";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { activity, appId, idleOverview, type Scene } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** What happened, by gamepad: as far back as it goes, and every line that can be undone. */

const now = Date.now();
const openPanel = setupPanelPages();
const minuteMs = 60_000;

const canUndo = { kind: "can", isPlayedSince: false } as const;

function manyLines(count: number, change: (index: number) => Partial<Activity> = () => ({})): Scene {
  const lines = Array.from({ length: count }, (_, index) =>
    activity(`l${index}`, `Game ${index}`, "upload", now - index * minuteMs, change(index)),
  );
  return { ...idleOverview(now), activity: lines };
}

async function openActivity(scene: Scene) {
  const opened = await openPanel(scene);
  const { page, pad } = opened;
  await page.locator("[data-headline]").first().waitFor();
  await pad.goTo(/saves? waits?|safe/, "up");
  await pad.press("a");
  const screen = page.getByTestId("page");
  await screen.locator("[data-activity]").first().waitFor();
  await pad.press("right");
  return { ...opened, screen };
}

test("Held down, the list reads on by itself, fifty at a time; few rows are drawn, and the focus is never lost", async () => {
  const { deck, pad, page, screen, complaints } = await openActivity(manyLines(10_000));
  await pad.goTo("Game 0");
  for (let step = 0; step < 160; step += 1) await pad.press("down");
  await expect.poll(() => pad.focused()).toContain("Game 160");
  expect(await screen.locator("[data-activity]").count()).toBeLessThanOrEqual(40);
  const asked = deck.calls.filter(({ method }) => method === "listActivity");
  expect(asked.every(({ params }) => (Reflect.get(Object(params), "limit") as number) <= 50)).toBe(true);
  expect(asked.length).toBeLessThan(20);
  await page.waitForTimeout(100);
  expect(complaints).toEqual([]);
});

test("Filters show what went wrong, and what the player did", async () => {
  const scene = manyLines(120, (index) =>
    index === 3 ? { outcome: "failed" } : index === 60 ? { act: "sync-off", decision: "keep" } : {},
  );
  const { pad, screen } = await openActivity(scene);
  await pad.goTo("All", "up");
  await pad.press("right");
  await expect.poll(() => pad.focused()).toBe("Problems");
  await pad.press("a");
  await screen.getByText("Game 3").waitFor();
  await expect.poll(() => screen.locator("[data-activity]").count()).toBe(1);
  await pad.press("right", "a");
  await pad.goTo("Look further back");
  await pad.press("a");
  await screen.getByText("Game 60").waitFor();
  await screen.getByText("You turned sync off").waitFor();
});

test("What one press did to many is one line, unfolds into its games, and is undone as one", async () => {
  const batch = activity("b", "Game 0", "conflict", now, { act: "choice", batchSize: 3, undo: canUndo });
  const parts = [0, 1, 2].map((index) =>
    activity(`p${index}`, `Game ${index}`, "upload", now, {
      ...{ batchId: "b", act: "choice", choice: "keep-local", undo: canUndo },
    }),
  );
  const { deck, pad, page, screen } = await openActivity({
    ...idleOverview(now),
    activity: [batch, ...parts],
  });
  expect(await screen.locator("[data-activity]").count()).toBe(1);
  await pad.goTo("Game 0 and 2 more");
  expect(await pad.hint("ok")).toBe("Show all");
  await pad.press("a");
  await expect.poll(() => screen.locator("[data-activity]").count()).toBe(4);
  // A row takes two presses within a quarter of a second for one.
  await page.waitForTimeout(300);
  await pad.press("a");
  await expect.poll(() => screen.locator("[data-activity]").count()).toBe(1);
  await pad.press("x");
  await expect
    .poll(() => deck.calls.filter(({ method }) => method === "undo").map(({ params }) => params))
    .toEqual([{ activityId: "b" }]);
});

test("A line that cannot be undone says why, and a line leads to its game", async () => {
  const line = activity("a", "Anguna", "download", now, {
    ...{ act: "restore", appIds: [appId(0x80000001)], undo: { kind: "cannot", why: "bytes-gone" } },
  });
  const { pad, page, screen } = await openActivity({ ...idleOverview(now), activity: [line] });
  await pad.goTo("Anguna");
  expect(await pad.hint("secondary")).toBe("Why no undo?");
  await pad.press("x");
  await screen.getByText("Neither this Deck nor RomM has the save of before any more").waitFor();
  expect(await pad.hint("ok")).toBe("Open");
  await pad.press("a");
  await page.getByText("Setup").waitFor();
});

import { expect, test } from "vitest";
import type { SyncStatus } from "../../../backend/contract/saves/shortcut.ts";
import { conflictOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** One game's own page: how its save stands, who has it, and the one thing to do about each state. */

const now = Date.now();
const anguna = 0x80000001;
const openPanel = setupPanelPages();

function withStatus(status: SyncStatus, unwrittenSessions?: number) {
  const scene = conflictOverview(now);
  const shortcuts = scene.shortcuts.map((each) =>
    each.appId === anguna
      ? {
          ...each,
          ...{ status, isTracked: status.kind !== "untracked" },
          ...(unwrittenSessions === undefined ? {} : { unwrittenSessions }),
        }
      : each,
  );
  return { ...scene, shortcuts };
}

async function openGame(scene = withStatus({ kind: "synced" })) {
  const opened = await openPanel(scene);
  await opened.page.evaluate((appId) => {
    const { Navigate, CloseSideMenus } = Reflect.get(Reflect.get(window, "DFL"), "Navigation");
    Navigate(`/savepoint/game/${appId}`);
    CloseSideMenus();
  }, anguna);
  await opened.page.locator("[data-status]").first().waitFor();
  return { ...opened, shown: opened.page.getByTestId("page") };
}

test("A game's page says that it is safe elsewhere, and which device has come how far", async () => {
  const { deck, page, shown, complaints } = await openGame();
  deck.details[anguna] = {
    holders: [
      { deviceName: "Deck upstairs", isThis: true, state: "newest", savesBehind: 0 },
      { deviceName: "Living room handheld", isThis: false, state: "behind", savesBehind: 2 },
      { deviceName: null, isThis: false, state: "behind", savesBehind: 1 },
    ],
  };
  deck.emit("changed", { parts: ["saves"] });
  await shown.getByText("Safe to play elsewhere").waitFor();
  await shown.getByText("Who has it").waitFor();
  await shown.getByText("2 saves behind").waitFor();
  await shown.getByText("A device without a name").waitFor();
  expect(await page.locator("h2").textContent()).toContain("Anguna");
  expect(complaints).toEqual([]);
});

test("What would happen is asked in one press, and nothing moves", async () => {
  const { deck, pad, shown } = await openGame();
  await pad.goTo("What would happen?");
  await pad.press("a");
  await shown.getByText("Nothing new on either side. All stays as it is.").waitFor();
  const asked = deck.calls.filter(({ method }) => method === "syncShortcut");
  expect(asked).toEqual([{ method: "syncShortcut", params: { appId: anguna, dryRun: true } }]);
});

test("Play on a game's page starts it as Steam would, through the check before a launch", async () => {
  const { deck, pad } = await openGame();
  await pad.goTo("What would happen?");
  await pad.press("right");
  expect(await pad.focused()).toBe("Play");
  await pad.press("a");
  await expect.poll(() => deck.apps.find(({ appId }) => appId === anguna)?.isRunning).toBe(true);
  expect(deck.calls.some(({ method }) => method === "beforeLaunch")).toBe(true);
});

test.each<[SyncStatus, number | undefined, string, string]>([
  [{ kind: "unlinked" }, undefined, "Find it again", "/savepoint/fix/2147483649"],
  [
    { kind: "unsupported", detail: "" },
    undefined,
    "Choose another save place",
    "/savepoint/place/2147483649",
  ],
  [{ kind: "synced" }, 3, "Choose another save place", "/savepoint/place/2147483649"],
  [{ kind: "held" }, undefined, "Answer", "/savepoint/needs-you"],
])("State %o after %s empty sessions: one button, %s, leads on", async (status, unwritten, label, path) => {
  const { page, pad, shown } = await openGame(withStatus(status, unwritten));
  if (unwritten !== undefined) await shown.getByText("Played 3 times").waitFor();
  await pad.goTo(label);
  await pad.press("a");
  await page.locator(`[data-path="${path}"]`).waitFor();
});

test.each<[SyncStatus, string, string]>([
  [{ kind: "location-unavailable", detail: "/run/media/deck/SD" }, "Look again", "syncShortcut"],
  [{ kind: "untracked" }, "Turn sync on", "setTracking"],
])("State %o: one button, %s, and it is done", async (status, label, method) => {
  const { deck, pad } = await openGame(withStatus(status));
  await pad.goTo(label);
  await pad.press("a");
  await expect.poll(() => deck.calls.map((call) => call.method)).toContain(method);
});

test("L1 and R1 change between save and setup, and the focus stands in what opened", async () => {
  const { page, pad, shown } = await openGame();
  await pad.press("r1");
  await shown.getByText("Save place").first().waitFor();
  await expect.poll(() => pad.focused()).not.toBe("");
  await pad.press("l1");
  await shown.getByText("Lately").waitFor();
  expect(await page.locator('[data-testid="page-tab-save"].selected').count()).toBe(1);
});

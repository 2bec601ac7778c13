import { expect, test } from "vitest";
import { match } from "../found/matches.ts";
import { emptyOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const openPanel = setupPanelPages();

test("Games can be added while nothing moves yet; the page says when their saves will, and no run is begun", async () => {
  const { deck, page, pad, complaints } = await openPanel(emptyOverview(Date.now()));
  deck.scan = {
    ...{ scanId: "scan", phase: "comparing", end: { kind: "done" }, unreadable: [] },
    ...{ done: 2, total: 2, romsDone: 9, romsTotal: 9 },
    matches: [match(1, "Anguna"), match(2, "Bomber")],
  };
  await expect.poll(() => pad.focused()).toBe("Find my games");
  await pad.press("a");
  await page.getByText("Go on with 2 games").waitFor();
  await pad.goTo("Go on with");
  await pad.press("a");
  await page.getByText("Before anything moves").waitFor();
  await expect.poll(() => pad.focused()).toContain("compared");
  await pad.press("down");
  expect(await pad.focused()).toBe("Start");
  await pad.press("down");
  expect(await pad.focused()).toBe("Add them, move nothing yet");
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await page.getByText("2 games are in your list now.").waitFor();
  await page.getByText("Nothing was moved. Their saves travel when you play them").waitFor();
  const methods = deck.calls.map(({ method }) => method);
  expect(methods).toContain("registerShortcuts");
  expect(methods).not.toContain("syncAll");
  expect(complaints).toEqual([]);
});

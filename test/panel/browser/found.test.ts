import { expect, test } from "vitest";
import type { Scan, ShortcutMatch } from "../../../backend/contract/saves/scan.ts";
import { match, rom } from "../found/matches.ts";
import { emptyOverview } from "../overviews.ts";
import { type OpenedPanel, setupPanelPages } from "./open-panel.ts";

/** Finding games by gamepad: what is ticked, fixed, left out, and drawn when there are five hundred. */

const openPanel = setupPanelPages();

function scanOf(matches: ShortcutMatch[]): Scan {
  const counts = { done: matches.length, total: matches.length, romsDone: 9, romsTotal: 9 };
  return { scanId: "scan", phase: "comparing", ...counts, end: { kind: "done" }, unreadable: [], matches };
}

async function openFound(matches: ShortcutMatch[], query = ""): Promise<OpenedPanel> {
  const opened = await openPanel(emptyOverview(Date.now()), query);
  opened.deck.scan = scanOf(matches);
  await expect.poll(() => opened.pad.focused()).toBe("Find my games");
  await opened.pad.press("a");
  await opened.page.getByText("Go on with").waitFor();
  return opened;
}

const games = [
  match(1, "Anguna"),
  match(2, "Bomber"),
  match(3, "Crystal", {
    ...{ certainty: "likely", evidence: ["several-alike"], binding: null },
    save: { kind: "unknown", reason: "several-matches" },
    candidates: [rom(31, "Crystal (USA)"), rom(32, "Crystal (Europe)")],
  }),
  match(4, "Firefox", {
    ...{ certainty: "none", evidence: ["starts-no-rom"], candidates: [], binding: null },
    save: { kind: "unknown", reason: "no-match" },
  }),
];

test.each(["", "?without=routerHook", "?without=routerHook,showModal"])(
  "A wrong one is left out, another one fixed and given its place, and only what is ticked is compared (%s)",
  async (query) => {
    const { deck, page, pad, complaints } = await openFound(games, query);
    deck.folders["/home/deck"] = [
      { name: "saves", isdir: true, realpath: "/home/deck/saves", size: 0 },
      { name: ".var", isdir: true, realpath: "/home/deck/.var", size: 0 },
    ];
    deck.folders["/home/deck/saves"] = [
      { name: "Crystal.srm", isdir: false, realpath: "/home/deck/saves/Crystal.srm", size: 9 },
    ];
    await pad.goTo("Bomber");
    await pad.press("a");
    await expect.poll(() => page.getByText("Go on with").textContent()).toBe("Go on with 1 game");
    await pad.goTo("Crystal");
    expect(await pad.hint("ok")).toBe("Choose the game");
    await pad.press("a");
    await pad.goTo("Crystal (Europe)");
    await pad.press("a");
    await expect.poll(() => pad.focused()).toContain("Choose its save place");
    if (query.includes("showModal")) return;
    // A row takes two presses within a quarter of a second for one; nobody comes back that fast.
    await page.waitForTimeout(300);
    await pad.press("a");
    await pad.goTo("Pick a file");
    await pad.press("a");
    const picker = page.getByTestId("file-picker");
    await picker.getByText("saves/").waitFor();
    await pad.goTo("saves/");
    await pad.press("a");
    await picker.getByText("Crystal.srm").waitFor();
    await pad.goTo("Crystal.srm");
    await pad.press("a");
    await expect.poll(() => pad.focused()).toContain("1 file, 32 KB");
    await pad.goTo("Use it");
    await pad.press("a");
    await expect.poll(() => page.getByText("Go on with").textContent()).toBe("Go on with 2 games");
    expect(await pad.focused()).toContain("Crystal");
    await pad.goTo("Go on with", "up");
    await pad.press("a");
    await page.getByText("Nothing has moved yet").waitFor();
    expect(
      deck.calls.filter(({ method }) => method === "previewBindings").map(({ params }) => params),
    ).toEqual([
      {
        bindings: [
          expect.objectContaining({ appId: 1, romId: 1 }),
          expect.objectContaining({
            ...{ appId: 3, romId: 32 },
            save: { kind: "file", path: "/home/deck/saves/Crystal.srm", emulator: "unknown" },
          }),
        ],
      },
    ]);
    expect(deck.calls.some(({ method }) => method === "registerShortcuts")).toBe(false);
    expect(complaints).toEqual([]);
  },
);

test("Of five hundred games forty are drawn; a held Down loses no focus, and R1 goes to the next letter", async () => {
  const many = Array.from({ length: 500 }, (_, index) => {
    const letter = String.fromCharCode(65 + Math.floor(index / 20));
    return match(100 + index, `${letter} game ${String(index).padStart(3, "0")}`);
  });
  const { page, pad, complaints } = await openFound(many);
  const drawn = () => page.locator("[data-found]").count();
  expect(await drawn()).toBe(2);
  await pad.goTo("Ready: 500");
  await pad.press("a");
  await expect.poll(drawn).toBeGreaterThan(30);
  await pad.press("down", "r1");
  await expect.poll(() => pad.focused()).toContain("B game 020");
  await pad.press("r1", "r1", "l1");
  await expect.poll(() => pad.focused()).toContain("C game 040");
  let steps = 0;
  const until = Date.now() + 5_000;
  while (Date.now() < until) {
    await page.keyboard.down("ArrowDown");
    expect(await pad.focused()).toMatch(/game \d/);
    expect(await drawn()).toBeLessThanOrEqual(40);
    steps += 1;
  }
  await page.keyboard.up("ArrowDown");
  expect(await pad.focused()).toContain(`game ${String(Math.min(499, 40 + steps)).padStart(3, "0")}`);
  await page.getByText("Go on with 500 games").waitFor({ state: "attached" });
  expect(complaints).toEqual([]);
});

import { expect, test } from "vitest";
import type { MovedRom } from "../../../backend/contract/saves/moved-rom.ts";
import type { RomId } from "../../../backend/contract/words.ts";
import { rom } from "../found/matches.ts";
import { appId, idleOverview, type Scene } from "../overviews.ts";
import { type OpenedPanel, setupPanelPages } from "./open-panel.ts";

/** Games whose RomM game was moved or scanned anew: found, shown with what tells so, and followed with one press, by keys. */

const now = Date.now();
const openPanel = setupPanelPages();
const [anguna, tobu, legend] = [0x80000001, 0x80000002, 0x80000003];

function moved(id: number, name: string, by: MovedRom["by"]): MovedRom {
  return {
    appIds: [appId(id)],
    name,
    formerRomId: (id % 1000) as RomId,
    rom: rom(900 + id - 0x80000000, name),
    by,
  };
}

const found = [
  moved(anguna, "Anguna: Warriors of Virtue", "content"),
  moved(tobu, "Tobu Tobu Girl Deluxe", "name"),
];

function unlinked(...ids: number[]): Scene {
  const scene = idleOverview(now);
  const shortcuts = scene.shortcuts.map((each) =>
    ids.includes(each.appId) ? { ...each, status: { kind: "unlinked" } as const } : each,
  );
  return { ...scene, shortcuts };
}

const movesOf = ({ deck }: OpenedPanel) =>
  deck.calls.filter(({ method }) => method === "followRoms").map(({ params }) => params);

/** By way of the page of all that needs the player. */
async function openMoved(prepare: (deck: OpenedPanel["deck"]) => void = () => {}) {
  const opened = await openPanel(unlinked(anguna, tobu, legend));
  const { deck, page, pad } = opened;
  deck.movedRoms = found;
  prepare(deck);
  await page.getByText("3 games need a look").waitFor();
  await pad.goTo("More");
  await pad.press("a");
  await pad.goTo("Needs you", "up");
  await pad.press("a");
  await page.getByText("Look for 3 games in all of RomM").waitFor();
  await pad.press("right");
  await pad.goTo("in all of RomM");
  await pad.press("a");
  await page.getByText("Games that moved in RomM").waitFor();
  return opened;
}

test("Games that moved in RomM are followed with one press, with what tells each, and one undo takes it back", async () => {
  const opened = await openMoved();
  const { deck, page, pad, complaints, shoot } = opened;
  await page.getByText("2 games were found again").waitFor();
  await expect.poll(() => pad.focused()).toContain("2 games were found again");
  await page.getByText("The same content. Game Boy Advance, 8 MB: Anguna").waitFor();
  await page.getByText("The same name, platform and size.").waitFor();
  await page.getByText("Not found again").waitFor();
  await shoot("moved-found");
  await pad.goTo("Follow 2 games");
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await page.getByText("2 games are tied to RomM again").waitFor();
  expect(movesOf(opened)).toEqual([
    {
      moves: [
        { appId: anguna, romId: 901 },
        { appId: tobu, romId: 902 },
      ],
    },
  ]);
  await expect.poll(() => pad.focused()).toContain("tied to RomM again");
  await pad.goTo("Undo: You followed 2 games in RomM");
  await shoot("moved-followed");
  await pad.press("a");
  await expect
    .poll(() => deck.calls.filter(({ method }) => method === "undo").map(({ params }) => params))
    .toEqual([{ activityId: "followed" }]);
  expect(complaints).toEqual([]);
});

test("A game that is not meant is left out, and another of RomM's games is chosen for it", async () => {
  const opened = await openMoved();
  const { deck, page, pad } = opened;
  deck.roms = [rom(77, "Tobu Tobu Girl Deluxe (Rev 1)")];
  await pad.goTo("Tobu");
  expect(await pad.hint("ok")).toBe("Leave it to me");
  await pad.press("a");
  await pad.goTo("Follow 1 game");
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await page.getByText("1 game is tied to RomM again").waitFor();
  expect(movesOf(opened)).toEqual([{ moves: [{ appId: anguna, romId: 901 }] }]);
  await pad.goTo("Tobu");
  await pad.press("x");
  await page.getByText("Which game is Tobu Tobu Girl Deluxe?").waitFor();
});

test("With all of them unticked the press does nothing, and a refusal says why and keeps what was ticked", async () => {
  const opened = await openMoved((deck) => {
    deck.followErrors = [{ kind: "running" }];
  });
  const { page, pad } = opened;
  await pad.goTo("Anguna");
  await pad.press("a");
  await pad.goTo("Tobu");
  await pad.press("a");
  await pad.goTo("No game is ticked");
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  expect(movesOf(opened)).toEqual([]);
  await pad.goTo("Tobu", "up");
  await pad.press("a");
  await pad.goTo("Follow 1 game");
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await page.getByText("The game is running. Exit it first.").waitFor();
  await page.getByText("Follow 1 game").waitFor();
});

test("A library that cannot be read is no library without the games: it says so, and is read again", async () => {
  const { page, pad } = await openMoved((deck) => {
    deck.movedErrors = [{ kind: "romm", code: "timeout", detail: "" }];
  });
  await page.getByText("Look again").waitFor();
  expect(await page.getByText("None of your games moved").count()).toBe(0);
  await pad.goTo("Look again");
  await pad.press("a");
  await page.getByText("2 games were found again").waitFor();
});

test("A game's own page leads there too; what was not found is looked for by hand", async () => {
  const opened = await openPanel(unlinked(anguna));
  const { page, pad } = opened;
  await pad.goTo("Anguna");
  await pad.press("a");
  await pad.goTo("Look for it in all of RomM");
  await pad.press("a");
  await page.getByText("Not found again").waitFor();
  await pad.goTo("Anguna");
  await pad.press("a");
  await page.getByText("Which game is Anguna").waitFor();
});

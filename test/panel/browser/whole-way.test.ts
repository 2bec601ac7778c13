import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../world/chromium.ts";
import {
  easyNames,
  type PlayedDeck,
  type SixtyGames,
  setupSixtyGames,
  twinNames,
} from "../driver/sixty-games.ts";

/**
 * From the installed zip to sixty games whose saves travel, by keys only: the real bundle, bridge and backend against the
 * stand-in of RomM. Every press counts, and a text five.
 */

let browser: Browser;
let world: SixtyGames;
beforeAll(async () => {
  browser = await launchChromium();
  world = await setupSixtyGames(browser);
});
afterAll(async () => {
  await world.stop();
  await browser.close();
});

const pressesMax = 90;
const pressesPerFix = 8;

test("A first Deck: sixty games are found, compared, and on their way in at most 90 presses", async () => {
  const played = easyNames.slice(0, 40);
  const a = await world.newDeck({
    name: "a",
    games: easyNames.map((fsName) =>
      played.includes(fsName) ? { fsName, save: `A ${fsName}` } : { fsName },
    ),
  });
  await signIn(a);
  await a.page.getByText("Go on with 60 games").waitFor();
  await goOn(a);
  expect(await would(a)).toEqual({ upload: 40, nothing: 20 });
  expect(
    await world.romm.requests.all().filter(({ method, path }) => method === "POST" && path === "/api/saves"),
  ).toEqual([]);
  expect(await a.deck.backend.listShortcuts({})).toEqual([]);
  await start(a);
  await a.page.getByText("The saves of 60 games travel with you now.").waitFor();
  await a.page.getByText("40 saved to RomM.").waitFor();
  for (const fsName of played) expect(await inRomM(fsName)).toBe(`A ${fsName}`);
  expectPresses(a, pressesMax);
  await a.pad.goTo("Undo all of it", "right");
  await a.pad.press("a");
  await expect.poll(() => a.deck.backend.listShortcuts({}), { timeout: 30_000 }).toEqual([]);
  await a.page.getByTestId("page").waitFor({ state: "detached" });
  for (const fsName of played) {
    expect(await a.saveOf(fsName)).toBe(`A ${fsName}`);
    expect(await inRomM(fsName)).toBe(`A ${fsName}`);
  }
});

test("A second Deck where twenty saves differ: nothing of those moves before the player chose, once for all", async () => {
  const games = easyNames.map((fsName, index) => {
    if (index < 20) return { fsName, save: `B ${fsName}` };
    return index < 30 ? { fsName, save: `A ${fsName}` } : { fsName };
  });
  const b = await world.newDeck({ name: "b", games });
  await signIn(b);
  await b.page.getByText("Go on with 60 games").waitFor();
  await goOn(b);
  expect(await would(b)).toEqual({ download: 10, differs: 20, same: 10, nothing: 20 });
  await start(b);
  await b.page.getByText("20 games need your choice").waitFor();
  for (const { fsName, save } of games.slice(0, 20)) {
    expect(await b.saveOf(fsName)).toBe(save);
    expect(await inRomM(fsName)).toBe(`A ${fsName}`);
  }
  await answerAll(b, "This Deck's for all", 20);
  for (const { fsName, save } of games.slice(0, 20)) {
    expect(await b.saveOf(fsName)).toBe(save);
    // The list is empty when the last answer is given; its save is on its way then.
    await expect.poll(() => inRomM(fsName), { timeout: 10_000 }).toBe(save);
  }
  for (const fsName of easyNames.slice(30, 40)) expect(await b.saveOf(fsName)).toBe(`A ${fsName}`);
  expectPresses(b, pressesMax);
});

test("A wrong address, a denied pairing, a look cut short, and nine games fixed by hand", async () => {
  const c = await world.newDeck({
    name: "c",
    games: [
      ...easyNames.slice(0, 51).map((fsName) => ({ fsName })),
      ...twinNames.map((fsName) => ({ fsName, save: fsName })),
    ],
  });
  const { pad, page } = c;
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  await pad.type("127.0.0.1:9");
  await page.getByText("Nothing answers at").waitFor();
  c.noteStep("a wrong address");
  await pad.type(new URL(c.deck.network.origin).host);
  await page.locator("[data-user-code]").waitFor();
  await c.answerPairing("deny");
  await page.getByText("It was refused in RomM").waitFor();
  await pad.goTo("New code");
  await pad.press("a");
  await page.locator("[data-user-code]").waitFor();
  c.noteStep("a denied pairing");
  await world.romm.faults.set("slow", { route: "GET /api/roms", ms: 3_000, count: 1 });
  await c.answerPairing("approve");
  await page.getByText("Stop looking").waitFor();
  await pad.press("right", "a");
  await page.getByText("What was found is kept").waitFor();
  await page.getByText("Look again").waitFor();
  await pad.press("a");
  c.noteStep("a look cut short");
  await page.getByText("Go on with 51 games").waitFor();
  for (const [index, fsName] of twinNames.entries()) {
    await pad.goTo(fsName.replace(".gba", ""));
    await pad.press("a");
    await page.getByText("(Europe)").first().waitFor();
    await pad.goTo("(Europe)");
    await pad.press("a");
    await page.getByText(`Go on with ${52 + index} games`).waitFor();
  }
  c.noteStep("nine fixed by hand");
  await pad.goTo("Go on with 60 games", "up");
  await goOn(c);
  await start(c);
  await page.getByText("The saves of 60 games travel with you now.").waitFor();
  for (const fsName of twinNames) expect(await inRomM(fsName.replace(".gba", " (Europe).gba"))).toBe(fsName);
  expectPresses(c, pressesMax + twinNames.length * pressesPerFix);
});

async function signIn(played: PlayedDeck): Promise<void> {
  const { page, pad, deck } = played;
  await expect.poll(() => pad.focused()).toBe("Set up");
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  await pad.type(new URL(deck.network.origin).host);
  await page.locator("[data-user-code]").waitFor();
  played.noteStep("address");
  await played.answerPairing("approve");
  await page.getByText("Your games").waitFor();
  played.noteStep("signing in");
}

/** From the list of games to what would happen. */
async function goOn(played: PlayedDeck): Promise<void> {
  await expect.poll(() => played.pad.focused()).toContain("Go on with");
  await played.pad.press("a");
  await played.page.getByText("Nothing has moved yet").waitFor();
  played.noteStep("games");
}

/** How many saves would go which way, as the page says. */
async function would({ page }: PlayedDeck): Promise<Record<string, number>> {
  const groups = await page
    .locator("[data-would]")
    .evaluateAll((rows) =>
      rows.map((row) => [row.getAttribute("data-would"), Number(row.getAttribute("data-count"))]),
    );
  return Object.fromEntries(groups);
}

/** Start takes no hurried press: the player reads first. */
async function start(played: PlayedDeck): Promise<void> {
  await played.page.locator('[data-guard="open"]').waitFor();
  await played.pad.goTo("Start");
  await played.page.locator('[data-guard="open"]').waitFor();
  await played.pad.press("a");
  await played.page.locator("[data-after]").waitFor();
  played.noteStep("start");
}

/** From "so many games need your choice" to one answer for all of them. */
async function answerAll(played: PlayedDeck, way: string, count: number): Promise<void> {
  const { page, pad } = played;
  await expect.poll(() => pad.focused()).toBe("Choose now");
  await pad.press("a");
  await page.getByText(`Answer all ${count} at once`).waitFor();
  await pad.press("right");
  await pad.goTo(`Answer all ${count} at once`);
  await pad.press("a");
  await pad.goTo(way);
  await pad.press("a");
  await pad.goTo(`Answer ${count} games`);
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await page.getByText("Nothing needs you").waitFor();
  played.noteStep("twenty choices");
}

/** The newest save of a game in RomM, as a third party sees it. */
async function inRomM(fsName: string): Promise<string | null> {
  const rom = world.roms.get(fsName);
  const [newest] = rom === undefined ? [] : await world.view.listRows(rom, "autosave");
  const bytes = newest === undefined ? null : await world.view.content(newest.saveId);
  return bytes && new TextDecoder().decode(bytes);
}

function expectPresses({ pad, steps, complaints, deck }: PlayedDeck, max: number): void {
  console.log(`${deck.title}: ${pad.count()} presses (${steps.join(", ")})`);
  expect(pad.count()).toBeLessThanOrEqual(max);
  expect(complaints).toEqual([]);
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { RomId } from "../../../backend/contract/words.ts";
import { createDeck, type Deck } from "../../world/deck/deck.ts";
import { drawAppId, type Game, savePathOf } from "../../world/deck/game.ts";
import { listInSteam } from "../../world/deck/list-in-steam.ts";
import { createServerView, type ServerView } from "../../world/demo/server-view.ts";
import { openDoor } from "../../world/demo/site/deck-door.ts";
import { type Romm, startRomm } from "../../world/romm/server.ts";
import { createGamepad, type Gamepad } from "./gamepad.ts";
import { servePages } from "./serve-pages.ts";

/** A RomM with sixty games that are easy to tell, and nine that RomM has twice. */
export interface SixtyGames {
  romm: Romm;
  view: ServerView;
  /** By the name of the rom's file. */
  roms: ReadonlyMap<string, RomId>;
  /** A Deck as the zip leaves it, with Steam's list of these games, in a browser of its own. */
  newDeck(p: { name: string; games: WantedGame[] }): Promise<PlayedDeck>;
  stop(): Promise<void>;
}

export interface WantedGame {
  /** The rom's file on the Deck. */
  fsName: string;
  /** What lies in its save; absent: it was never played here. */
  save?: string;
}

export interface PlayedDeck {
  deck: Deck;
  page: Page;
  pad: Gamepad;
  complaints: string[];
  /** What lies in a game's save now; null: nothing. */
  saveOf(fsName: string): Promise<string | null>;
  /** How many presses each step took, in words. */
  steps: string[];
  /** Notes the presses since the last step. */
  noteStep(name: string): void;
  /** On RomM's own page, as on a phone. */
  answerPairing(answer: "approve" | "deny"): Promise<void>;
}

export const easyNames = Array.from(
  { length: 60 },
  (_, index) => `Game ${String(index + 1).padStart(2, "0")} (World).gba`,
);
export const twinNames = Array.from({ length: 9 }, (_, index) => `Twin ${index + 1}.gba`);

export async function setupSixtyGames(browser: Browser): Promise<SixtyGames> {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-sixty-"));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const romm = await startRomm({ folder: join(folder, "romm") });
  stops.push(romm.stop);
  const twins = twinNames.flatMap((name) =>
    ["USA", "Europe"].map((region) => name.replace(".gba", ` (${region}).gba`)),
  );
  const add = (fsName: string) =>
    romm.addRom({ platform: "gba", fsName, content: new TextEncoder().encode(`rom ${fsName}`) }).id as RomId;
  const roms = new Map([...easyNames, ...twins].map((fsName) => [fsName, add(fsName)]));
  return {
    ...{ romm, roms },
    view: createServerView(romm),
    newDeck: async ({ name, games: wanted }) => {
      const games = wanted.map(({ fsName }): Game => {
        const gameName = fsName.replace(/( \(World\))?\.gba$/, "");
        return { appId: drawAppId(), romId: 0 as RomId, name: gameName, platformSlug: "gba", fsName };
      });
      const deck = await createDeck({
        ...{
          name,
          title: `Deck ${name.toUpperCase()}`,
          folder: join(folder, name),
          rommOrigin: romm.origin,
          games,
        },
      });
      stops.push(deck.stop);
      await listInSteam(deck.home, games);
      for (const { fsName, save } of wanted) if (save !== undefined) await put(savePath(deck, fsName), save);
      const pages = await servePages(new Map([[name, openDoor(deck)]]));
      stops.push(pages.stop);
      const context = await browser.newContext({ viewport: { width: 854, height: 534 } });
      stops.push(() => context.close());
      const page = await context.newPage();
      return await openDeck({ deck, page, url: `${pages.origin}/decks/${name}/`, rommOrigin: romm.origin });
    },
    stop: async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}

async function openDeck(p: { deck: Deck; page: Page; url: string; rommOrigin: string }): Promise<PlayedDeck> {
  const { deck, page, url, rommOrigin } = p;
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('[data-headline="signed-out"]').waitFor();
  const pad = createGamepad(page);
  const steps: string[] = [];
  let noted = 0;
  return {
    ...{ deck, page, pad, complaints, steps },
    saveOf: (fsName) => readFile(savePath(deck, fsName), "utf8").catch(() => null),
    noteStep: (name) => {
      steps.push(`${name}: ${pad.count() - noted}`);
      noted = pad.count();
    },
    answerPairing: async (answer) => {
      const code = await page.locator("[data-user-code]").textContent();
      const phone = await page.context().newPage();
      await phone.goto(`${rommOrigin}/pair/device?user_code=${code}`);
      await phone.locator("#find").click();
      await phone.locator(`#${answer}`).click();
      await phone.getByText(answer === "approve" ? "Approved" : "Denied").waitFor();
      await phone.close();
    },
  };
}

function savePath(deck: Deck, fsName: string): string {
  const game = deck.games.find((one) => one.fsName === fsName);
  if (game === undefined) throw new Error(`${deck.title} has no ${fsName}.`);
  return savePathOf(deck.home, game);
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { readCapabilities } from "../../backend/romm/capabilities.ts";
import { callerOf } from "../world/engine/caller.ts";
import { addRoms, countBy, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { untilStored } from "../world/engine/until-stored.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { type Breakage, rewrite } from "../world/romm/breakages/breakage.ts";
import type { Traits } from "../world/romm/rules/ground/traits.ts";

/* A RomM that lists the saves of several roms (5.3) is asked for those of this Deck's alone: its account may hold
   thousands of others. An older one knows no such question, and is asked as before. */

const count = 10;
const versions = ["4.7", "4.8", "4.9", "5.2", "5.3", "5.4", "5.5"];

async function setupAccount(
  version: string,
  { rowsElsewhere = 150, slotsEach = 1, ...romm }: Partial<Account> = {},
) {
  const world = await setupWorld({ version, ...romm });
  const deck = await world.deck("A");
  const romIds = addRoms(world, count);
  const games = await onlyTheseGames(deck, romIds);
  for (const game of games) await game.write("A1\n");
  await syncAll(deck);
  await untilStored(world, deck);
  const { id: elsewhere } = world.romm.addRom({ platform: "gba", fsName: "Elsewhere.gba" });
  addRows(world, elsewhere, rowsElsewhere);
  for (const romId of romIds) addRows(world, romId, slotsEach - 1);
  world.time.advance(120_000);
  world.requests();
  return { world, deck, games };
}

interface Account {
  rowsElsewhere: number;
  slotsEach: number;
  traits: Partial<Traits>;
  breakage: Breakage;
}

/** Of a word that is said more than once. */
const onlyTheLastRom = rewrite("GET /api/saves", (body, c) => {
  const meant = c.req.queries("rom_ids")?.at(-1);
  const rows = v.parse(v.array(v.looseObject({ rom_id: v.number() })), body);
  return meant === undefined ? rows : rows.filter((row) => row.rom_id === Number(meant));
});

function addRows(world: World, romId: number, rows: number): void {
  for (let at = 0; at < rows; at += 1) {
    const bytes = new TextEncoder().encode(`${romId} ${at}`);
    const save = { romId, bytes, slot: `slot ${at}`, fileName: `Slot ${at}.srm` };
    expect(world.romm.rules.saves.upload(callerOf(world), save).ok).toBe(true);
  }
}

/** Where rows lie on lines, what these stand at is asked for fifty at once. */
const linesOf = (version: string, times: number) => (version === "5.5" ? { "GET /api/channels": times } : {});

const asked = (world: World) => countBy(world.requests(), (line) => line.replace(/\d+/, "N"));

test.each(versions)("RomM %s: the first run after a start is one request", async (version) => {
  const { world, deck } = await setupAccount(version);
  await deck.state.settled();
  deck.disk.dieAt(0); // What has ended writes nothing beside the next process.
  const restarted = await deck.restart();
  world.requests();
  expect(countBy(await syncAll(restarted), ({ decision }) => decision)).toEqual({ keep: count });
  const logged = world.romm.requests.all();
  expect(asked(world)).toEqual({ "GET /api/saves": 1, ...linesOf(version, 1) });
  const isOfSome = logged.filter(({ query }) => query.includes("rom_ids=")).length;
  expect(isOfSome).toBe(readCapabilities(version).listsByRoms ? 1 : 0);
});

test.each(versions)("RomM %s: where nothing changed, so is every other run", async (version) => {
  const { world, deck } = await setupAccount(version);
  await syncAll(deck);
  world.requests();
  for (let run = 0; run < 3; run += 1) await syncAll(deck);
  // Ten rows are listed sooner than all ids are told; of more than a hundred the ids alone are.
  const question = readCapabilities(version).listsByRoms ? "GET /api/saves" : "GET /api/saves/identifiers";
  expect(asked(world)).toEqual({ [question]: 3, ...linesOf(version, 3) });
});

test("Of many saves of its own this Deck asks for the ids first, and lists them where one came or went", async () => {
  const { world, deck, games } = await setupAccount("5.3", { slotsEach: 15 });
  for (let run = 0; run < 2; run += 1) await syncAll(deck);
  world.requests();
  await syncAll(deck);
  expect(asked(world)).toEqual({ "GET /api/saves/identifiers": 1 });
  const [first] = games;
  if (!first) throw new Error("No game.");
  const bytes = new TextEncoder().encode("A1\nB2\n");
  const save = { romId: first.romId, slot: "autosave", fileName: "B.srm", bytes };
  expect(world.romm.rules.saves.upload(callerOf(world), save).ok).toBe(true);
  expect(countBy(await syncAll(deck), ({ decision }) => decision)).toEqual({ keep: count - 1, download: 1 });
  expect(await first.read()).toBe("A1\nB2\n");
});

test("A game that was added since is asked about, though the ids are those that are known", async () => {
  const { world, deck } = await setupAccount("5.3", { slotsEach: 15 });
  const { id: romId } = world.romm.addRom({ platform: "snes", fsName: "Late.sfc" });
  addRows(world, romId, 1);
  const bytes = new TextEncoder().encode("B1\n");
  const save = { romId, slot: "autosave", fileName: "Late.srm", bytes };
  expect(world.romm.rules.saves.upload(callerOf(world), save).ok).toBe(true);
  for (let run = 0; run < 3; run += 1) await syncAll(deck);
  const path = join(dirname(deck.savePath), "Late.srm");
  const binding = { appId: 3_200_000_000 as AppId, romId: romId as RomId, name: "Late" };
  const bindings = [{ ...binding, save: { kind: "file" as const, path, emulator: "retroarch" } }];
  expect(await deck.api.registerShortcuts({ bindings })).toMatchObject({ ok: true });
  world.requests();
  expect(countBy(await syncAll(deck), ({ decision }) => decision)).toEqual({ keep: count, download: 1 });
  expect(await readFile(path, "utf8")).toBe("B1\n");
  // All at once, and what came down by itself before anything moves.
  expect(asked(world)).toMatchObject({ "GET /api/saves/identifiers": 1, "GET /api/saves": 2 });
});

test("A RomM that does not hear which roms are meant is asked for everything, and nothing is taken for empty", async () => {
  const { world, deck } = await setupAccount("5.3", { traits: { listsByRomIds: false } });
  expect(countBy(await syncAll(deck), ({ decision }) => decision)).toEqual({ keep: count });
  expect(asked(world)).toEqual({ "GET /api/saves": 2 });
});

test("A proxy that lets one of the roms through hides no save: the others are asked about by themselves", async () => {
  const { world, deck } = await setupAccount("5.3", { breakage: onlyTheLastRom });
  expect(countBy(await syncAll(deck), ({ decision }) => decision)).toEqual({ keep: count });
  expect(asked(world)).toEqual({ "GET /api/saves": 1 + count - 1 });
});

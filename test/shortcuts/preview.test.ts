import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ShortcutBinding } from "../../backend/contract/saves/shortcut.ts";
import type { AppId, RomId, SaveLocation, Slot } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { addRoms, countBy, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { scan } from "./scan-by.ts";

function bindingOf(deck: EngineDeck, romId: RomId, save?: SaveLocation): ShortcutBinding {
  const path = join(dirname(deck.savePath), `Game ${romId}.srm`);
  const place: SaveLocation = save ?? { kind: "file", path, emulator: "retroarch" };
  return { appId: (3_100_000_000 + romId) as AppId, romId, name: `Game ${romId}`, save: place };
}

const writeSave = (deck: EngineDeck, romId: RomId, text: string) =>
  writeFile(join(dirname(deck.savePath), `Game ${romId}.srm`), text);

/** Everything of a Deck's own and its saves, byte for byte. */
async function everythingOf(world: World, name: string): Promise<string> {
  const folder = world.folderOf(name);
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = await Promise.all(files.sort().map(async (path) => [path, await readFile(path, "latin1")]));
  return JSON.stringify(texts);
}

/** Deck A has played sixty games; Deck B has the same games, and saves of its own. */
async function setupSecondDeck() {
  const world = await setupWorld();
  const romIds = addRoms(world, 60);
  const a = await world.deck("A");
  const games = await onlyTheseGames(a, romIds);
  for (const [index, game] of games.entries()) if (index < 45) await game.write(`A${index}\n`);
  await syncAll(a);
  const b = await world.deck("B");
  expectOk(await b.api.unregisterShortcuts({ appIds: [appId] }));
  for (const [index, romId] of romIds.entries()) {
    if (index < 20) await writeSave(b, romId, `B${index}, another line of play\n`);
    else if (index < 32) await writeSave(b, romId, `A${index}\n`);
    else if (index >= 45 && index < 55) await writeSave(b, romId, `B${index}\n`);
  }
  return { world, a, b, romIds };
}

const expected = { differs: 20, same: 12, download: 13, upload: 10, nothing: 5 };

describe("a second Deck with 60 games, of which 20 differ", () => {
  test("sees beforehand what a start leads to, and the start leads to just that", async () => {
    const { b, romIds } = await setupSecondDeck();
    const bindings = romIds.map((romId) => bindingOf(b, romId));
    const preview = expectOk(await b.api.previewBindings({ bindings }));
    expect(countBy(preview.lines, ({ would }) => would)).toEqual(expected);
    expect(preview).toMatchObject({ isDryRun: true, isCancelled: false });
    expectOk(await b.api.registerShortcuts({ bindings }));
    const done = await syncAll(b);
    expect(countBy(done, ({ decision }) => decision)).toEqual({
      ...{ conflict: 20, adopt: 12, download: 13, upload: 10, keep: 5 },
    });
    const planned = new Map(preview.lines.map((line) => [line.romId, line]));
    for (const line of done) expect(planned.get(line.romId)).toMatchObject({ decision: line.decision });
  });

  test("and nothing was written, here or in RomM, or fetched, for one request after a scan", async () => {
    const { world, b, romIds } = await setupSecondDeck();
    const apps = romIds.map((romId, index) => ({
      ...{ appId: bindingOf(b, romId).appId, name: `Game ${index}` },
      launch: {
        exe: "retroarch",
        startDir: "",
        options: `-L snes9x_libretro.so "/roms/snes/Game ${index}.sfc"`,
      },
    }));
    const found = await scan(b, apps);
    expect(found.matches.filter(({ certainty }) => certainty === "certain")).toHaveLength(60);
    world.requests();
    const [before, state] = [await everythingOf(world, "B"), b.state.store.current()];
    const bindings = romIds.map((romId) => bindingOf(b, romId));
    const preview = expectOk(await b.api.previewBindings({ bindings }));
    expect(countBy(preview.lines, ({ would }) => would)).toEqual(expected);
    expect(world.requests()).toEqual(["GET /api/saves"]);
    expect(await everythingOf(world, "B")).toBe(before);
    expect(b.state.store.current()).toBe(state);
  });

  test("sees of each side how much it is, and whose", async () => {
    const { b, romIds } = await setupSecondDeck();
    const [differing = 0, , , , , , , , , , coming = 0] = [romIds[0], ...romIds.slice(23)];
    const bindings = [differing, coming].map((romId) => bindingOf(b, romId as RomId));
    const { lines } = expectOk(await b.api.previewBindings({ bindings }));
    expect(lines).toMatchObject([
      {
        ...{ would: "differs", outcome: "asks", direction: null, sizeBytes: 0 },
        local: { sizeBytes: "B0, another line of play\n".length },
        remote: { sizeBytes: 3, deviceName: "Deck A" },
      },
      { would: "download", direction: "down", sizeBytes: 4, local: null, remote: { deviceName: "Deck A" } },
    ]);
  });
});

async function setupOneDeck() {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const [romId = 0, other = 0] = addRoms(world, 2);
  return { world, deck, romId: romId as RomId, other: other as RomId };
}

describe("what the registry would refuse", () => {
  test("is said in its own line, and the others are told all the same", async () => {
    const { deck, romId, other } = await setupOneDeck();
    const save: SaveLocation = { kind: "file", path: deck.savePath, emulator: "retroarch" };
    const bindings = [
      bindingOf(deck, romId, save),
      bindingOf(deck, other),
      { ...bindingOf(deck, other), appId: 3_200_000_000 as AppId, romId: 999_999 as RomId },
    ];
    const { lines } = expectOk(await deck.api.previewBindings({ bindings }));
    const told = Object.fromEntries(lines.map(({ romId, would, refusal }) => [romId, refusal ?? would]));
    expect(told).toMatchObject({
      [romId]: { kind: "location-taken", by: "Game" },
      [other]: "nothing",
      999999: { kind: "location-taken" },
    });
  });

  test("a rom that RomM does not have", async () => {
    const { deck } = await setupOneDeck();
    const bindings = [bindingOf(deck, 999_999 as RomId)];
    expect(expectOk(await deck.api.previewBindings({ bindings })).lines).toMatchObject([
      { would: "refused", outcome: "skipped", refusal: { kind: "unknown-rom", romId: 999_999 } },
    ]);
  });

  test("a place on a card that is out is not taken for empty", async () => {
    const { deck, romId } = await setupOneDeck();
    const save: SaveLocation = { kind: "file", path: "/run/media/none/saves/a.srm", emulator: "retroarch" };
    const { lines } = expectOk(await deck.api.previewBindings({ bindings: [bindingOf(deck, romId, save)] }));
    expect(lines).toMatchObject([
      { would: "not-now", reason: "location-unavailable", problem: { kind: "location-unavailable" } },
    ]);
  });
});

test("saves of the rom in other slots are named with their newest, and whose it is", async () => {
  const { deck, romId } = await setupOneDeck();
  const elsewhere = { ...bindingOf(deck, romId), slot: "Hard mode" as Slot };
  await writeSave(deck, romId, "hard\n");
  expectOk(await deck.api.registerShortcuts({ bindings: [elsewhere] }));
  await deck.api.syncShortcut({ appId: elsewhere.appId });
  const { lines } = expectOk(await deck.api.previewBindings({ bindings: [bindingOf(deck, romId)] }));
  expect(lines).toMatchObject([
    { would: "upload", otherSlots: [{ slot: "Hard mode", count: 1, sizeBytes: 5, deviceName: "this Deck" }] },
  ]);
});

test("RomM that cannot be asked is an error, and not a game without saves", async () => {
  const { world, deck, romId, other } = await setupOneDeck();
  await world.romm.stop();
  const bindings = [bindingOf(deck, romId), bindingOf(deck, other)];
  expect(await deck.api.previewBindings({ bindings })).toMatchObject({ ok: false, error: { kind: "romm" } });
});

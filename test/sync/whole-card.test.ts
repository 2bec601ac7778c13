import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AppId, RomId, SaveLocation } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

/* A memory card of several games travels as one only where the player said so, having read what it is. */

const cardIn = (folder: string): SaveLocation => ({
  ...{ kind: "file", path: join(folder, "saves/Mcd001.ps2"), emulator: "pcsx2", isWholeCard: true },
});
const cardOf = ({ savePath }: EngineDeck) => join(dirname(savePath), "Mcd001.ps2");
const card = (text: string) => `Sony PS2 Memory Card Format 1.2.0.0\0\0${text}`;

async function setupCards() {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A", { save: cardIn }), await world.deck("B", { save: cardIn })];
  await writeFile(cardOf(a), card("two games"));
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  return { world, a, b };
}

describe("a whole card, by the player's choice", () => {
  test("goes from Deck A to Deck B and back, also over a restart", async () => {
    const { a, b } = await setupCards();
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readFile(cardOf(b), "latin1")).toBe(card("two games"));
    await writeFile(cardOf(b), card("two games, one more session"));
    const again = await b.restart();
    expect(await again.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readFile(cardOf(a), "latin1")).toBe(card("two games, one more session"));
  });

  test("is left alone while another game of its emulator runs, which may write it too", async () => {
    const { b } = await setupCards();
    b.processes.push({ pid: 1, argv: ["/usr/bin/pcsx2-qt", "-batch", "/roms/ps2/Quite Another Game.iso"] });
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    b.processes.splice(0);
    expect(await b.exit()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("belongs to one of RomM's games: a second one is refused", async () => {
    const { world, a } = await setupCards();
    const romId = world.romm.addRom({ platform: "ps2", fsName: "Other.iso" }).id as RomId;
    const save: SaveLocation = { kind: "file", path: cardOf(a), emulator: "pcsx2", isWholeCard: true };
    const binding = { appId: 3_000_000_002 as AppId, romId, name: "Other", save };
    expect(await a.api.registerShortcuts({ bindings: [binding] })).toMatchObject({
      error: { kind: "location-taken" },
    });
  });

  test("may be chosen later of a game that has it, and given up again", async () => {
    const world = await setupWorld();
    const a = await world.deck("A", { save: (folder) => withoutChoice(cardIn(folder)) });
    await writeFile(cardOf(a), card("two games"));
    expect(await a.sync()).toMatchObject({ reason: "unsupported" });
    const save: SaveLocation = { kind: "file", path: cardOf(a), emulator: "pcsx2" };
    expectOk(await a.api.setSaveLocation({ appId, save: { ...save, isWholeCard: true } }));
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expectOk(await a.api.setSaveLocation({ appId, save }));
    await writeFile(cardOf(a), card("one more session"));
    expect(await a.sync()).toMatchObject({ reason: "unsupported", outcome: "skipped" });
    expect(world.rows()).toHaveLength(1);
  });
});

function withoutChoice({ isWholeCard: _chosen, ...save }: SaveLocation): SaveLocation {
  return save as SaveLocation;
}

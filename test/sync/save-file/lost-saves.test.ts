import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { goodSave, n64Memories, rzip, samples } from "../../core/save-formats/samples.ts";
import { callerOf, uploadRow } from "../../world/engine/caller.ts";
import { answer } from "../../world/engine/conflict.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { syncAll } from "../../world/engine/many-games.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { setupGames, words } from "../brake/games-in-sync.ts";

const good = goodSave(131_072);
const clock = Buffer.from("sixteen bytes 00");
const zeroTail = (good: number, size = 131_072) => Buffer.concat([goodSave(good), Buffer.alloc(size - good)]);

/** What a save of 128 KiB may be replaced by, and nothing of it is left. */
const lost: [string, Buffer][] = [
  ["0xFF", Buffer.alloc(131_072, 0xff)],
  ["no byte", Buffer.alloc(0)],
  ["8 KiB of zeros", Buffer.alloc(8192)],
  ["zeros of the same size", Buffer.alloc(131_072)],
  ["zeros of another size", Buffer.alloc(40_001)],
  ["0xFF with a clock behind it", Buffer.concat([Buffer.alloc(131_072, 0xff), clock])],
  ["40,000 good bytes and then zeros", zeroTail(40_000)],
  ["a third of it", goodSave(40_000)],
  ["all but its end", goodSave(100_000)],
  ["the word null with a line", Buffer.from("null\n")],
  ["RZIP of 0xFF", rzip(Buffer.alloc(131_072, 0xff))],
  ["RZIP of a cut save", rzip(zeroTail(40_000))],
  ...samples.map(({ name, empty }): [string, Buffer] => [name, Buffer.from(empty)]),
];

interface Pair {
  world: World;
  a: EngineDeck;
  b: EngineDeck;
}

/** Two Decks that agreed on a save. */
async function setupAgreed(save: Uint8Array = good): Promise<Pair> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await writeFile(a.savePath, save);
  await a.sync();
  await b.sync();
  return { world, a, b };
}

describe("a good save is replaced by nothing that another client sent without a question", () => {
  test.each(lost)("%s", async (_name, bytes) => {
    const { world, a } = await setupAgreed();
    uploadRow(world, "Game.srm", bytes);
    expect(await a.sync()).toMatchObject({ decision: "ask", reason: "newer-looks-lost", outcome: "asks" });
    expect(await readFile(a.savePath)).toEqual(good);
    world.requests();
    await a.sync();
    expect(world.requests(), "an open question fetches nothing again").toEqual(["GET /api/saves"]);
  });

  test("an edit in place by the web player", async () => {
    const { world, b } = await setupAgreed();
    const saveId = world.romm.rules.database.saves[0]?.id ?? 0;
    world.time.advance(60_000);
    world.romm.rules.saves.update(callerOf(world), saveId, { bytes: new Uint8Array(131_072) });
    expect(await b.sync()).toMatchObject({ decision: "ask", reason: "newer-looks-lost" });
    expect(await readFile(b.savePath)).toEqual(good);
  });

  test("a blank one, and then a fresh game on top of it", async () => {
    const { world, a } = await setupAgreed();
    uploadRow(world, "Game.srm", Buffer.alloc(131_072, 0xff));
    uploadRow(world, "Game.srm", goodSave(131_072, 9));
    expect(await a.sync()).toMatchObject({ decision: "ask", reason: "newer-looks-lost" });
    expect(await readFile(a.savePath)).toEqual(good);
  });

  test("what a client sends that had nothing to send is passed over, and what is played here goes on top", async () => {
    const { world, a } = await setupAgreed();
    uploadRow(world, "Game.srm", Buffer.from("null"));
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "broken-on-server" });
    await writeFile(a.savePath, goodSave(131_072, 2));
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  });

  test("a save that was compressed by RetroArch is judged by what is in it", async () => {
    const { world, a } = await setupAgreed();
    const newer = rzip(goodSave(131_072, 2));
    uploadRow(world, "Game.srm", newer);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readFile(a.savePath)).toEqual(newer);
  });
});

describe("a good save is replaced in RomM by nothing that was lost here", () => {
  test.each([...lost, ["the word null", Buffer.from("null")] as [string, Buffer]])(
    "%s",
    async (_name, bytes) => {
      const { world, a } = await setupAgreed();
      await writeFile(a.savePath, bytes);
      expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
      expect(world.rows()).toHaveLength(1);
    },
  );

  test("an N64 core's first boot of 296,960 bytes with formatted paks", async () => {
    const played = Buffer.from(n64Memories());
    played.set(goodSave(0x800), 0);
    const { world, a } = await setupAgreed(played);
    await writeFile(a.savePath, n64Memories());
    expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toHaveLength(1);
  });

  test("a first boot beside a save in RomM: that comes down, and a copy of the first boot is kept", async () => {
    const { world, a } = await setupAgreed();
    const c = await world.deck("C");
    await writeFile(c.savePath, Buffer.concat([Buffer.alloc(131_072, 0xff), clock]));
    expect(await c.sync()).toMatchObject({ decision: "download", reason: "first-download" });
    expect(await readFile(c.savePath)).toEqual(await readFile(a.savePath));
    expect(await c.keptCopies()).toHaveLength(1);
  });
});

describe("what the player took is the measure", () => {
  test("a reset that was chosen on A comes to B without a question, and the next exit asks nothing", async () => {
    const { a, b } = await setupAgreed();
    const reset = goodSave(8192);
    await writeFile(a.savePath, reset);
    expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(await answer(a, "keep-local")).toMatchObject([{ outcome: "done" }]);
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    for (const [deck, seed] of [
      [a, 3],
      [b, 4],
    ] as const) {
      await deck.sync();
      await writeFile(deck.savePath, goodSave(8192, seed));
      expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    }
  });

  test("played on after the answer, it goes up; empty, it is asked about once more", async () => {
    const { a } = await setupAgreed();
    await writeFile(a.savePath, goodSave(8192));
    await a.exit();
    await answer(a, "keep-local");
    await writeFile(a.savePath, goodSave(8192, 5));
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    await writeFile(a.savePath, Buffer.alloc(8192));
    expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
  });

  test("chosen empty while RomM took nothing, and started again: it goes up without another question", async () => {
    const { world, a } = await setupAgreed();
    await writeFile(a.savePath, Buffer.alloc(131_072));
    await a.exit();
    await world.romm.faults.set("500", { route: "POST /api/saves" });
    await answer(a, "keep-local");
    await world.romm.faults.clear();
    await writeFile(a.savePath, Buffer.alloc(131_072, 0xff));
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  });

  test("an empty save that was kept is played on without a question", async () => {
    const { a } = await setupAgreed();
    await writeFile(a.savePath, Buffer.alloc(131_072));
    await a.exit();
    await answer(a, "keep-local");
    await writeFile(a.savePath, goodSave(131_072, 6));
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    await writeFile(a.savePath, Buffer.alloc(131_072));
    expect(await a.exit(), "good content was agreed since").toMatchObject({ reason: "looks-lost" });
  });

  test("8,191 and 32,768 bytes in alternation, ten times: one question", async () => {
    const { world, a } = await setupAgreed(goodSave(32_768));
    let questions = 0;
    for (let round = 0; round < 10; round++) {
      uploadRow(world, "Game.srm", goodSave(round % 2 === 0 ? 8191 : 32_768, 100 + round));
      const { outcome } = await a.sync();
      if (outcome !== "asks") continue;
      questions += 1;
      await answer(a, "take-remote");
    }
    expect(questions).toBe(1);
    expect((await readFile(a.savePath)).length).toBe(32_768);
  });
});

test("six games that another client blanked at once are held, and nothing moves", async () => {
  const { world, a, onA } = await setupGames(6);
  for (const row of [...world.romm.rules.database.saves]) {
    const upload = { romId: row.rom_id, slot: "autosave", fileName: "Game.srm", bytes: new Uint8Array(64) };
    world.time.advance(1000);
    world.romm.rules.saves.upload(callerOf(world), upload);
  }
  expect(words(await syncAll(a))).toEqual({ "skip held": 6 });
  expect((await a.api.listHeld({})).map(({ reason }) => reason)).toEqual(
    Array.from({ length: 6 }, () => "looks-lost"),
  );
  expect(await Promise.all(onA.map((game) => game.read()))).toEqual(onA.map(({ name }) => `${name}: A1\n`));
});

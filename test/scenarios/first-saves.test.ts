import { describe, expect, test } from "vitest";
import { answer } from "../world/engine/conflict.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* Scenario 11: saves that are blank, small or new are no progress over what is there, unless the player says so. */

const blanks: [string, string][] = [
  ["zeros", "\0".repeat(64)],
  ["0xFF", "\u00ff".repeat(64)],
  ["both mixed", "\0\u00ff\0\u00ff".repeat(16)],
  ["nothing at all", ""],
];

/** Bytes as an emulator writes them: one byte per letter. */
async function writeBytes(deck: EngineDeck, text: string): Promise<void> {
  await deck.write("");
  await deck.disk.append(deck.savePath, Buffer.from(text, "latin1"));
}

const long = `${"played long and well\n".repeat(10)}`;

async function setupLong(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.write(long);
  await a.sync();
  world.time.advance(60_000);
  return { world, a, b };
}

describe("scenario 11: a first boot wrote a blank save where RomM has a real one", () => {
  test.each(blanks)("%s: the real one comes, and the blank is kept", async (_name, blank) => {
    const { world, b } = await setupLong();
    await writeBytes(b, blank);
    expect(await b.sync()).toMatchObject({ decision: "download", reason: "first-download" });
    expect(await b.save()).toBe(long);
    expect(await b.keptCopies()).toHaveLength(1);
    expect(world.rows()).toEqual([long]);
  });

  test.each(blanks)(
    "%s over an agreed save is asked about, and not sent by an exit either",
    async (_name, blank) => {
      const { world, a } = await setupLong();
      await writeBytes(a, blank);
      expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
      expect(world.rows()).toEqual([long]);
    },
  );

  test("and RomM has none: it is not sent", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await writeBytes(a, "\0".repeat(64));
    expect(await a.exit()).toMatchObject({ decision: "keep", reason: "blank-save" });
    expect(world.rows()).toEqual([]);
  });
});

describe("scenario 11: a save that is smaller for good reason", () => {
  test("is asked about once; after keep-local it goes up and reaches the other Deck", async () => {
    const { world, a, b } = await setupLong();
    await b.sync();
    await a.write("small\n");
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toEqual([long]);
    expect(await answer(a, "keep-local")).toMatchObject([{ outcome: "done", direction: "up" }]);
    expect(world.rows()).toEqual([long, "small\n"]);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.keptCopies()).toContain(long);
  });

  test("grows on from there without a question", async () => {
    const { world, a } = await setupLong();
    await a.write("small\n");
    await a.sync();
    await answer(a, "keep-local");
    world.time.advance(60_000);
    await a.write("small\nand on\n");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  });

  test("that shrinks again after the answer is another question", async () => {
    const { world, a } = await setupLong();
    await a.write("small\n");
    await a.sync();
    await world.romm.faults.set("502-html", { route: "POST /api/saves" });
    await answer(a, "keep-local");
    await world.romm.faults.clear();
    await a.write("s\n");
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toEqual([long]);
  });

  test("taking RomM's brings the long one back, and keeps the small one", async () => {
    const { a } = await setupLong();
    await a.write("small\n");
    await a.sync();
    await answer(a, "take-remote");
    expect(await a.save()).toBe(long);
    expect(await a.keptCopies()).toContain("small\n");
  });
});

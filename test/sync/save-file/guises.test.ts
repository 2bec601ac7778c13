import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { goodSave, rzip } from "../../core/save-formats/samples.ts";
import { zipBytes } from "../../files/zip-bytes.ts";
import { uploadRow } from "../../world/engine/caller.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { readSet, writeMember } from "../sets/set-deck.ts";

const extensions = [".rtc", ".srm"];
const body = goodSave(32_768);
const withClock = (seed: number, save = body) => Buffer.concat([save, goodSave(48, seed)]);

async function setupAgreed(save: Uint8Array) {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await writeFile(a.savePath, save);
  await a.sync();
  await b.sync();
  world.requests();
  return { world, a, b };
}

/** What was asked of RomM beside listings. */
const transfers = (world: Awaited<ReturnType<typeof setupWorld>>) =>
  world.requests().filter((line) => !line.startsWith("GET /api/saves?") && line !== "GET /api/saves");

describe("a clock behind a save", () => {
  test("goes on by itself on two Decks: no question, no transfer", async () => {
    const { world, a, b } = await setupAgreed(withClock(1));
    for (const [deck, seed] of [
      [a, 2],
      [b, 3],
    ] as const) {
      await writeFile(deck.savePath, withClock(seed));
      expect(await deck.exit()).toMatchObject({ decision: "keep", reason: "nothing-new" });
      expect(await deck.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
      expect(await readFile(deck.savePath)).toEqual(withClock(seed));
    }
    expect(world.rows()).toHaveLength(1);
    expect(transfers(world).filter((line) => line.startsWith("POST"))).toEqual([]);
  });

  test("goes up with the next progress", async () => {
    const { world, a } = await setupAgreed(withClock(1));
    await writeFile(a.savePath, withClock(2, goodSave(32_768, 7)));
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(2);
  });

  test("was sent by another client: the save here is not replaced, also where it was played here", async () => {
    const { world, a, b } = await setupAgreed(withClock(1));
    await writeFile(b.savePath, withClock(2));
    uploadRow(world, "Game.srm", withClock(9));
    for (const deck of [a, b]) {
      const before = await readFile(deck.savePath);
      expect(await deck.sync()).toMatchObject({ decision: "adopt", reason: "equal-content" });
      expect(await readFile(deck.savePath)).toEqual(before);
    }
  });

  test("played here and only a clock there: no question", async () => {
    const { world, a } = await setupAgreed(withClock(1));
    const played = withClock(3, goodSave(32_768, 7));
    await writeFile(a.savePath, played);
    uploadRow(world, "Game.srm", withClock(9, goodSave(32_768, 7)));
    expect(await a.sync()).toMatchObject({ decision: "adopt", reason: "equal-content" });
    expect(await readFile(a.savePath)).toEqual(played);
  });

  test("at a first meeting RomM's comes down, and the save that was here is kept", async () => {
    const { world, a } = await setupAgreed(withClock(1));
    const c = await world.deck("C");
    await writeFile(c.savePath, withClock(5));
    expect(await c.sync()).toMatchObject({ decision: "download", reason: "older-version-here" });
    expect(await readFile(c.savePath)).toEqual(await readFile(a.savePath));
    expect(await c.keptCopies()).toHaveLength(1);
  });

  test("HuC-3's is content: it goes up", async () => {
    const { world, a } = await setupAgreed(Buffer.concat([body, goodSave(136, 1)]));
    await writeFile(a.savePath, Buffer.concat([body, goodSave(136, 2)]));
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(2);
  });
});

describe("a set", () => {
  async function setupSets() {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A", { extensions }), await world.deck("B", { extensions })];
    await play(a, "1", "clock 1");
    await a.sync();
    await b.sync();
    world.requests();
    return { world, a, b };
  }

  async function play(deck: EngineDeck, save: string, clock: string): Promise<void> {
    await writeMember(deck, ".srm", save);
    await writeMember(deck, ".rtc", clock);
  }

  test("whose clock alone went on is no news", async () => {
    const { world, a, b } = await setupSets();
    for (const deck of [a, b]) {
      await play(deck, "1", `clock of ${deck.name}`);
      expect(await deck.exit()).toMatchObject({ decision: "keep" });
      expect(await deck.sync()).toMatchObject({ decision: "keep" });
      expect(await readSet(deck)).toEqual({ ".rtc": `clock of ${deck.name}`, ".srm": "1" });
    }
    expect(world.rows()).toHaveLength(1);
  });

  test("whose save alone comes from another client keeps its clock", async () => {
    const { world, a } = await setupSets();
    uploadRow(world, "Game.srm", Buffer.from("1 and on"));
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readSet(a)).toEqual({ ".rtc": "clock 1", ".srm": "1 and on" });
    expect(await a.sync(), "its clock is nothing to send").toMatchObject({ decision: "keep" });
    expect(world.rows()).toHaveLength(2);
  });

  const packings: [string, Parameters<typeof zipBytes>[0]][] = [
    [
      "other inner names",
      [
        { name: "save/Other Name.srm", content: "1" },
        { name: "save/Other Name.rtc", content: "clock 1" },
      ],
    ],
    [
      "another order",
      [
        { name: "Game.srm", content: "1" },
        { name: "Game.rtc", content: "clock 1" },
      ],
    ],
    [
      "compression",
      [
        { name: "X.rtc", content: "clock 1", method: 8 },
        { name: "X.srm", content: "1", method: 8 },
      ],
    ],
    [
      "another clock",
      [
        { name: "X.rtc", content: "clock 2" },
        { name: "X.srm", content: "1" },
      ],
    ],
  ];
  test.each(packings)(
    "zipped by another client with %s: same content, no question, nothing moves",
    async (_name, parts) => {
      const { world, a } = await setupSets();
      uploadRow(world, "Game.zip", zipBytes(parts));
      expect(["adopt", "keep"]).toContain((await a.sync()).decision);
      expect(await readSet(a)).toEqual({ ".rtc": "clock 1", ".srm": "1" });
      expect(await a.keptCopies()).toHaveLength(1);
      expect(await a.sync()).toMatchObject({ decision: "keep" });
    },
  );

  test.each(packings)(
    "played on both sides to the same end, zipped with %s: no question",
    async (_name, parts) => {
      const { world, a } = await setupSets();
      await play(a, "2", "clock 1");
      const played = parts.map((part) => (part.content === "1" ? { ...part, content: "2" } : part));
      uploadRow(world, "Game.zip", zipBytes(played));
      expect(await a.sync()).toMatchObject({ decision: "adopt", reason: "equal-content" });
    },
  );

  test("and first met by a Deck that has the same files: no question", async () => {
    const { world } = await setupSets();
    uploadRow(world, "Game.zip", zipBytes(packings[0]?.[1] ?? []));
    const c = await world.deck("C", { extensions });
    await play(c, "1", "clock 1");
    expect(await c.sync()).toMatchObject({ decision: "adopt", reason: "equal-content" });
  });
});

describe("a save that RetroArch compressed", () => {
  const save = goodSave(131_072);
  const anew = rzip(save, { level: 1, chunkBytes: 65_536 });

  test("anew is no change", async () => {
    const { world, a } = await setupAgreed(rzip(save));
    await writeFile(a.savePath, anew);
    expect(await a.exit()).toMatchObject({ decision: "keep", reason: "nothing-new" });
    expect(world.rows()).toHaveLength(1);
  });

  test("or that is not compressed any more is no change", async () => {
    const { a } = await setupAgreed(rzip(save));
    await writeFile(a.savePath, save);
    expect(await a.exit()).toMatchObject({ decision: "keep" });
  });

  test.each([
    ["compressed here, plain there", anew, save],
    ["plain here, compressed there", save, anew],
    ["compressed on both sides", rzip(save), anew],
  ])("is first met without a question: %s", async (_name, here, there) => {
    const { world } = await setupAgreed(there);
    const c = await world.deck("C");
    await writeFile(c.savePath, here);
    expect(await c.sync()).toMatchObject({ decision: "adopt", reason: "equal-content" });
    expect(await readFile(c.savePath)).toEqual(here);
  });

  test("and whose new row is the same content leaves what stands here", async () => {
    const { world, a } = await setupAgreed(rzip(save));
    uploadRow(world, "Game.srm", anew);
    expect(await a.sync()).toMatchObject({ decision: "adopt", reason: "equal-content" });
    expect(await readFile(a.savePath)).toEqual(rzip(save));
  });
});

import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { zipBytes } from "../../files/zip-bytes.ts";
import { setupWorld } from "../../world/engine/world.ts";

describe("a save that is one file and carries an archive at its end", () => {
  const saveOf = (session: string) =>
    zipBytes([{ name: "fixed.txt", content: "hello" }], { prefix: Buffer.from(session) });

  test.each(["sync", "exit"] as const)(
    "goes up where only what lies in front of it changed (%s)",
    async (way) => {
      const world = await setupWorld();
      const a = await world.deck("A");
      await writeFile(a.savePath, saveOf("session 1"));
      await a.sync();
      await a.sync();
      world.time.advance(10_000);
      await writeFile(a.savePath, saveOf("session 2"));
      expect(await a[way]()).toMatchObject({ decision: "upload", outcome: "done" });
      world.time.advance(10_000);
      const decoder = new TextDecoder();
      expect(world.rows()).toEqual([1, 2].map((session) => decoder.decode(saveOf(`session ${session}`))));
      expect(await a.sync()).toMatchObject({ decision: "keep" });
    },
  );

  test("is replaced where only that was played elsewhere, and no row stands for its kept copy", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    for (const deck of [a, b, a]) {
      await writeFile(deck.savePath, saveOf("session 1"));
      expect((await deck.sync()).outcome).toBe("done");
    }
    world.time.advance(10_000);
    await writeFile(b.savePath, saveOf("session 2"));
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    world.time.advance(10_000);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readFile(a.savePath)).toEqual(saveOf("session 2"));
    expect((await a.care.byHand.list()).copies).toMatchObject([{ standing: "sole" }]);
  });
});

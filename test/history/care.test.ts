import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createCopyOrder } from "../../backend/history/stored/copy-order.ts";
import type { KeepRequest } from "../../backend/ports/kept-copies.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { setupWorld } from "../world/engine/world.ts";
import { place, sha256Of } from "./copies.ts";
import { historyOf, named, playRounds, yearMs } from "./rounds.ts";

describe("by the player's hand", () => {
  test("a pinned copy stays through everything, and goes when it is removed", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await playRounds(world, a, named(3));
    const oldest = (await a.care.byHand.list()).copies.at(-1) ?? expect.fail("no copy");
    expect(await a.care.byHand.setPinned(oldest.id, true)).toBe(true);
    await playRounds(world, a, named(40, "T"));
    world.time.advance(yearMs);
    await a.sync();
    expect((await a.care.prune()).removed).toBeGreaterThan(0);
    const list = await a.care.byHand.list();
    expect(list.copies.find(({ id }) => id === oldest.id)).toMatchObject({ standing: "pinned" });
    expect(list.soleBytes).toBe(oldest.sizeBytes);
    expect(list.totalBytes).toBe((await a.keptCopies()).join("").length);
    expect(await a.care.byHand.remove(oldest.id)).toBe(true);
    expect(await a.care.byHand.remove(oldest.id)).toBe(false);
    expect((await readdir(historyOf(a))).filter((name) => name.startsWith(oldest.sha256))).toEqual([]);
  });
});

describe("when it runs", () => {
  test("a minute after a copy was kept, without anybody asking", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const stray = "no label\n";
    await a.play("S0");
    await a.sync();
    await writeFile(join(historyOf(a), `${sha256Of(stray)}.save`), stray);
    const hasLabel = async () =>
      (await readdir(historyOf(a))).some(
        (name) => name.startsWith(sha256Of(stray)) && name.endsWith(".json"),
      );
    expect(await hasLabel()).toBe(false);
    world.time.elapse(60_000);
    await expect.poll(hasLabel, { timeout: 10_000 }).toBe(true);
  });

  test("not for a content while it is kept, and only for that content", async () => {
    const clock = createWorldTime().clock();
    const done: string[] = [];
    let end = () => {};
    const keptCopies = {
      find: async () => null,
      pathOf: (sha256: string) => sha256,
      keep: async ({ expected }: KeepRequest) => {
        await new Promise<void>((resolve) => {
          end = resolve;
        });
        done.push("kept");
        return { sha256: expected, sizeBytes: 0, path: "" };
      },
    };
    const order = createCopyOrder({ clock, onKept: () => {} }, keptCopies);
    const request = { path: place.kind, expected: sha256Of("A") } as KeepRequest;
    const keeping = order.keptCopies.keep(request);
    const same = order.alone(sha256Of("A"), async () => void done.push("same"));
    await order.alone(sha256Of("B"), async () => void done.push("other"));
    expect(order.isInUse(sha256Of("A"))).toBe(true);
    expect(order.isInUse(sha256Of("B"))).toBe(false);
    end();
    await Promise.all([keeping, same]);
    expect(done).toEqual(["other", "kept", "same"]);
  });
});

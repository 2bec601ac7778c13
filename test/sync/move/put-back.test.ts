import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { PullSource } from "../../../backend/core/marks.ts";
import type { Sha256, Slot } from "../../../backend/core/vocabulary.ts";
import { putBack } from "../../../backend/sync/move/put-back.ts";
import { createGate } from "../../../backend/work/gate.ts";
import { NotSettled, Running } from "../../../backend/work/problems.ts";
import { forEachLimited } from "../../../backend/work/queues.ts";
import { unitOf } from "../../world/engine/account.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { createWork, observeHere } from "../../world/engine/work.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { extensions, playSet, readSet } from "../sets/set-deck.ts";

/*
 * Putting bytes in place is one thing, wherever they come from. Law: a kept copy that is put back is behind the same
 * fence, kept from the same crashes, and is the player's word: it agrees with no row, and is never taken for lost.
 */

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex") as Sha256;

type OwnSource = Extract<PullSource, { kind: "kept-copy" | "parked" }>;

async function restore(deck: EngineDeck, sha256: Sha256, fileName = "Game.srm", source?: OwnSource) {
  const work = createWork(deck);
  const own = { sha256, sizeBytes: 3, fileName, source: source ?? { kind: "kept-copy" as const } };
  await putBack(work, await observeHere(deck, work), own, createGate());
}

/** B has A1 A2, and a copy of the A1 that it replaced. */
async function setupReplaced() {
  const { world, a, b } = await setupNewer();
  await b.sync();
  expect(await b.keptCopies()).toContain("A1\n");
  world.requests();
  return { world, a, b };
}

describe("a kept copy that is put back", () => {
  test.each<OwnSource>([{ kind: "kept-copy" }, { kind: "parked", slot: "run2" as Slot }])(
    "stands in the save's place, and what it replaced is kept ($kind)",
    async (source) => {
      const { world, b } = await setupReplaced();
      await b.play("B3");
      await restore(b, sha256Of("A1\n"), "Game.srm", source);
      expect(await b.save()).toBe("A1\n");
      expect(await b.keptCopies()).toContain("A1\nA2\nB3\n");
      expect(world.requests()).toEqual([]);
    },
  );

  test("agrees with no row, is nothing that looks lost, and goes up as the player's word", async () => {
    const { world, a, b } = await setupReplaced();
    await restore(b, sha256Of("A1\n"));
    const { baseline, intent } = unitOf(b);
    expect(baseline).toMatchObject({ sha256: sha256Of("A1\nA2\n"), chosenSha256: sha256Of("A1\n") });
    expect(intent).toBeNull();
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows().at(-1)).toBe("A1\n");
    await a.sync();
    expect(await a.save()).toBe("A1\n");
  });

  test("killed before any step, it is the old save or the new one, and comes to rest without a question", async () => {
    const counted = await setupReplaced();
    const before = counted.b.disk.steps();
    await restore(counted.b, sha256Of("A1\n"));
    const steps = Array.from({ length: counted.b.disk.steps() - before }, (_, step) => step);
    expect(steps.length).toBeGreaterThan(5);
    await forEachLimited(steps, { limit: 6, isStopped: () => false }, async (step) => {
      const { world, b } = await setupReplaced();
      b.disk.dieAt(step);
      await restore(b, sha256Of("A1\n")).catch(() => null);
      expect(b.disk.isDead()).toBe(true);
      const after = await b.restart();
      const atDeath = await after.save();
      expect(["A1\n", "A1\nA2\n"]).toContain(atDeath);
      expect((await after.sync()).decision).toBe(atDeath === "A1\n" ? "upload" : "keep");
      expect(await after.save()).toBe(atDeath);
      expect(world.rows().at(-1)).toBe(atDeath);
      expect((await readdir(dirname(after.savePath))).filter((name) => !name.startsWith("."))).toEqual([
        "Game.srm",
      ]);
    });
  });

  test("of a set is unpacked, and its files are exchanged like those of a row", async () => {
    const world = await setupWorld();
    const a = await world.deck("A", { extensions });
    await playSet(a, "A1");
    await a.sync();
    const { sha256 } = unitOf(a).baseline ?? expect.fail("no baseline");
    await playSet(a, "A2");
    await restore(a, sha256 ?? expect.fail("no hash"), "Game.zip");
    expect(await readSet(a)).toEqual({ ".eep": "A1\n", ".srm": "A1\n" });
    expect(await readdir(dirname(a.savePath))).toEqual(["Game.eep", "Game.srm"]);
  });

  test("waits for no game, but touches nothing under one", async () => {
    const { b } = await setupReplaced();
    b.processes.push(startedBySteam());
    await expect(restore(b, sha256Of("A1\n"))).rejects.toBeInstanceOf(Running);
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await readdir(dirname(b.savePath))).toEqual(["Game.srm"]);
    expect(unitOf(b).intent).toBeNull();
  });

  test("whose bytes rotted is not put in place", async () => {
    const { b } = await setupReplaced();
    const rotted = createWork(b).deps.keptCopies.pathOf(sha256Of("A1\n"));
    await b.disk.remove(rotted);
    await b.disk.append(rotted, new TextEncoder().encode("rot"));
    await expect(restore(b, sha256Of("A1\n"))).rejects.toBeInstanceOf(NotSettled);
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await readdir(dirname(b.savePath))).toEqual(["Game.srm"]);
  });
});

test("a replacement that fails drops its own intent only: one that a game raced stays a question", async () => {
  const { b } = await setupReplaced();
  const raced = await race(b);
  await b.write("A1\nA2\nB3\n");
  const { rename } = b.disk;
  b.disk.rename = async (from, to) => {
    if (to.endsWith(".save")) throw new Error("The copy is not kept.");
    await rename(from, to);
  };
  await expect(restore(b, sha256Of("A1\n"))).rejects.toThrow("The copy is not kept.");
  expect(unitOf(b).intent).toEqual(raced);
});

/** A game starts while a copy is put in place. */
async function race(b: EngineDeck) {
  const { rename } = b.disk;
  await restore(b, sha256Of("A1\n"));
  b.disk.rename = async (from, to) => {
    await rename(from, to);
    if (to === b.savePath) b.processes.push(startedBySteam());
  };
  await restore(b, sha256Of("A1\nA2\n")).catch(() => null);
  b.disk.rename = rename;
  b.processes.splice(0);
  const { intent } = unitOf(b);
  expect(intent).toMatchObject({ kind: "pull", isRaced: true });
  return intent;
}

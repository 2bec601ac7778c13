import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { comesTrue, keepWriting, pass, restAfterStart, setupPlayed, soon } from "./setup-exits.ts";

describe("a save that does not come to rest", () => {
  test("is not sent; half a minute later it is looked at again", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    const writer = keepWriting(a);
    expect(await a.exit()).toBeNull();
    await a.play("A3");
    writer.isWriting = false;
    await pass(world, 29_000);
    expect(world.rows()).toHaveLength(1);
    await pass(world, 1000);
    await soon(() => expect(world.rows()).toEqual(["A1\n", "A1\nA2\nA3\n"]));
  });

  test("for minutes is left to the catch-up, and goes up in the end", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    const writer = keepWriting(a);
    await a.exit();
    await pass(world, 30_000);
    await pass(world, 120_000);
    expect(world.rows()).toHaveLength(1);
    writer.isWriting = false;
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2), 30_000);
  });
});

describe("a save of several files", () => {
  async function setupSet(): Promise<{ world: World; a: EngineDeck; clockFile: string }> {
    const world = await setupWorld();
    const a = await world.deck("A", { extensions: [".srm", ".eep"] });
    const clockFile = a.savePath.replace(".srm", ".eep");
    await a.play("A1");
    await writeFile(clockFile, "clock 1");
    await a.sync();
    await restAfterStart(world, a);
    return { world, a, clockFile };
  }

  test("belongs to a game as soon as one of them is held open", async () => {
    const { world, a, clockFile } = await setupSet();
    await a.play("A2");
    a.held.add(clockFile);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    a.held.clear();
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(2);
  });

  test("is at rest when all of them are", async () => {
    const { world, a, clockFile } = await setupSet();
    await a.play("A2");
    const writer = keepWriting(a, clockFile);
    expect(await a.exit()).toBeNull();
    expect(world.rows()).toHaveLength(1);
    writer.isWriting = false;
    await pass(world, 30_000);
    await soon(() => expect(world.rows()).toHaveLength(2));
  });
});

test("What an emulator writes after its exit was sent, goes up half a minute later.", async () => {
  const { world, a } = await setupPlayed();
  await a.play("A2");
  await a.exit();
  await a.play("A3");
  await pass(world, 29_000);
  expect(world.rows()).toHaveLength(2);
  await pass(world, 1000);
  await soon(() => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nA2\nA3\n"]));
});

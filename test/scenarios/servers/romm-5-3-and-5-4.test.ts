import { describe, expect, test } from "vitest";
import { callerOf, playInBrowser } from "../../world/engine/caller.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The Deck and RomM hold `A1`. */
async function setupPlayed(version: string) {
  const world = await setupWorld({ version });
  const deck = await world.deck("A");
  await deck.play("A1");
  expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  return { world, deck };
}

/** RomM has shown that it holds what the Deck sent. */
async function prove({ world, deck }: Awaited<ReturnType<typeof setupPlayed>>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const [shortcut] = await deck.api.listShortcuts({});
    if (shortcut?.isStored) return;
    world.time.elapse(31_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** RomM's web player from 5.3 on: the first write of a session is a new row over the lock, later ones go over it. */
function browserSession(world: World, texts: string[], slot = "autosave") {
  const { saves } = world.romm.rules;
  const [first = "", ...later] = texts;
  world.time.advance(60_000);
  const upload = { romId: world.romId, slot, fileName: "Game.srm", emulator: "mgba", overwrite: true };
  const answered = saves.upload(callerOf(world), { ...upload, bytes: bytesOf(first) });
  if (!answered.ok) expect.fail("The session was refused.");
  for (const text of later) playInBrowser(world, answered.value.id, text);
  return answered.value.id;
}

async function shortly({ sync }: EngineDeck): Promise<string> {
  const { decision, outcome } = await sync();
  return `${decision} ${outcome}`;
}

describe("T1 (5.4): what the web player wrote over our row", () => {
  test.each(["5.3.0", "5.4.0", "5.5.0"])(
    "on RomM %s comes down, and the next session goes up without an error",
    async (version) => {
      const { world, deck } = await setupPlayed(version);
      await prove({ world, deck });
      playInBrowser(world, world.romm.rules.database.saves[0]?.id ?? 0, "A1\nW2\n");
      expect(await shortly(deck)).toBe("download done");
      await deck.play("A3");
      expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
      expect(world.rows().at(-1)).toBe("A1\nW2\nA3\n");
    },
  );

  test("also where the row was sent by a build that told no hash", async () => {
    const { world, deck } = await setupPlayed("5.4.0");
    await prove({ world, deck });
    for (const row of world.romm.rules.database.syncs) row.client_hash = null;
    playInBrowser(world, world.romm.rules.database.saves[0]?.id ?? 0, "A1\nW2\n");
    expect(await shortly(deck)).toBe("download done");
    await deck.play("A3");
    expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  });
});

test("T8 (5.4): rows that were deleted in RomM delete nothing here, and what is played next goes up", async () => {
  const { world, deck } = await setupPlayed("5.4.0");
  world.requests();
  world.romm.rules.saves.remove(
    callerOf(world),
    world.romm.rules.database.saves.map(({ id }) => id),
  );
  expect(await shortly(deck)).toBe("keep done");
  expect(await deck.save()).toBe("A1\n");
  await deck.play("A2");
  expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.requests().filter((line) => /DELETE|delete|negotiate/.test(line))).toEqual([]);
});

test("T10 (5.4): a raw save of another emulator's name alone asks nothing", async () => {
  const { world, deck } = await setupPlayed("5.4.0");
  for (const session of ["W2", "W3"]) {
    browserSession(world, [`${(await deck.save()) ?? ""}${session}\n`]);
    expect(await shortly(deck)).toBe("download done");
    await deck.play(`A after ${session}`);
    expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  }
  expect(await deck.api.listConflicts({})).toEqual([]);
});

test("T11 (5.3): fifty rows of the web player prune ours, and its newest comes down without a question", async () => {
  const { world, deck } = await setupPlayed("5.3.0");
  browserSession(world, ["A1\nW0\n", "A1\nW1\n"]);
  expect(await shortly(deck)).toBe("download done");
  for (let session = 2; session < 53; session++) browserSession(world, [`A1\nW${session}\n`]);
  expect(world.romm.rules.database.saves).toHaveLength(50);
  expect(await shortly(deck)).toBe("download done");
  expect(await deck.save()).toBe("A1\nW52\n");
});

test("T12 (5.4): a save that only looks like an archive is refused with words, and kept here", async () => {
  const world = await setupWorld({ version: "5.4.0" });
  const deck = await world.deck("A");
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(3, 8);
  end.writeUInt16LE(3, 10);
  end.writeUInt32LE(9000, 12);
  await deck.disk.append(deck.savePath, Buffer.concat([Buffer.alloc(8170, 7), end]));
  const line = await deck.sync();
  expect(line).toMatchObject({ outcome: "failed", problem: { kind: "romm", code: "rejected" } });
  expect(JSON.stringify(line.problem)).toContain(
    "RomM cannot read this save as the archive that it looks like",
  );
});

test("T13 (5.4): another spelling of the slot does not hide our saves, nor lock them for ever", async () => {
  const { world, deck } = await setupPlayed("5.4.0");
  world.time.advance(60_000);
  const upload = { romId: world.romId, slot: "Autosave", fileName: "Game.srm", bytes: bytesOf("A1\nS2\n") };
  expect(world.romm.rules.saves.upload(callerOf(world), upload)).toMatchObject({ ok: true });
  expect(await shortly(deck)).toBe("download done");
  for (const session of ["A3", "A4"]) {
    await deck.play(session);
    expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  }
  expect(world.romm.rules.database.saves.filter(({ slot }) => slot === "autosave")).toHaveLength(3);
});

describe("T9 (5.3): what the web player saves by mistake", () => {
  test("four bytes `null` never come down, and the next session goes up over them", async () => {
    const { world, deck } = await setupPlayed("5.3.0");
    browserSession(world, ["null"]);
    expect(await shortly(deck)).toBe("skip skipped");
    expect(await deck.save()).toBe("A1\n");
    await deck.play("A2");
    expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows().at(-1)).toBe("A1\nA2\n");
  });

  test.each([
    ["a session that was started afresh", "\0".repeat(32_768)],
    ["a save that another core cut", `A1\n${"x".repeat(8188)}`],
  ])("%s asks, and nothing here is replaced", async (_what, text) => {
    const world = await setupWorld({ version: "5.3.0" });
    const deck = await world.deck("A");
    const full = `A1\n${"x".repeat(32_765)}`;
    await deck.write(full);
    expect(await shortly(deck)).toBe("upload done");
    browserSession(world, [text]);
    expect(await deck.sync()).toMatchObject({ decision: "ask" });
    expect(await deck.save()).toBe(full);
  });
});

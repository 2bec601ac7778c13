import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { uploadRow } from "../../world/engine/caller.ts";
import { answer, conflictIdOf } from "../../world/engine/conflict.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { playSet, readSet, writeMember } from "../sets/set-deck.ts";

/** An archive without entries: just its end record. */
const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);

describe("what looks lost asks", () => {
  test("a save that became blank is not sent", async () => {
    const { world, a } = await setupNewer();
    await a.write("\0\0\0\0\0\0");
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toHaveLength(2);
  });

  test("a card that is not mounted is no deletion, and nothing comes into its place", async () => {
    const { a } = await setupNewer();
    const folder = dirname(a.savePath);
    await rename(folder, `${folder}-unmounted`);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "location-unavailable" });
    expect((await a.api.listShortcuts({}))[0]?.status.kind).toBe("location-unavailable");
    await rename(`${folder}-unmounted`, folder);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test("a save that was deleted here comes back", async () => {
    const { a } = await setupNewer();
    await rename(a.savePath, `${a.savePath}.deleted`);
    expect(await a.sync()).toMatchObject({ decision: "download", reason: "restored" });
    expect(await a.save()).toBe("A1\nA2\n");
  });

  test("an archive where the emulator keeps a plain file is a question, not a transfer", async () => {
    const { world, b } = await setupNewer();
    uploadRow(world, "Game.zip", emptyZip);
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "foreign-shape" });
    expect(await b.save()).toBe("A1\n");
    world.requests();
    await b.sync();
    expect(world.requests()).toEqual(["GET /api/saves"]);
  });
});

test("an archive that was chosen where the emulator keeps a plain file is refused, and the question says why", async () => {
  const { world, b } = await setupNewer();
  uploadRow(world, "Game.zip", emptyZip);
  await b.play("B2");
  expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "both-changed" });
  const conflictId = await conflictIdOf(b);
  expect(await answer(b, "take-remote")).toMatchObject([{ problem: { kind: "foreign-shape" } }]);
  expect(await b.api.listConflicts({})).toMatchObject([{ conflictId, reason: "foreign-shape" }]);
  expect(await b.save()).toBe("A1\nB2\n");
});

describe("a core that found no save wrote a blank one beside a clock that runs", () => {
  const blank = "\0".repeat(3);
  const extensions = [".rtc", ".srm"];

  async function setupBlank(deck: EngineDeck): Promise<void> {
    await writeMember(deck, ".srm", blank);
    await writeMember(deck, ".rtc", "now");
  }

  test("on a Deck that never had the save: RomM's comes down, and the blank one is kept", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A", { extensions }), await world.deck("B", { extensions })];
    await playSet(a, "A1", extensions);
    await a.sync();
    await setupBlank(b);
    expect(await b.sync()).toMatchObject({ decision: "download", reason: "first-download" });
    expect(await readSet(b)).toEqual({ ".rtc": "A1\n", ".srm": "A1\n" });
    expect(await b.keptCopies()).toHaveLength(1);
  });

  test("on a Deck that had it: nothing goes up unasked", async () => {
    const world = await setupWorld();
    const a = await world.deck("A", { extensions });
    await playSet(a, "A1", extensions);
    await a.sync();
    await setupBlank(a);
    expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toHaveLength(1);
  });
});

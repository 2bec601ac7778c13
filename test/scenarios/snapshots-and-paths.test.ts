import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RomId, Slot } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { transfers } from "./transfers.ts";

/* Scenario 2: Monday's snapshot is restored on a Deck that went on since. No byte goes up before both sides were compared. */

/** A day of its own: in step with RomM at `Game.srm`, slot `autosave`, and the snapshot of that day kept. */
async function setupMonday() {
  const world = await setupWorld();
  const first = await world.deck("A");
  await first.play("A1");
  await first.sync();
  await first.state.settled();
  world.time.advance(25 * 3_600_000);
  const deck = await first.restart();
  const snapshots = (await deck.api.listSnapshots({})).sort((a, b) => b.savedAtMs - a.savedAtMs);
  const snapshotId = snapshots[0]?.snapshotId ?? expect.fail("The start kept no snapshot.");
  world.time.advance(60_000);
  return { world, deck, snapshotId };
}

async function tie(world: World, deck: EngineDeck, to: { path?: string; slot?: string }): Promise<void> {
  const save = { kind: "file", path: to.path ?? deck.savePath, emulator: "retroarch" } as const;
  const binding = { appId, romId: world.romId as RomId, name: "Game", save };
  const slot = to.slot === undefined ? {} : { slot: to.slot as Slot };
  expectOk(await deck.api.registerShortcuts({ bindings: [{ ...binding, ...slot }] }));
}

const uploads = (world: World) => world.requests().filter((line) => line === "POST /api/saves");

describe("scenario 2: restored after the path was corrected", () => {
  test("the save at the old path is no newer progress: nothing goes up, and the right file stays as it is", async () => {
    const { world, deck, snapshotId } = await setupMonday();
    const right = join(dirname(deck.savePath), "Right.srm");
    await writeFile(right, "A1\n");
    await tie(world, deck, { path: right });
    expect(await deck.sync()).toMatchObject({ decision: "adopt" });
    await writeFile(right, "A1\nA2\n");
    expect(await deck.sync()).toMatchObject({ decision: "upload" });
    world.requests();

    expectOk(await deck.api.restoreSnapshot({ snapshotId }));
    // Monday's path again: the old bytes there are an older row of the slot.
    expect(await deck.sync()).toMatchObject({ decision: "download", reason: "older-version-here" });
    expect(uploads(world)).toEqual([]);
    expect(await deck.save()).toBe("A1\nA2\n");
    expect(await deck.keptCopies()).toContain("A1\n");
    expect(await readFile(right, "utf8")).toBe("A1\nA2\n");
  });

  test("a session at the old path that RomM never had is asked about, at an exit too", async () => {
    const { world, deck, snapshotId } = await setupMonday();
    expectOk(await deck.api.restoreSnapshot({ snapshotId }));
    await deck.play("A2");
    world.requests();
    expect(await deck.exit()).toMatchObject({ decision: "conflict", reason: "unproven-differs" });
    expect(uploads(world)).toEqual([]);
  });

  test("the same path, where a link leads elsewhere since, has no baseline there", async () => {
    const { world, deck } = await setupMonday();
    const elsewhere = `${dirname(deck.savePath)}-card`;
    await rename(dirname(deck.savePath), elsewhere);
    const { symlink } = await import("node:fs/promises");
    await symlink(elsewhere, dirname(deck.savePath));
    await writeFile(join(elsewhere, "Game.srm"), "another game's\n");
    world.requests();
    expect(await deck.sync()).toMatchObject({ decision: "conflict", reason: "first-meeting" });
    expect(uploads(world)).toEqual([]);
  });
});

describe("scenario 2: restored after the shortcut went to another slot", () => {
  test("the other slot's bytes are not sent to Monday's slot, and its rows stay as they are", async () => {
    const { world, deck, snapshotId } = await setupMonday();
    await tie(world, deck, { slot: "run2" });
    await deck.write("R1\n");
    expect(await deck.sync()).toMatchObject({ decision: "upload", reason: "first-upload" });
    world.requests();

    expectOk(await deck.api.restoreSnapshot({ snapshotId }));
    expect(await deck.sync()).toMatchObject({ decision: "ask", reason: "belongs-to-other-slot" });
    expect(await deck.exit()).toMatchObject({ decision: "ask" });
    expect(transfers(world)).toEqual([]);
    expect(await deck.save()).toBe("R1\n");
  });

  test("registered in another slot, the unit meets that slot for the first time: nothing of the first slot is its baseline", async () => {
    const { world, deck } = await setupMonday();
    const other = await world.deck("B");
    await tie(world, other, { slot: "run2" });
    await other.write("R1 of B\n");
    await other.sync();
    world.time.advance(60_000);
    await tie(world, deck, { slot: "run2" });
    world.requests();
    expect(await deck.sync()).toMatchObject({ decision: "conflict", reason: "first-meeting" });
    expect(uploads(world)).toEqual([]);
    await tie(world, deck, { slot: "autosave" });
    expect(await deck.sync()).toMatchObject({ decision: "adopt" });
    expect(transfers(world)).toEqual([]);
  });
});

describe("scenario 2: restored while the card is not mounted", () => {
  test("nothing moves until it is back; equal saves are then adopted with no byte moved", async () => {
    const { world, deck, snapshotId } = await setupMonday();
    const folder = dirname(deck.savePath);
    await rename(folder, `${folder}-unmounted`);
    expectOk(await deck.api.restoreSnapshot({ snapshotId }));
    world.requests();
    for (const line of [await deck.sync(), await deck.exit()]) {
      expect(line).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    }
    expect(transfers(world)).toEqual([]);
    await rename(`${folder}-unmounted`, folder);
    expect(await deck.sync()).toMatchObject({ decision: "adopt", outcome: "done" });
    expect(transfers(world)).toEqual([]);
  });
});

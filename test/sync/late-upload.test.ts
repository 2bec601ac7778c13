import { describe, expect, test } from "vitest";
import type { EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/*
 * A proxy may hold an upload and deliver it after newer ones of the same Deck. Law: the older content that then lies on
 * top replaces nothing here, and what was newest is made the newest row again.
 */

function callerOf({ romm }: World) {
  const caller = romm.rules.authenticate(`Bearer ${romm.token}`);
  return caller.ok ? caller.value : expect.fail("The token is not known.");
}

function arrive({ romm, romId, time, ...world }: World, deck: EngineDeck, text: string): void {
  time.advance(5000);
  const { activeAccount, accounts } = deck.state.store.current();
  const deviceId = accounts[activeAccount ?? ""]?.deviceId ?? expect.fail("Nobody is signed in.");
  const bytes = new TextEncoder().encode(text);
  const upload = { romId, slot: "autosave", fileName: "Game.srm", emulator: "retroarch", bytes, deviceId };
  const caller = callerOf({ romm, romId, time, ...world });
  expect(romm.rules.saves.upload(caller, { ...upload, overwrite: true }).ok).toBe(true);
  time.advance(5000);
}

/** A's second session was sent, and no answer came; the third one arrived. */
async function setupHeld(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await world.romm.faults.set("502-html", { route: "POST /api/saves" });
  expect((await a.sync()).outcome).toBe("failed");
  await world.romm.faults.clear();
  await a.play("A3");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  return { world, a, b };
}

describe("an upload that a proxy delivers after a newer one", () => {
  test("does not replace the newer save here, which goes on top again", async () => {
    const { world, a, b } = await setupHeld();
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({
      decision: "upload",
      reason: "older-upload-came-late",
      outcome: "done",
    });
    expect(await a.save()).toBe("A1\nA2\nA3\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\nA3\n", "A1\nA2\n", "A1\nA2\nA3\n"]);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    await b.sync();
    expect(await b.save()).toBe("A1\nA2\nA3\n");
  });

  test("is known for what it is after a restart too", async () => {
    const { world, a } = await setupHeld();
    arrive(world, a, "A1\nA2\n");
    const again = await a.restart();
    expect(await again.sync()).toMatchObject({ decision: "upload", reason: "older-upload-came-late" });
    expect(await a.save()).toBe("A1\nA2\nA3\n");
  });

  test("asks nothing of a session that was played meanwhile", async () => {
    const { world, a } = await setupHeld();
    arrive(world, a, "A1\nA2\n");
    await a.play("A4");
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\nA4\n");
  });

  test("hides nothing that another Deck played", async () => {
    const { world, a, b } = await setupHeld();
    await b.sync();
    await b.play("B4");
    await b.sync();
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ decision: "download" });
    expect(await a.save()).toBe("A1\nA2\nA3\nB4\n");
    expect(await a.sync()).toMatchObject({ decision: "upload", reason: "older-upload-came-late" });
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\nB4\n");
  });

  test("does not undo the player's choice of RomM's save", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    await a.play("A2");
    await world.romm.faults.set("502-html", { route: "POST /api/saves" });
    await a.sync();
    await world.romm.faults.clear();
    await b.play("B2");
    await b.sync();
    await a.sync();
    const [conflict] = await a.api.listConflicts({});
    const conflictId = conflict?.conflictId ?? expect.fail("no conflict");
    await a.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] });
    expect(await a.save()).toBe("A1\nB2\n");
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ decision: "upload", reason: "older-upload-came-late" });
    expect(await a.save()).toBe("A1\nB2\n");
    expect(world.rows().at(-1)).toBe("A1\nB2\n");
  });
});

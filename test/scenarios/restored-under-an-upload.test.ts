import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Sha256 } from "../../backend/core/vocabulary.ts";
import { putBack } from "../../backend/sync/move/put-back.ts";
import { createGate } from "../../backend/work/gate.ts";
import { deviceIdOf, unitOf } from "../world/engine/account.ts";
import { callerOf } from "../world/engine/caller.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { createWork, observeHere } from "../world/engine/work.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/*
 * Scenario 20: an upload gets no answer, the player goes back to an older copy without a network, plays on, and is online
 * again. The upload is late: it may arrive before the next look, after it, or have arrived at once.
 */

async function goBackTo(deck: EngineDeck, text: string): Promise<void> {
  const work = createWork(deck);
  const sha256 = createHash("sha256").update(text).digest("hex") as Sha256;
  const own = {
    sha256,
    sizeBytes: text.length,
    fileName: "Game.srm",
    source: { kind: "kept-copy" as const },
  };
  await putBack(work, await observeHere(deck, work), own, createGate());
}

/** What a proxy held is stored. */
function deliver({ romm, romId, time }: World, deck: EngineDeck, text: string): void {
  time.advance(5000);
  const upload = { romId, slot: "autosave", fileName: "Game.srm", emulator: "retroarch", overwrite: true };
  const bytes = new TextEncoder().encode(text);
  const answer = romm.rules.saves.upload(callerOf({ romm }), {
    ...upload,
    deviceId: deviceIdOf(deck),
    bytes,
  });
  expect(answer.ok).toBe(true);
  time.advance(5000);
}

const arrivals = ["at once", "before the next look", "after the next look"] as const;

test.each(arrivals)("the upload arrives %s: nothing is lost, and nothing is asked", async (arrival) => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.sync();
  await a.play("A2");
  const fault = arrival === "at once" ? "cut-in-headers" : "502-html";
  await world.romm.faults.set(fault, { route: "POST /api/saves" });
  expect((await a.sync()).outcome).toBe("failed");
  await world.romm.faults.set("refused");
  await goBackTo(a, "A1\n");
  expect(unitOf(a)).toMatchObject({ intent: null, late: [{ sizeBytes: 6 }] });
  await a.play("A3");
  await world.romm.faults.clear();
  if (arrival === "before the next look") deliver(world, a, "A1\nA2\n");
  world.time.advance(5000);
  const decisions = [(await a.sync()).decision];
  if (arrival === "after the next look") deliver(world, a, "A1\nA2\n");
  for (let round = 0; round < 4; round++) {
    world.time.advance(60_000);
    for (const deck of [a, b]) decisions.push((await deck.sync()).decision);
  }
  expect(decisions.filter((decision) => decision === "conflict" || decision === "ask")).toEqual([]);
  expect(decisions.slice(-2)).toEqual(["keep", "keep"]);
  expect([await a.save(), await b.save(), world.rows().at(-1)]).toEqual(Array(3).fill("A1\nA3\n"));
  expect([...world.rows(), ...(await a.keptCopies())].join("")).toContain("A2");
});

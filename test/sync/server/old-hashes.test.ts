import { expect, test } from "vitest";
import { callerOf } from "../../world/engine/caller.ts";
import { answer, conflictIdOf } from "../../world/engine/conflict.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { untilStored } from "../../world/engine/until-stored.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { storeZip } from "../../world/romm/rules/ground/store-zip.ts";
import { extensions, playSet, readSet, writeMember } from "../sets/set-deck.ts";

/* RomM 4.8 hashes archives alone, and leaves the hash on one that is overwritten in place: only a set has an old hash. */

async function setupSet(): Promise<{ world: World; a: EngineDeck }> {
  const world = await setupWorld({ version: "4.8" });
  const a = await world.deck("A", { extensions });
  await playSet(a, "A1");
  await a.sync();
  await a.sync();
  await untilStored(world, a);
  return { world, a };
}

/** Another client writes over the first row, a minute later. */
function overwrite(world: World, text: string): void {
  const bytes = new TextEncoder().encode(text);
  world.time.advance(60_000);
  const zip = storeZip(extensions.map((member) => ({ name: `Game${member}`, bytes })));
  expect(world.romm.rules.saves.update(callerOf(world), 1, { bytes: zip }).ok).toBe(true);
}

async function writeSet(deck: EngineDeck, text: string): Promise<void> {
  for (const member of extensions) await writeMember(deck, member, text);
}

test("an answer to a row that was overwritten under its old hash meanwhile is stale", async () => {
  const { world, a } = await setupSet();
  await playSet(a, "A2");
  overwrite(world, "W1\n");
  expect(await a.sync()).toMatchObject({ decision: "conflict" });
  const conflictId = await conflictIdOf(a);
  overwrite(world, "W2\n");
  const choices = [{ conflictId, choice: "take-remote" as const }];
  expect(expectOk(await a.api.resolveConflicts({ choices })).lines).toMatchObject([
    { problem: { kind: "stale" } },
  ]);
  expect(await readSet(a)).toEqual({ ".eep": "A1\nA2\n", ".srm": "A1\nA2\n" });
});

test("a set whose hash stands on a row that was overwritten since is really sent", async () => {
  const { world, a } = await setupSet();
  overwrite(world, "W1\n");
  expect(await a.sync()).toMatchObject({ decision: "download" });
  await writeSet(a, "A1\n");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.rows()).toHaveLength(2);
});

test("a set that the player keeps goes up, although RomM finds its hash on a row that is longer now", async () => {
  const { world } = await setupSet();
  overwrite(world, "A1\nW2\n");
  const b = await world.deck("B", { extensions });
  await writeSet(b, "A1\n");
  expect(await b.sync()).toMatchObject({ decision: "conflict" });
  expect(await answer(b, "keep-local")).toMatchObject([{ outcome: "done" }]);
  expect(world.rows()).toHaveLength(2);
});

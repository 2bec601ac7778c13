import { expect, test } from "vitest";
import type { SwitchIntent } from "../../../backend/core/marks.ts";
import { withUnit } from "../../../backend/core/units.ts";
import type { AccountId, Slot } from "../../../backend/core/vocabulary.ts";
import { unitOf } from "../../world/engine/account.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";

/* Law: while a switch of slots stands, nothing is transferred: whose bytes stand there is being changed. */

async function leave(deck: EngineDeck): Promise<SwitchIntent> {
  const { store } = deck.state;
  const { unitId, baseline } = unitOf(deck);
  const intent: SwitchIntent = {
    ...{ kind: "switch", realPath: deck.savePath, from: "autosave" as Slot, to: "run2" as Slot },
    ...{ fromSha256: baseline?.sha256 ?? null, toSha256: null },
  };
  const names = { accountId: store.current().activeAccount as AccountId, unitId };
  await store.update((state) => withUnit(state, names, (unit) => ({ ...unit, intent })));
  return intent;
}

test("nothing comes down", async () => {
  const { world, b } = await setupNewer();
  const intent = await leave(b);
  expect((await b.sync()).outcome).toBe("failed");
  expect([await b.save(), unitOf(b).intent]).toEqual(["A1\n", intent]);
  expect(world.rows()).toHaveLength(2);
});

test("nothing goes up", async () => {
  const { world, a } = await setupNewer();
  await a.sync();
  const intent = await leave(a);
  await a.play("A3");
  expect((await a.sync()).outcome).toBe("failed");
  expect(unitOf(a).intent).toEqual(intent);
  expect(world.rows()).toHaveLength(2);
});

test("over a restart too", async () => {
  const { world, a } = await setupNewer();
  await a.sync();
  const intent = await leave(a);
  await a.play("A3");
  const again = await a.restart();
  await again.sync();
  expect(unitOf(again).intent).toEqual(intent);
  expect(world.rows()).toHaveLength(2);
});

import { describe, expect, test } from "vitest";
import { callerOf } from "../../world/engine/caller.ts";
import { answer } from "../../world/engine/conflict.ts";
import { expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { transfers } from "../transfers.ts";

describe("scenario 4: what re-dates rows makes nothing new", () => {
  async function setupTwo(options: Parameters<typeof setupWorld>[0] = {}) {
    const world = await setupWorld(options);
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    for (const session of ["A1", "A2"]) {
      await a.play(session);
      await a.sync();
      world.time.advance(60_000);
    }
    for (const deck of [b, a]) await deck.sync();
    world.requests();
    return { world, a, b };
  }

  const events: [string, (world: World) => unknown][] = [
    [
      "public toggled on the oldest row",
      (world) => world.romm.rules.saves.setVisibility(callerOf(world), 1, true),
    ],
    [
      "public toggled on the newest row",
      (world) => world.romm.rules.saves.setVisibility(callerOf(world), 2, true),
    ],
    [
      "hashes of an older release computed anew",
      ({ romm }) => {
        for (const save of romm.rules.database.saves) save.content_hash = null;
        romm.rules.admin.recomputeHashes();
      },
    ],
    [
      "the server's clock set back an hour",
      ({ romm }) => romm.faults.set("clock-skew", { offsetMs: -3_600_000 }),
    ],
    [
      "the slot written as Autosave elsewhere",
      ({ romm }) => {
        for (const save of romm.rules.database.saves) save.slot = "Autosave";
      },
    ],
  ];

  test.each(events)(
    "%s: all Decks stay, and the next push lands without a question and without overwrite",
    async (_name, event) => {
      const { world, a, b } = await setupTwo();
      await event(world);
      for (const deck of [a, b]) expect(await deck.sync()).toMatchObject({ decision: "keep" });
      expect(transfers(world)).toEqual([]);
      world.time.advance(60_000);
      await b.play("B3");
      expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
      const uploads = world.romm.requests
        .all()
        .filter(({ method, path }) => `${method} ${path}` === "POST /api/saves");
      expect(uploads.filter(({ query }) => query.includes("overwrite=true"))).toEqual([]);
      expect(await a.sync()).toMatchObject({ decision: "download" });
      expect(await a.save()).toBe("A1\nA2\nB3\n");
    },
  );

  test.each([
    ["keep-local", "B1\n"],
    ["take-remote", "A1\n"],
  ] as const)(
    "an old row that was re-dated before a first meeting: answered once with %s, the choice stands for all",
    async (choice, chosen) => {
      const world = await setupWorld();
      const [a, b] = [await world.deck("A"), await world.deck("B")];
      for (const session of ["A1", "A2"]) {
        await a.play(session);
        await a.sync();
        world.time.advance(60_000);
      }
      world.romm.rules.saves.setVisibility(callerOf(world), 1, true);
      await b.play("B1");
      expect(await b.sync()).toMatchObject({ decision: "ask", reason: "ambiguous-head" });
      world.time.advance(60_000);
      expect(await answer(b, choice)).toMatchObject([{ outcome: "done" }]);
      for (const deck of [b, a, b]) expect(await deck.sync()).toMatchObject({ outcome: "done" });
      expect([await b.save(), await a.save(), world.rows().at(-1)]).toEqual([chosen, chosen, chosen]);
      expect(await b.api.listConflicts({})).toEqual([]);
    },
  );

  test("an upgrade from 4.8 that hashes what had no hash: no question, no transfer, and the next push lands", async () => {
    const world = await setupWorld({ version: "4.8" });
    const a = await world.deck("A");
    await a.play("A1");
    expect(await a.sync()).toMatchObject({ decision: "upload" });
    world.time.advance(60_000);
    await a.sync();
    expect(world.romm.rules.database.saves[0]?.content_hash).toBeNull();
    world.romm.rules.admin.update("5.2");
    world.romm.rules.admin.recomputeHashes();
    expect(world.romm.rules.database.saves[0]?.content_hash).not.toBeNull();
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    world.requests();
    expect(["keep", "adopt"]).toContain((await a.sync()).decision);
    expect(transfers(world)).toEqual([]);
    world.time.advance(60_000);
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  });

  test("the same, where a session was played here meanwhile: one row is fetched to compare, and nothing is asked", async () => {
    const world = await setupWorld({ version: "4.8" });
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    world.time.advance(60_000);
    await a.sync();
    world.romm.rules.admin.update("5.2");
    world.romm.rules.admin.recomputeHashes();
    await a.play("A2");
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.romm.rules.database.saves).toHaveLength(2);
  });
});

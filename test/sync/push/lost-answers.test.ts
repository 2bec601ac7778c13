import { describe, expect, test } from "vitest";
import { setupWorld } from "../../world/engine/world.ts";

describe("an upload whose answer is lost", () => {
  test.each(["cut-in-headers", "cut-mid-body"] as const)(
    "(%s) is found by the next look, and not repeated",
    async (fault) => {
      const world = await setupWorld();
      const a = await world.deck("A");
      await a.play("A1");
      await a.sync();
      await a.play("A2");
      await world.romm.faults.set(fault, { route: "POST /api/saves", count: 1 });
      expect((await a.sync()).outcome).toBe("failed");
      expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
      expect(await a.sync()).toMatchObject({ decision: "keep" });
      expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    },
  );

  test("played on offline, the session goes on top of it without a question", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    await a.play("A2");
    await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
    await a.sync();
    await a.play("A3");
    expect(await (await a.restart()).sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nA2\nA3\n"]);
  });
});

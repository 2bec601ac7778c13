import { describe, expect, test } from "vitest";
import { setupNewer } from "../../world/engine/setup-newer.ts";

describe("what the server cannot say is never taken for nothing", () => {
  test.each([
    "proxy-404-html",
    "login-page-200",
    "502-html",
    "500",
    "wrong-shape",
    "gzip-garbage",
    "refused",
    "401",
  ] as const)("a listing that answers with %s moves nothing, here or there", async (fault) => {
    const { world, b } = await setupNewer();
    await b.play("B2");
    await world.romm.faults.set(fault, { route: "GET /api/saves" });
    expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "romm" } });
    await world.romm.faults.clear();
    expect(await b.save()).toBe("A1\nB2\n");
    expect(world.rows()).toHaveLength(2);
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
  });

  test.each(["too-short", "cut-mid-body", "too-long", "entity-404", "500"] as const)(
    "a download that ends with %s is not put in place",
    async (fault) => {
      const { world, b } = await setupNewer();
      await world.romm.faults.set(fault, { route: "GET /api/saves/*/content" });
      expect((await b.sync()).outcome).toBe("failed");
      expect(await b.save()).toBe("A1\n");
      await world.romm.faults.clear();
      await b.sync();
      expect(await b.save()).toBe("A1\nA2\n");
    },
  );

  test("a rom that the server does not know any more stops the unit", async () => {
    const { world, b } = await setupNewer();
    world.romm.rules.admin.removeRom(world.romId);
    await b.play("B2");
    expect(await b.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect((await b.api.listShortcuts({}))[0]?.status).toEqual({ kind: "unlinked" });
  });
});

import { describe, expect, test } from "vitest";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { setupWorld } from "../../world/engine/world.ts";

describe("a save that is written while it is worked on", () => {
  test("between the look and the upload: what goes up is what stands there in the end, and nothing in between", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    const { create } = a.disk;
    let isArmed = true;
    a.disk.create = async (path, options) => {
      if (isArmed && path.includes("/history/")) {
        isArmed = false;
        await a.play("A2");
      }
      return await create(path, options);
    };
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\nA2\n"]);
  });

  test("while its successor comes: it is not replaced, and both sides are asked about", async () => {
    const { world, b } = await setupNewer();
    const { create } = b.disk;
    let isArmed = true;
    b.disk.create = async (path, options) => {
      if (isArmed && path.includes("/saves/")) {
        isArmed = false;
        await b.play("B2");
      }
      return await create(path, options);
    };
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
    expect(await b.save()).toBe("A1\nB2\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("after the old one was kept, when only the rename is left: it is not replaced either", async () => {
    const { b } = await setupNewer();
    const { rename } = b.disk;
    let isArmed = true;
    b.disk.rename = async (from, to) => {
      await rename(from, to);
      // The first state that is written in a pull is the one with its mark.
      if (!isArmed || !to.endsWith("state.json")) return;
      isArmed = false;
      await b.play("B2");
    };
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
    expect(isArmed).toBe(false);
    expect(await b.save()).toBe("A1\nB2\n");
  });
});

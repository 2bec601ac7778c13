import { describe, expect, test } from "vitest";
import { uploadRow } from "../../world/engine/caller.ts";
import { appId } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";

const launch = { launchId: "launch-1", appId };

describe("another game under a known rom id (a library that was built anew)", () => {
  async function setupRebuilt(rom = { platform: "snes", fsName: "Other.sfc" }) {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    world.romm.rules.admin.removeRom(world.romId);
    world.romm.rules.admin.addRom({ ...rom, id: world.romId });
    return { world, a };
  }

  test("gets nothing at exit", async () => {
    const { world, a } = await setupRebuilt();
    expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", detail: "unlinked" });
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(world.rows()).toEqual([]);
  });

  test.each([
    ["another", { platform: "snes", fsName: "Other.sfc" }],
    ["the same", { platform: "gba", fsName: "Other.gba" }],
  ])("gives nothing, although it has a newer save in the slot, and is of %s platform", async (_name, rom) => {
    const { world, a } = await setupRebuilt(rom);
    uploadRow(world, "Other.srm", new TextEncoder().encode("OTHER\n"));
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(await a.save()).toBe("A1\n");
  });
});

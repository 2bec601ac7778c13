import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SaveLocation } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

const launch = { launchId: "launch-1", appId };
const told = { made: "gpSP", here: "mGBA" };

const playedWith =
  (emulator: string) =>
  (folder: string): SaveLocation => ({ kind: "file", path: join(folder, "saves/Game.srm"), emulator });

const shownOf = async ({ api }: EngineDeck) => (await api.listShortcuts({}))[0];

/** B has A1 in mGBA; RomM has A2 on top of it, which A made with another core. */
async function setupChanged(made = "retroarch-gpsp") {
  const world = await setupWorld();
  const a = await world.deck("A", { save: playedWith(made) });
  await a.play("A1");
  await a.sync();
  const b = await world.deck("B", { save: playedWith("retroarch-mgba") });
  await b.sync();
  b.notices.splice(0);
  await a.play("A2");
  await a.sync();
  return { world, a, b };
}

describe("a newer save that another core made, and that may not load here", () => {
  test("is told when the game is looked at, before anything of it is fetched", async () => {
    const { world, b } = await setupChanged();
    world.requests();
    await b.api.look({ appId });
    expect(await shownOf(b)).toMatchObject({ status: { kind: "will-download" }, mayNotLoad: told });
    expect(await b.save()).toBe("A1\n");
    expect(world.requests().filter((one) => one.includes("/content"))).toEqual([]);
  });

  test("is told at the launch before it replaces anything, once; what it replaced is kept", async () => {
    const { b } = await setupChanged();
    const { rename } = b.disk;
    const toldAtRename: boolean[] = [];
    b.disk.rename = async (from, to) => {
      if (to === b.savePath) toldAtRename.push(b.notices.includes("may-not-load"));
      await rename(from, to);
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    expect(toldAtRename).toEqual([true]);
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.keptCopies()).toContain("A1\n");
    expect(await shownOf(b)).toMatchObject({ status: { kind: "synced" }, mayNotLoad: told });
    await b.sync();
    expect(await shownOf(b)).toMatchObject({ mayNotLoad: told });
    expect(b.notices).toEqual(["may-not-load"]);
  });

  test("is told no more once it was played on here", async () => {
    const { world, b } = await setupChanged();
    await b.sync();
    await b.play("B3");
    world.time.advance(60_000);
    await b.sync();
    expect(await shownOf(b)).not.toHaveProperty("mayNotLoad");
  });

  test("is told beside it where both sides were played", async () => {
    const { b } = await setupChanged();
    await b.play("B2");
    expect(await b.sync()).toMatchObject({ outcome: "asks" });
    const [conflict] = await b.api.listConflicts({});
    expect(conflict?.remote).toMatchObject({ emulator: "retroarch-gpsp", mayNotLoad: told });
  });

  test("is told anew of the next one, also where the last did not come", async () => {
    const { world, a, b } = await setupChanged();
    await world.romm.faults.set("502-html", { route: "GET /api/saves/#/content" });
    await b.sync();
    await b.sync();
    expect(b.notices).toEqual(["may-not-load"]);
    await world.romm.faults.clear();
    await a.play("A3");
    await a.sync();
    await b.sync();
    expect(await b.save()).toBe("A1\nA2\nA3\n");
    expect(b.notices).toEqual(["may-not-load", "may-not-load"]);
  });
});

test.each(["retroarch-mgba", "mgba", "retroarch-vba_next", "retroarch"])(
  "nothing is told of a save that %s made",
  async (made) => {
    const { b } = await setupChanged(made);
    await b.api.look({ appId });
    expect(await shownOf(b)).not.toHaveProperty("mayNotLoad");
    await b.api.beforeLaunch(launch);
    expect(b.notices).not.toContain("may-not-load");
  },
);

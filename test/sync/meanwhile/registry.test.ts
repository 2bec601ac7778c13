import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { AppId, RomId } from "../../../backend/core/vocabulary.ts";
import { aMoment } from "../../world/engine/a-moment.ts";
import { appId, expectOk } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { pullSlowly } from "./pull-slowly.ts";

describe("the registry changes in the middle of a pull", () => {
  test("a shortcut that was unregistered keeps its save as it is", async () => {
    const { b } = await pullSlowly((_, deck) => deck.api.unregisterShortcuts({ appIds: [appId] }));
    expect(await b.save()).toBe("A1\n");
  });

  test("a shortcut that was tied to another rom gets nothing of the first one", async () => {
    const { b } = await pullSlowly(async (world, deck) => {
      const romId = world.romm.addRom({ platform: "gba", fsName: "Right.gba" }).id as RomId;
      const save = { kind: "file", path: deck.savePath, emulator: "retroarch" } as const;
      expectOk(await deck.api.registerShortcuts({ bindings: [{ appId, romId, name: "Right", save }] }));
    });
    expect(await b.save()).toBe("A1\n");
  });

  test("two registrations at once never give one file to two roms", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const path = join(dirname(a.savePath), "Shared.srm");
    await writeFile(path, "TWO\n");
    const tie = (id: number) => {
      const romId = world.romm.addRom({ platform: "gba", fsName: `${id}.gba` }).id as RomId;
      const save = { kind: "file", path, emulator: "retroarch" } as const;
      return a.api.registerShortcuts({ bindings: [{ appId: id as AppId, romId, name: `Game ${id}`, save }] });
    };
    const outcomes = await Promise.all([tie(3_000_000_002), tie(3_000_000_003)]);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({
      ok: false,
      error: expect.objectContaining({ kind: "location-taken" }),
    });
  });
});

describe("the registry changes while much is under way", () => {
  test("a run that has to stop for a removed shortcut goes on by itself", async () => {
    const { world, a, b } = await setupNewer();
    await vi.waitFor(async () => {
      world.time.elapse(4000); // What the registration itself had asked for is over.
      expect(await b.save()).toBe("A1\nA2\n");
    });
    await vi.waitFor(async () => expect((await b.api.getOverview({})).runs.current).toBeNull());
    await a.play("A3");
    await a.sync();
    await world.romm.faults.set("slow", { ms: 150, route: "GET /api/saves" });
    const run = b.api.syncAll({});
    await aMoment(50);
    expectOk(await b.api.unregisterShortcuts({ appIds: [3_000_000_099 as AppId] }));
    expect(expectOk(await run).isCancelled).toBe(true);
    await world.romm.faults.clear();
    await vi.waitFor(async () => {
      world.time.elapse(4000);
      expect(await b.save()).toBe("A1\nA2\nA3\n");
    }, 5000);
    await vi.waitFor(async () => expect((await b.api.getOverview({})).runs.current).toBeNull());
    await b.state.settled();
  });

  test("a sync that is asked for while a shortcut is being removed finds it gone", async () => {
    const { b } = await setupNewer();
    const removed = b.api.unregisterShortcuts({ appIds: [appId] });
    const report = await b.api.syncShortcut({ appId });
    await removed;
    expect(report.ok && report.value.lines).toEqual([]);
    expect(await b.save()).toBe("A1\n");
  });
});

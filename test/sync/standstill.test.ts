import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { standstillOf } from "../../backend/core/decide/standstill.ts";
import type { DeviceId } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

const statusOf = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0]?.status;

/** The run that began by itself has ended, and nothing is written behind the test. */
async function atRest(deck: EngineDeck): Promise<void> {
  await vi.waitFor(async () =>
    expect((await deck.api.getOverview({})).runs).toEqual({ current: null, last: expect.anything() }),
  );
  await deck.state.settled();
}

describe("a device whose sync was switched off", () => {
  async function setupPaused() {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    await a.play("A2");
    await a.sync();
    const devices = expectOk(await b.api.listDevices({}));
    const deviceId = devices.find((device) => device.isThis)?.deviceId ?? expect.fail("no own device");
    return { world, a, b, deviceId };
  }

  const setSync = async (deck: EngineDeck, deviceId: DeviceId, enabled: boolean) =>
    expectOk(await deck.api.setDeviceSync({ deviceId, enabled }));

  test("here: nothing goes up or down, play does not wait, and the status says why", async () => {
    const { world, b, deviceId } = await setupPaused();
    await setSync(b, deviceId, false);
    await b.play("B1");
    world.requests();
    expect(await statusOf(b)).toEqual({ kind: "paused-by-server" });
    expect(await b.exit()).toMatchObject({ decision: "skip", reason: "paused-by-server" });
    expect(await b.api.beforeLaunch({ launchId: "1", appId })).toMatchObject({
      kind: "go-unchecked",
      reason: "paused-by-server",
    });
    expect(world.requests()).toEqual([]);
    expect(await (await b.restart()).exit()).toMatchObject({ reason: "paused-by-server" });
    expect(await b.save()).toBe("A1\nB1\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("elsewhere: learnt from the list of devices, and unlearnt when the player asks for a sync", async () => {
    const { world, a, b, deviceId } = await setupPaused();
    await setSync(a, deviceId, false);
    expectOk(await b.api.listDevices({}));
    expect(await statusOf(b)).toEqual({ kind: "paused-by-server" });
    expect(await b.sync()).toMatchObject({ reason: "paused-by-server" });
    await setSync(a, deviceId, true);
    world.requests();
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(world.requests()[0]).toBe("GET /api/devices");
    expect(await b.save()).toBe("A1\nA2\n");
  });

  test("here, while a download is on the way: it is not put in place", async () => {
    const { world, b, deviceId } = await setupPaused();
    await world.romm.faults.set("slow", { route: "GET /api/saves/*/content", ms: 500 });
    world.requests();
    const run = b.sync();
    await vi.waitFor(() => expect(world.requests()).toContain("GET /api/saves/2/content"));
    await setSync(b, deviceId, false);
    expect(await run).toMatchObject({ decision: "skip", reason: "paused-by-server" });
    expect(await b.save()).toBe("A1\n");
  });

  test("while it was off: learnt at the start, before anything moves", async () => {
    const { world, a, b, deviceId } = await setupPaused();
    await setSync(a, deviceId, false);
    b.disk.dieAt(0);
    const again = await b.restart();
    again.start();
    world.time.elapse(3000);
    await vi.waitFor(async () => expect(await statusOf(again)).toEqual({ kind: "paused-by-server" }));
    await atRest(again);
    expect(await again.save()).toBe("A1\n");
  });

  test("switched on again here, the next look brings what was missed", async () => {
    const { world, b, deviceId } = await setupPaused();
    await setSync(b, deviceId, false);
    await setSync(b, deviceId, true);
    world.time.elapse(3000);
    await vi.waitFor(async () => expect(await b.save()).toBe("A1\nA2\n"));
    await atRest(b);
  });

  test("another device's switch is its own", async () => {
    const { a, b, deviceId } = await setupPaused();
    await setSync(a, deviceId, false);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    expect(await b.sync()).toMatchObject({ decision: "download" });
  });
});

describe("a save that this version cannot sync", () => {
  test("a memory card that games share never travels as the save of one of them", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const path = join(dirname(a.savePath), "Mcd001.ps2");
    const save = { kind: "file" as const, path, emulator: "pcsx2" };
    const [shortcut] = await a.api.listShortcuts({});
    const romId = shortcut?.romId ?? expect.fail("no shortcut");
    expectOk(await a.api.unregisterShortcuts({ appIds: [appId] }));
    expectOk(await a.api.registerShortcuts({ bindings: [{ appId, romId, name: "Game", save }] }));
    world.requests();
    expect(await statusOf(a)).toEqual({
      kind: "unsupported",
      detail: "Mcd001.ps2 is a memory card that several games share.",
    });
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "unsupported", outcome: "skipped" });
    expect(await a.api.beforeLaunch({ launchId: "1", appId })).toMatchObject({ reason: "unsupported" });
    expect(world.requests()).toEqual([]);
  });

  test.each([
    ["Mcd001.ps2", true],
    ["Mcd001 (Game).ps2", false],
    ["shared_card_1.mcd", true],
    ["Crash Bandicoot_1.mcd", false],
    ["MemoryCardA.USA.raw", true],
    ["vmu_save_A1.bin", true],
    ["Game.srm", false],
  ])("%s: %s", (name, isShared) => {
    const unit = { location: { kind: "file" as const, path: `/saves/${name}`, emulator: "any" } };
    expect(standstillOf(unit, {})?.reason === "unsupported").toBe(isShared);
  });
});

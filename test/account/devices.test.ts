import { expect, test, vi } from "vitest";
import type { DeviceId } from "../../backend/core/vocabulary.ts";
import { accountOf } from "../world/engine/account.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

test("two Decks of one account are two devices, and each knows itself", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const seenByA = expectOk(await a.api.listDevices({}));
  const seenByB = expectOk(await b.api.listDevices({}));
  expect(seenByA.map(({ name, isThis }) => [name, isThis])).toEqual([
    ["Deck A", true],
    ["Deck B", false],
  ]);
  expect(seenByB.filter((device) => device.isThis).map((device) => device.name)).toEqual(["Deck B"]);
});

test("signing in again finds the device that was there", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const { origin, token } = world.romm;
  expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
  expect(expectOk(await a.api.listDevices({}))).toHaveLength(1);
});

test("this device's new name is shown here and stands on RomM", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const [device] = expectOk(await a.api.listDevices({}));
  const deviceId = device?.deviceId ?? expect.fail("no device");
  expectOk(await a.api.renameDevice({ deviceId, name: "Sofa" }));
  expect((await a.api.getOverview({})).connection).toMatchObject({ deviceName: "Sofa" });
  expect(expectOk(await a.api.listDevices({}))[0]?.name).toBe("Sofa");
});

test("a device's sync can be switched off, and another device can be removed, but not the one that asks", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const devices = expectOk(await a.api.listDevices({}));
  const own = devices.find((device) => device.isThis)?.deviceId ?? expect.fail("no own device");
  const other = devices.find((device) => !device.isThis)?.deviceId ?? expect.fail("no other device");
  expect(await a.api.setDeviceSync({ deviceId: other, enabled: false })).toMatchObject({
    value: { isSyncEnabled: false },
  });
  expect(await a.api.removeDevice({ deviceId: own })).toEqual({
    ok: false,
    error: { kind: "is-this-device" },
  });
  expectOk(await a.api.removeDevice({ deviceId: other }));
  expect(expectOk(await a.api.listDevices({}))).toHaveLength(1);
  expect(await b.sync()).toMatchObject({ outcome: "done", decision: "keep" });
});

/** What the player does on RomM's own page. */
function ownDevice(world: Awaited<ReturnType<typeof setupWorld>>) {
  return world.romm.rules.database.devices[0] ?? expect.fail("RomM knows no device.");
}

test.each<[string, (deck: EngineDeck) => Promise<unknown>]>([
  ["a launch", (deck) => deck.api.beforeLaunch({ launchId: "launch-1", appId })],
  ["an exit", (deck) => deck.exit()],
  ["one sync", (deck) => deck.sync()],
  ["a run", (deck) => deck.api.syncAll({})],
])("removed on RomM while we run, the device is there again at the next call: %s", async (_call, act) => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  const gone = ownDevice(world).id;
  world.romm.rules.admin.forgetDevice(gone);
  await a.play("A2");
  await act(a);
  expect(world.romm.rules.database.devices).toHaveLength(1);
  expect([ownDevice(world).id === gone, accountOf(a).deviceId]).toEqual([false, ownDevice(world).id]);
  await a.exit();
  expect([world.rows(), await a.api.listConflicts({})]).toEqual([["A1\n", "A1\nA2\n"], []]);
  expect(a.notices.filter((kind) => kind === "device-registered-again")).toHaveLength(1);
});

test("a save that comes down for a device that was removed meanwhile is confirmed by the new one", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  world.romm.rules.admin.forgetDevice(accountOf(b).deviceId ?? "");
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(await b.save()).toBe("A1\n");
  await b.play("B2");
  expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
});

test("switched off on RomM, the device's sync rests from the next check on, and goes on by the one after it is on", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  world.time.advance(61_000);
  ownDevice(world).sync_enabled = false;
  const launch = async (launchId: string) => await a.api.beforeLaunch({ launchId, appId });
  await launch("launch-1");
  await vi.waitFor(() => expect(accountOf(a).isPaused).toBe(true));
  expect(await launch("launch-2")).toMatchObject({ kind: "go-unchecked", detail: "paused-by-server" });
  ownDevice(world).sync_enabled = true;
  world.time.advance(61_000);
  await launch("launch-3");
  await vi.waitFor(() => expect(accountOf(a).isPaused).toBeUndefined());
  expect(await launch("launch-4")).toMatchObject({ kind: "go" });
});

test("looking around by itself, Savepoint notices at once that the device's sync was switched off, or on", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  ownDevice(world).sync_enabled = false;
  a.start();
  await vi.waitFor(() => {
    world.time.elapse(5000);
    expect(accountOf(a).isPaused).toBe(true);
  });
  expect(await a.sync()).toMatchObject({ reason: "paused-by-server" });
  ownDevice(world).sync_enabled = true;
  await a.api.syncAll({});
  expect(world.rows()).toEqual(["A1\n"]);
});

test("a device that RomM does not know is told as such", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const deviceId = "no-such-device" as DeviceId;
  expect(await a.api.renameDevice({ deviceId, name: "x" })).toEqual({
    ok: false,
    error: { kind: "unknown-device", deviceId },
  });
});

test("registered as a new device, the baselines stay and the next play goes up without a question", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  const before = (await a.api.getOverview({})).connection;
  expectOk(await a.api.registerAsNewDevice({}));
  const after = (await a.api.getOverview({})).connection;
  expect(after).not.toMatchObject({ deviceId: before.kind === "connected" ? before.deviceId : "" });
  expect(expectOk(await a.api.listDevices({}))).toHaveLength(2);
  await a.play("A2");
  expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
});

test("a new device that RomM made for one account is not the next one's, who signed in while it was made", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const first = accountOf(a);
  const { deviceId: before } = first;
  await world.romm.faults.set("slow", { route: "POST /api/devices", ms: 400, count: 1 });
  const made = a.api.registerAsNewDevice({});
  await vi.waitFor(() => expect(world.requests()).toContain("POST /api/devices"));
  const { admin } = world.romm.rules;
  const token = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
  const { origin } = world.romm;
  expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
  const { deviceId: bens } = accountOf(a);
  const device = expectOk(await made);
  expect(accountOf(a).deviceId).toBe(bens);
  const firsts = Object.values(a.state.store.current().accounts).find(
    (one) => one.username === first.username,
  );
  expect(firsts?.deviceId).toBe(device.deviceId);
  expect(device.deviceId).not.toBe(before);
});

test("removed on RomM, the device registers again at the next look at everything, and syncs on", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  await world.romm.faults.set("forgotten-device");
  await world.romm.faults.clear();
  await a.play("A2");
  a.disk.dieAt(0);
  const again = await a.restart();
  again.start();
  world.time.elapse(5000);
  await vi.waitFor(() => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]), 5000);
  expect(again.notices).toContain("device-registered-again");
});

test("a RomM that was upgraded since the sign-in is known as what it is after the next start", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.state.store.update((state) => ({
    ...state,
    accounts: Object.fromEntries(
      Object.entries(state.accounts).map(([id, account]) => [id, { ...account, serverVersion: "4.8.0" }]),
    ),
  }));
  a.disk.dieAt(0);
  const after = await a.restart();
  const version = async () => {
    const { connection } = await after.api.getOverview({});
    return connection.kind === "connected" ? connection.serverVersion : null;
  };
  expect(await version()).toBe("4.8.0");
  after.start();
  world.time.elapse(60_000);
  await vi.waitFor(async () => expect(await version()).toBe("5.2.0"), { timeout: 10_000 });
});

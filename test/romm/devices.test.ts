import { expect, test } from "vitest";
import type { DeviceId } from "../../backend/core/vocabulary.ts";
import { deviceFingerprint } from "../../backend/romm/device-fingerprint.ts";
import { startFaultServer } from "./fault-server.ts";
import { chunksOf, uploadRequest } from "./romm-calls.ts";
import { setupRomm, setupStandIn, versions } from "./setup-romm.ts";

const deck = {
  name: "Deck A",
  platform: "steamos",
  client: "Savepoint",
  clientVersion: "1.0.0",
  hostname: "savepoint-a",
  resetSyncs: false,
  allowDuplicate: false,
};

test.each(versions)(
  "RomM %s: a reinstall finds its device again, and tells its new version",
  async (version) => {
    const { romm, signal } = await setupStandIn(version);
    const first = await romm.devices.register(deck, signal);
    const second = await romm.devices.register({ ...deck, name: "Another", clientVersion: "2.0.0" }, signal);
    expect(first).toMatchObject({ isNew: true, name: "Deck A" });
    expect(second).toEqual({ deviceId: first.deviceId, name: "Deck A", isNew: false });
    expect(await romm.devices.list(signal)).toMatchObject([
      { deviceId: first.deviceId, clientVersion: "2.0.0" },
    ]);
  },
);

test("two Decks of one name and platform are two devices", async () => {
  const { romm, signal } = await setupStandIn("5.2");
  const a = await romm.devices.register(deck, signal);
  const b = await romm.devices.register({ ...deck, hostname: "savepoint-b" }, signal);
  expect(b).toMatchObject({ isNew: true });
  expect(b.deviceId).not.toBe(a.deviceId);
});

test("registering as a new device makes one even where RomM knows this one", async () => {
  const { romm, signal } = await setupStandIn("5.2");
  const a = await romm.devices.register(deck, signal);
  const b = await romm.devices.register({ ...deck, allowDuplicate: true }, signal);
  expect([b.isNew, b.deviceId === a.deviceId]).toEqual([true, false]);
});

test("values that RomM's columns cannot hold are cut", async () => {
  const { romm, signal } = await setupStandIn("5.2");
  const long = "ö".repeat(400);
  await romm.devices.register({ ...deck, name: long, platform: long, client: long, hostname: long }, signal);
  const [device] = await romm.devices.list(signal);
  expect([device?.name?.length, device?.platform?.length, device?.client?.length]).toEqual([255, 50, 50]);
});

test("a device is renamed, its sync switched, and the device removed; one that is gone already is no error", async () => {
  const { romm, signal } = await setupStandIn("5.2");
  const { deviceId } = await romm.devices.register(deck, signal);
  expect(await romm.devices.rename({ deviceId, name: "Mine" }, signal)).toMatchObject({ name: "Mine" });
  expect(await romm.devices.setSync({ deviceId, isEnabled: false }, signal)).toMatchObject({
    isSyncEnabled: false,
  });
  await romm.devices.remove({ deviceId }, signal);
  expect(await romm.devices.list(signal)).toEqual([]);
  await romm.devices.remove({ deviceId }, signal);
});

test("a RomM that leaves the switch of a device's sync as it was is not taken to have obeyed", async () => {
  const server = await startFaultServer();
  const deviceId = "d" as DeviceId;
  server.play("none", { body: { id: deviceId, name: "Deck A" } });
  const { romm, http } = setupRomm(server.origin);
  const switching = romm.devices.setSync({ deviceId, isEnabled: false }, new AbortController().signal);
  await expect(switching).rejects.toMatchObject({
    code: "rejected",
    message: expect.stringContaining("4.9"),
  });
  http.close();
  await server.stop();
});

test("a device whose baselines are lost lets RomM forget what it believes the device holds", async () => {
  const { romm, romId, signal } = await setupStandIn("5.2");
  const { deviceId } = await romm.devices.register(deck, signal);
  const content = { sizeBytes: 2, chunks: chunksOf("hi") };
  const { id } = await romm.saves.uploadSave({ ...uploadRequest, romId, deviceId, content }, signal);
  await romm.saves.confirmDownload({ saveId: id, deviceId }, signal);
  const isCurrent = async () => {
    const [row] = await romm.saves.listSaves({ romId, deviceId }, signal);
    return row?.deviceSyncs.map((sync) => sync.isCurrent);
  };
  await romm.devices.register(deck, signal);
  expect(await isCurrent()).toEqual([true]);
  await romm.devices.register({ ...deck, resetSyncs: true }, signal);
  expect(await isCurrent()).toEqual([false]);
});

test("a forgotten device is told as such by any call with its id", async () => {
  const { romm, romId, signal, world } = await setupStandIn("5.2");
  const { deviceId } = await romm.devices.register(deck, signal);
  world.rules.admin.forgetDevice(deviceId);
  const gone = { code: "not-found", entity: "device" };
  await expect(romm.saves.listSaves({ romId, deviceId }, signal)).rejects.toMatchObject(gone);
  await expect(romm.devices.rename({ deviceId, name: "x" }, signal)).rejects.toMatchObject(gone);
});

const machineId = "0123456789abcdef0123456789abcdef";

test("the fingerprint of a machine is always the same, another for another machine, and hides the machine's id", () => {
  const print = deviceFingerprint(`${machineId}\n`);
  expect(print).toBe(deviceFingerprint(machineId.toUpperCase()));
  expect(print).not.toBe(deviceFingerprint(machineId.replace("0", "1")));
  expect(print).toMatch(/^savepoint-[0-9a-f]{32}$/);
  expect(print).not.toContain(machineId);
});

test.each(["", "steamdeck", "0".repeat(32), "uninitialized"])(
  "%j is no machine id, and gives no fingerprint",
  (text) => {
    expect(deviceFingerprint(text)).toBeNull();
  },
);

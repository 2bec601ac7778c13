import { expect, test } from "vitest";
import type { DeviceId, RomId, SaveId, Slot } from "../../backend/core/vocabulary.ts";
import type { Romm } from "../../backend/romm/client.ts";
import { startFaultServer } from "./fault-server.ts";
import { chunksOf, saveJson } from "./romm-calls.ts";
import { setupRomm, setupStandIn, versions } from "./setup-romm.ts";

const autosave = "autosave" as Slot;

async function setup(version: string) {
  const standIn = await setupStandIn(version);
  const { romm, signal } = standIn;
  const register = (hostname: string) =>
    romm.devices.register(
      {
        ...{ name: hostname, platform: "steamos", client: "Savepoint", clientVersion: "1", hostname },
        ...{ resetSyncs: false, allowDuplicate: false },
      },
      signal,
    );
  const { deviceId } = await register("a");
  const other = (await register("b")).deviceId;
  return { ...standIn, deviceId, other };
}

function upload(romm: Romm, p: { romId: RomId; deviceId: DeviceId; text: string }, signal: AbortSignal) {
  return romm.saves.uploadSave(
    {
      ...{ romId: p.romId, deviceId: p.deviceId, slot: autosave, emulator: "snes9x", fileName: "Alpha.srm" },
      ...{ overwrite: false, autocleanupLimit: 10 },
      content: { sizeBytes: p.text.length, chunks: chunksOf(p.text) },
    },
    signal,
  );
}

test.each(versions)("RomM %s: a save goes up, is listed, comes down, and is confirmed", async (version) => {
  const { romm, romId, deviceId, other, signal } = await setup(version);
  const row = await upload(romm, { romId, deviceId, text: "hello" }, signal);
  const expected = { romId, slot: autosave, emulator: "snes9x", sizeBytes: 5, isMissingOnDisk: false };
  // RomM before 4.9 could not hash it.
  const isHashed = !["4.7", "4.8"].includes(version);
  expect(row).toMatchObject({
    ...expected,
    contentHash: isHashed ? "5d41402abc4b2a76b9719d911017c592" : null,
  });
  expect(row.updatedAtMs % 1000).toBe(0);
  const [listed] = await romm.saves.listSaves({ romId, deviceId: other }, signal);
  expect(listed).toMatchObject({ id: row.id });
  expect(listed?.deviceSyncs[0]).toMatchObject({ deviceId: other, isCurrent: false });
  const source = await romm.saves.downloadSave({ saveId: row.id, deviceId: other }, signal);
  const parts = [];
  for await (const chunk of source.chunks) parts.push(chunk);
  expect(Buffer.concat(parts).toString()).toBe("hello");
  const confirmed = await romm.saves.confirmDownload({ saveId: row.id, deviceId: other }, signal);
  expect(confirmed.deviceSyncs.find((sync) => sync.deviceId === other)).toMatchObject({ isCurrent: true });
  expect(await romm.saves.listAllSaves({ deviceId }, signal)).toHaveLength(1);
});

test.each(versions)(
  "RomM %s: an upload over a save that this device has not seen is a conflict",
  async (version) => {
    const { romm, romId, deviceId, other, signal } = await setup(version);
    const { id } = await upload(romm, { romId, deviceId, text: "hello" }, signal);
    const error = await upload(romm, { romId, deviceId: other, text: "other" }, signal).catch(
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: "conflict", status: 409 });
    const says =
      version === "specification" ? `save ${id}, saved 20` : "Slot has a newer save since your last sync";
    expect(error.message).toContain(says);
  },
);

test("what is gone is told by its name: the row, its file, the rom, the device", async () => {
  const { romm, romId, deviceId, signal, world } = await setup("5.2");
  const { id } = await upload(romm, { romId, deviceId, text: "hello" }, signal);
  const entityOf = (promise: Promise<unknown>) => promise.catch((error) => [error.code, error.entity]);
  const missing = { saveId: 999 as SaveId, deviceId };
  expect(await entityOf(romm.saves.downloadSave(missing, signal))).toEqual(["not-found", "save"]);
  expect(await entityOf(romm.saves.confirmDownload(missing, signal))).toEqual(["not-found", "save"]);
  const unknownDevice = { saveId: id, deviceId: "nobody" as DeviceId };
  expect(await entityOf(romm.saves.downloadSave(unknownDevice, signal))).toEqual(["not-found", "device"]);
  const unknownRom = { romId: 999 as RomId, deviceId, text: "x" };
  expect(await entityOf(upload(romm, unknownRom, signal))).toEqual(["not-found", "rom"]);
  await world.faults.set("entity-404", {
    detail: "Save file not found on disk",
    route: "GET /api/saves/*/content",
  });
  expect(await entityOf(romm.saves.downloadSave({ saveId: id, deviceId }, signal))).toEqual([
    "not-found",
    "save-file",
  ]);
});

test("tracking is switched per row", async () => {
  const { romm, romId, deviceId, signal } = await setup("5.2");
  const { id } = await upload(romm, { romId, deviceId, text: "hello" }, signal);
  const isUntracked = async (row: Promise<{ deviceSyncs: { isUntracked: boolean }[] }>) =>
    (await row).deviceSyncs.map((sync) => sync.isUntracked);
  expect(await isUntracked(romm.saves.untrackSave({ saveId: id, deviceId }, signal))).toEqual([true]);
  expect(await isUntracked(romm.saves.trackSave({ saveId: id, deviceId }, signal))).toEqual([false]);
});

/** One answer for everything, from a server that is not RomM. */
async function answerWith(body: unknown) {
  const server = await startFaultServer();
  server.play("none", { body });
  const { romm, http } = setupRomm(server.origin);
  const stop = async () => {
    http.close();
    await server.stop();
  };
  return { romm, stop, signal: new AbortController().signal };
}

test.each([
  { law: "rows of another game", body: [saveJson, { ...saveJson, rom_id: 8 }] },
  { law: "an object instead of a list", body: { items: [] } },
  { law: "null instead of a list", body: null },
  { law: "a list with what is no row", body: [saveJson, { name: "x" }] },
])("a listing that is $law is malformed, and never a part or nothing", async ({ body }) => {
  const { romm, stop, signal } = await answerWith(body);
  const listing = romm.saves.listSaves({ romId: 7 as RomId, deviceId: "d" as DeviceId }, signal);
  await expect(listing).rejects.toMatchObject({ code: "malformed" });
  await stop();
});

test("a confirmation that is answered with another row is malformed", async () => {
  const { romm, stop, signal } = await answerWith({ ...saveJson, id: 99 });
  const confirming = romm.saves.confirmDownload({ saveId: 12 as SaveId, deviceId: "d" as DeviceId }, signal);
  await expect(confirming).rejects.toMatchObject({ code: "malformed" });
  await stop();
});

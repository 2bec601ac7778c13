import { expect, onTestFinished, test } from "vitest";
import type { DeviceId } from "../../backend/core/vocabulary.ts";
import { startFaultServer } from "./fault-server.ts";
import { saveJson } from "./romm-calls.ts";
import { setupRomm } from "./setup-romm.ts";

/* One row that RomM tells strangely of does not make the others unreadable. */

async function list(...rows: unknown[]) {
  const server = await startFaultServer();
  server.play("none", { body: rows });
  const { romm, http } = setupRomm(server.origin);
  onTestFinished(async () => {
    http.close();
    await server.stop();
  });
  const p = { romId: saveJson.rom_id, deviceId: "d" as DeviceId };
  return await romm.saves.listSaves(p, new AbortController().signal);
}

const other = { ...saveJson, id: 99 };

test.each([
  ["updated_at null", { updated_at: null }, "content"],
  ["a size that is none", { file_size_bytes: -1 }, "content"],
  ["a slot that is none", { slot: 7 }, "slot"],
] as const)("%s: that row alone is unknown", async (_name, change, strange) => {
  const rows = await list({ ...other, ...change }, saveJson);
  expect(rows.map((row) => [row.id, row.strange])).toEqual([
    [99, strange],
    [saveJson.id, undefined],
  ]);
});

test.each([{ device_syncs: null }, { content_hash: "none" }])(
  "%j tells nothing, and is no harm",
  async (change) => {
    expect(await list({ ...other, ...change })).toMatchObject([{ id: 99 }]);
  },
);

test("what is no row, or no list, is no answer of RomM's", async () => {
  await expect(list({ name: "x" })).rejects.toMatchObject({ code: "malformed" });
});

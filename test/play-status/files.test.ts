import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { PlayStatusMemory } from "../../backend/core/state.ts";
import { encodeDocument } from "../../backend/documents/durable/envelope.ts";
import { defaultSettings, openSettings } from "../../backend/documents/settings.ts";
import { openStateStore } from "../../backend/documents/state-store.ts";
import { account, folder, numbersIn, put, setupDeps, stateWith } from "../documents/setup.ts";
import { createCrashingDisk } from "../world/disk/crashing-disk.ts";

const memory: PlayStatusMemory = {
  lastRunAtMs: 1000,
  roms: {
    7: { raId: 70, written: "finished", sent: null },
    8: { raId: 80, written: null, sent: "incomplete" },
  },
  lastChanges: [],
};

/** A file as a Savepoint wrote it that knew nothing of play statuses. */
function olderFile(value: object): Uint8Array {
  const shape = { format: "savepoint-settings", version: 1, decode: () => null };
  return encodeDocument<object>(shape, { value, revision: 3, savedAtMs: 1000 }).bytes;
}

test("a registry from before play statuses is read as it is, and remembers them from then on", async () => {
  const disk = createCrashingDisk();
  const sample = new URL("../documents/samples/state-1.sample", import.meta.url);
  await put(disk, `${folder}/state.json`, await readFile(sample));
  const open = await openStateStore(setupDeps(disk), { folder });
  expect(open.health()).toEqual({ kind: "current" });
  expect(numbersIn(open.store.current())).toEqual([1, 2]);
  await open.store.update(() => stateWith([1, 2], { playStatus: memory }));
  const reopened = await openStateStore(setupDeps(disk), { folder });
  expect(reopened.health()).toEqual({ kind: "current" });
  expect(reopened.store.current().accounts[account]?.playStatus).toEqual(memory);
});

test("settings from before there were others are read as they are, with the others as they are shipped", async () => {
  const disk = createCrashingDisk();
  const older = { autocleanup: { isOn: false, limit: 7 }, launchBudgetMs: 2000 };
  await put(disk, `${folder}/settings.json`, olderFile(older));
  const settings = await openSettings(setupDeps(disk), { folder });
  expect(settings.health).toEqual({ kind: "current" });
  expect(settings.current()).toEqual({ ...defaultSettings, ...older });
});

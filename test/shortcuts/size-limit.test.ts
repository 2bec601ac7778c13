import { appendFile, mkdir, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { AppId, RomId, SaveLocation } from "../../backend/core/vocabulary.ts";
import { createSizeLimit } from "../../backend/romm/size-limit.ts";
import { expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { homeOf } from "./scan-by.ts";

const other = 3_000_000_002 as AppId;
const mebibyte = 1024 ** 2;

/** A place for another game, with a save of this size; nothing of it is written to the disk. */
async function setupLarge(sizeBytes: number, options: Parameters<typeof setupWorld>[0] = {}) {
  const world = await setupWorld(options);
  const deck = await world.deck("A");
  const path = join(homeOf(deck), "saves/Large.srm");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "");
  await truncate(path, sizeBytes);
  await appendFile(path, "played");
  const save: SaveLocation = { kind: "file", path, emulator: "retroarch" };
  const romId = world.romm.addRom({ platform: "gba", fsName: "Large.gba" }).id as RomId;
  const bindings = [{ appId: other, romId, name: "Large", save }];
  const check = async () => expectOk(await deck.api.checkPlace({ appId: other, romId, save })).objections;
  return { world, deck, bindings, check };
}

test("a place with more than RomM takes as it ships is told before it is taken; RomM before 5.1 takes all", async () => {
  const { check } = await setupLarge(600 * mebibyte);
  const limitBytes = 512 * mebibyte - 1024;
  expect(await check()).toEqual([{ kind: "too-large-for-romm", limitBytes, isFinal: false }]);
  const old = await setupLarge(600 * mebibyte, { version: "5.0.0" });
  expect(await old.check()).toEqual([]);
  const small = await setupLarge(500 * mebibyte);
  expect(await small.check()).toEqual([]);
});

test("once RomM said its own limit, the preview, the place and the new game tell it; nothing is lost, nothing sent", async () => {
  const { world, deck, bindings, check } = await setupLarge(8192, { traits: { maxUploadBytes: 6000 } });
  await deck.write("x".repeat(7000));
  expect(await deck.sync()).toMatchObject({
    outcome: "failed",
    problem: { code: "too-large", limitBytes: 6000 },
  });
  const limitBytes = 6000 - 1024;
  expect(await check()).toMatchObject([{ kind: "too-large-for-romm", limitBytes }]);
  const { lines } = expectOk(await deck.api.previewBindings({ bindings }));
  expect(lines).toMatchObject([{ would: "upload", problem: { code: "too-large", limitBytes } }]);
  const [shortcut] = expectOk(await deck.api.registerShortcuts({ bindings }));
  expect(shortcut?.status).toEqual({ kind: "problem", detail: expect.stringContaining(String(limitBytes)) });
  expect(world.rows()).toEqual([]);
});

test("a server that takes more than it ships with is believed from the first such save on", async () => {
  const limit = createSizeLimit(6000);
  expect(limit.known()).toBe(6000 - 1024);
  await limit.heard(5000, async () => {});
  expect(limit.known()).toBe(6000 - 1024);
  await limit.heard(7000, async () => {});
  expect(limit.known()).toBeNull();
});

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { RomId, Sha256, Slot } from "../../backend/core/vocabulary.ts";
import { createFileHashing } from "../../backend/files/file-hashing.ts";
import { createKeptCopies } from "../../backend/history/kept-copies.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { ChangedMeanwhile } from "../../backend/work/problems.ts";
import { account } from "../documents/setup.ts";
import { createWorldTime } from "../world/engine/time.ts";

test("what is kept are the bytes that were seen, under their hash", async () => {
  const { keep, write, kept } = setup();
  write("session 1");
  const copy = await keep("session 1");
  expect(readFileSync(copy.path, "utf8")).toBe("session 1");
  expect(copy).toMatchObject({ sha256: sha256Of("session 1"), sizeBytes: 9 });
  expect(kept()).toEqual([`${sha256Of("session 1")}.save`]);
});

test("a save that changed since it was seen is not kept under its old hash, and leaves nothing behind", async () => {
  const { keep, write, kept } = setup();
  write("session 2");
  await expect(keep("session 1")).rejects.toThrow(ChangedMeanwhile);
  expect(kept()).toEqual([]);
});

test("a save that vanished, and one that changed beside its good copy, are changed too", async () => {
  const { keep, write, path } = setup();
  write("session 1");
  await keep("session 1");
  write("session 2");
  await expect(keep("session 1")).rejects.toThrow(ChangedMeanwhile);
  rmSync(path);
  await expect(keep("session 3")).rejects.toThrow(ChangedMeanwhile);
});

test("a copy that rotted is replaced by a good one", async () => {
  const { keep, write } = setup();
  write("session 1");
  const { path } = await keep("session 1");
  writeFileSync(path, "session X");
  await keep("session 1");
  expect(readFileSync(path, "utf8")).toBe("session 1");
});

function sha256Of(text: string): Sha256 {
  return createHash("sha256").update(text).digest("hex") as Sha256;
}

function setup() {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const disk = createRealDisk();
  const path = join(folder, "Game.srm");
  const history = join(folder, "history");
  let ids = 0;
  const copies = createKeptCopies(
    { disk, clock: createWorldTime().clock(), newId: () => `id-${ids++}`, ...createFileHashing(disk) },
    history,
  );
  return {
    path,
    write: (text: string) => writeFileSync(path, text),
    /** The copies, and what a failed one left. */
    kept: () =>
      existsSync(history) ? readdirSync(history).filter((name) => /\.(save|tmp)$/.test(name)) : [],
    keep: (expected: string) =>
      copies.keep({
        ...{ path, expected: sha256Of(expected), accountId: account, romId: 1 as RomId },
        ...{ slot: "autosave" as Slot, reason: "sent", signal: new AbortController().signal },
        location: { kind: "file", path, emulator: "retroarch" },
      }),
  };
}

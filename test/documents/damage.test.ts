import { describe, expect, test } from "vitest";
import { FileError } from "../../backend/machine/disk.ts";
import { type CrashingDisk, createCrashingDisk } from "../world/disk/crashing-disk.ts";
import { folder, hasProven, numbersIn, openOn, put, readText, stateWith } from "./setup.ts";

/* Crashes never need `.prev`; damage does. Each way to damage a file, in each of the two files. */

const current = `${folder}/state.json`;
const previous = `${current}.prev`;

/** A registry that was [1], then [1, 2]. */
async function setupTwoSaves(): Promise<CrashingDisk> {
  const disk = createCrashingDisk();
  const { store } = await openOn(disk);
  await store.update(() => stateWith([1]));
  await store.update(() => stateWith([1, 2]));
  return disk;
}

const bytesOf = async (disk: CrashingDisk, path: string) => (await disk.read(path)) ?? new Uint8Array();

/** `shape`: JSON with a right checksum and keys that are not ours. */
async function withWrongShape(): Promise<string> {
  const { createHash } = await import("node:crypto");
  const text = (checksum: string) =>
    `{"format":"savepoint-state","version":1,"revision":9,"savedAtMs":1,"checksum":"${checksum}","accounts":[]}\n`;
  return text(
    createHash("sha256")
      .update(text("0".repeat(64)))
      .digest("hex"),
  );
}

const damages: Record<string, (disk: CrashingDisk, path: string) => Promise<void>> = {
  missing: (disk, path) => disk.remove(path),
  empty: (disk, path) => put(disk, path, ""),
  garbage: (disk, path) =>
    put(
      disk,
      path,
      Uint8Array.from({ length: 999 }, (_, index) => (index * 7919) % 256),
    ),
  "all zero": (disk, path) => put(disk, path, new Uint8Array(999)),
  "JSON of something else": (disk, path) => put(disk, path, '{"shortcuts":[]}'),
  "an array": (disk, path) => put(disk, path, "[]"),
  "a wrong checksum": async (disk, path) => {
    const text = (await readText(disk, path)) ?? "";
    await put(disk, path, text.replace('"username":"ash"', '"username":"gary"'));
  },
  "no checksum": async (disk, path) => {
    const text = (await readText(disk, path)) ?? "";
    await put(disk, path, text.replace(/"checksum":"\w+",/, ""));
  },
  "a wrong shape": async (disk, path) => put(disk, path, await withWrongShape()),
  "a folder in its place": async (disk, path) => {
    await disk.remove(path);
    await disk.makeFolder(`${path}/inside`);
  },
};

describe.each(Object.entries(damages))("%s", (name, damage) => {
  test("in the current file: the previous value is recovered, unproven, and written back at once", async () => {
    const disk = await setupTwoSaves();
    await damage(disk, current);
    const { store, health } = await openOn(disk);
    expect(health()).toMatchObject({ kind: "recovered" });
    expect(numbersIn(store.current())).toEqual([1]);
    expect(hasProven(store.current())).toBe(false);
    await damage(disk, previous);
    expect(numbersIn((await openOn(disk)).store.current())).toEqual([1]);
    const aside = (await disk.list(folder))?.filter((file) => file.startsWith("state.json.damaged-"));
    expect(aside).toHaveLength(name === "missing" ? 0 : 1);
  });

  test("in the previous file: the current one is used as it is", async () => {
    const disk = await setupTwoSaves();
    await damage(disk, previous);
    const { store, health } = await openOn(disk);
    expect(health()).toEqual({ kind: "current" });
    expect(numbersIn(store.current())).toEqual([1, 2]);
    expect(hasProven(store.current())).toBe(true);
  });

  test("in both files: the loss is said, nothing is thrown, and the place works again", async () => {
    const disk = await setupTwoSaves();
    await damage(disk, current);
    await damage(disk, previous);
    const first = await openOn(disk);
    expect(first.health().kind).toBe("lost");
    expect(numbersIn(first.store.current())).toEqual([]);
    await first.store.update(() => stateWith([3]));
    const second = await openOn(disk);
    expect(second.health().kind).toBe("lost");
    expect(numbersIn(second.store.current())).toEqual([3]);
    await second.markHealthSeen();
    expect((await openOn(disk)).health()).toEqual({ kind: "current" });
  });
});

test("cut at every 64th byte, and at every byte of its head and end, the file is never taken for sound", async () => {
  const whole = await setupTwoSaves();
  const bytes = await bytesOf(whole, current);
  const edges = [...Array(300).keys(), ...[...Array(40).keys()].map((back) => bytes.length - 1 - back)];
  const every64th = [...Array(Math.ceil(bytes.length / 64)).keys()].map((part) => part * 64);
  for (const length of new Set([...edges, ...every64th])) {
    const disk = whole.clone();
    await put(disk, current, bytes.subarray(0, length));
    const { store } = await openOn(disk);
    expect([length, numbersIn(store.current())]).toEqual([length, [1]]);
  }
});

test("one flipped bit anywhere is found", async () => {
  const whole = await setupTwoSaves();
  const bytes = await bytesOf(whole, current);
  for (let at = 0; at < bytes.length - 1; at += 13) {
    const disk = whole.clone();
    await put(
      disk,
      current,
      bytes.map((byte, index) => (index === at ? byte ^ 4 : byte)),
    );
    const { store, health } = await openOn(disk);
    const isReadOnly = health().kind === "read-only"; // The version's own digit: refused in another way.
    expect([at, isReadOnly || numbersIn(store.current()).length === 1]).toEqual([at, true]);
  }
});

describe("a disk that does not tell", () => {
  test.each([
    ["the current file", "read state.json", "io"],
    ["the current file's existence", "stat state.json", "denied"],
  ] as const)("%s: an error and never an empty registry that could be saved", async (_, refused, code) => {
    const disk = await setupTwoSaves();
    const before = await bytesOf(disk, current);
    disk.refuse((step) => (step === refused ? code : null));
    const { store, health } = await openOn(disk);
    expect(health().kind).toBe("unreadable");
    await expect(store.update(() => stateWith([9]))).rejects.toBeInstanceOf(FileError);
    disk.refuse(() => null);
    expect(await bytesOf(disk, current)).toEqual(before);
    await expect(store.update(() => stateWith([9]))).rejects.toBeInstanceOf(FileError);
    expect(numbersIn((await openOn(disk)).store.current())).toEqual([1, 2]);
  });

  test("the previous file, where it is needed: an error too", async () => {
    const disk = await setupTwoSaves();
    await put(disk, current, "garbage");
    disk.refuse((step) => (step === "read state.json.prev" ? "io" : null));
    const { store, health } = await openOn(disk);
    expect(health().kind).toBe("unreadable");
    await expect(store.update(() => stateWith([9]))).rejects.toBeInstanceOf(FileError);
    disk.refuse(() => null);
    expect(numbersIn((await openOn(disk)).store.current())).toEqual([1]);
  });

  test("the previous file, where it is not needed: nothing", async () => {
    const disk = await setupTwoSaves();
    disk.refuse((step) => (step.endsWith("state.json.prev") ? "io" : null));
    expect((await openOn(disk)).health()).toEqual({ kind: "current" });
  });

  test("a full disk during a recovery: the recovered state is used, and the next save brings it to the disk", async () => {
    const disk = await setupTwoSaves();
    await put(disk, current, "garbage");
    disk.refuse((step) => (step.startsWith("write") ? "no-space" : null));
    const { store, health } = await openOn(disk);
    expect(health().kind).toBe("recovered");
    expect(numbersIn(store.current())).toEqual([1]);
    await expect(store.update((state) => ({ ...state }))).rejects.toMatchObject({ code: "no-space" });
    disk.refuse(() => null);
    await store.update((state) => ({ ...state }));
    expect(numbersIn((await openOn(disk)).store.current())).toEqual([1]);
  });
});

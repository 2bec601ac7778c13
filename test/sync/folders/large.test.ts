import { mkdir, mkdtemp, open, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createTreeHashing } from "../../../backend/files/tree/tree-hash.ts";
import type { Disk } from "../../../backend/machine/disk.ts";
import { createRealDisk } from "../../../backend/machine/real-disk.ts";
import type { TreeMember } from "../../../backend/ports/hashing.ts";
import { appId, type EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { folderOf, shapes } from "./folder-decks.ts";

/* A save of many files, or of very large ones: what did not change is not read again. */

/** How often each file's content was opened since the last call. */
function countOpens(deck: EngineDeck, root: string): () => Map<string, number> {
  const { openRead } = deck.disk;
  let opens = new Map<string, number>();
  deck.disk.openRead = async (path) => {
    if (path.startsWith(root)) opens.set(path, (opens.get(path) ?? 0) + 1);
    return await openRead(path);
  };
  return () => {
    const counted = opens;
    opens = new Map();
    return counted;
  };
}

test("20,000 files: a launch check and an exit open none of them, and a look after a change opens what changed", {
  timeout: 120_000,
}, async () => {
  const world = await setupWorld();
  const a = await world.deck("A", { save: shapes["a data folder, as of Dolphin's Wii"] });
  const root = join(folderOf(a), "Wii/title/00010000/52535045/data");
  for (let folder = 0; folder < 200; folder++) {
    await mkdir(join(root, `f${folder}`), { recursive: true });
    for (let file = 0; file < 100; file++)
      await writeFile(join(root, `f${folder}/${file}`), `${folder}.${file}`);
  }
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  const opens = countOpens(a, root);
  const launch = { launchId: "launch-1", appId, budgetMs: 60_000 };
  expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
  expect(opens().size).toBe(0);
  expect(await a.exit()).toMatchObject({ decision: "keep" });
  expect(opens().size).toBe(0);
  const changed = join(root, "f7/7");
  await writeFile(changed, "another session");
  await a.api.look({ appId });
  expect([...opens().keys()]).toEqual([changed]);
  expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  // An archive is sent whole: each file is read once for it, and none twice that stayed.
  const sent = opens();
  sent.delete(changed);
  expect(new Set(sent.values())).toEqual(new Set([1]));
});

test("2 GiB: the second look at a tree reads none of it, and the third only the file that was written", {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-large-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const sizes = { large: 2 * 1024 ** 3 - 1024 ** 2, small: 4096 };
  for (const [name, sizeBytes] of Object.entries(sizes)) {
    const file = await open(join(folder, name), "w");
    await file.truncate(sizeBytes);
    await file.close();
  }
  const real = createRealDisk();
  let readBytes = 0;
  const disk: Disk = {
    ...real,
    async openRead(path) {
      const file = await real.openRead(path);
      const read = async (buffer: Uint8Array) => {
        const count = (await file?.read(buffer)) ?? 0;
        readBytes += count;
        return count;
      };
      return file && { ...file, read };
    },
  };
  const since = async () => {
    const before = readBytes;
    return () => readBytes - before;
  };
  // An hour from now: what stands there was written long ago.
  const hashing = createTreeHashing(disk, { now: () => Date.now() + 3_600_000 });
  const members: TreeMember[] = (await readdir(folder)).map((name) => {
    return { key: name, name, path: join(folder, name) };
  });
  const look = () => hashing.hashTree({ members, tops: [folder] }, new AbortController().signal);
  const first = await since();
  const hashed = await look();
  expect(first()).toBe(sizes.large + sizes.small);
  const second = await since();
  expect(await look()).toEqual(hashed);
  expect(second()).toBe(0);
  await writeFile(join(folder, "small"), "played");
  const third = await since();
  expect((await look())?.archive.sha256).not.toBe(hashed?.archive.sha256);
  expect(third()).toBe("played".length);
});

test("a file whose stamps are younger than a file system's grain is read again, and so is everything after a day", async () => {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-young-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "a");
  await writeFile(path, "one");
  let nowMs = Date.now();
  const real = createRealDisk();
  let opened = 0;
  const disk: Disk = {
    ...real,
    openRead(at) {
      opened += 1;
      return real.openRead(at);
    },
  };
  const hashing = createTreeHashing(disk, { now: () => nowMs });
  const look = () =>
    hashing.hashTree({ members: [{ key: "a", name: "a", path }], tops: [] }, new AbortController().signal);
  await look();
  await look();
  expect(opened).toBe(2);
  nowMs += 10_000;
  await look();
  await look();
  expect(opened).toBe(3);
  nowMs += 25 * 3_600_000;
  await look();
  expect(opened).toBe(4);
  await utimes(path, new Date(nowMs), new Date(nowMs));
  await look();
  expect(opened).toBe(5);
});

test("on FAT and over a network stamps prove nothing, and everything is read each time", async () => {
  for (const kind of ["fat", "network"] as const) {
    const folder = await mkdtemp(join(tmpdir(), "savepoint-fat-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, "a");
    await writeFile(path, "one");
    const real = createRealDisk();
    let opened = 0;
    const disk: Disk = {
      ...real,
      fileSystem: async (at) => {
        const found = await real.fileSystem(at);
        return found && { ...found, kind };
      },
      openRead(at) {
        opened += 1;
        return real.openRead(at);
      },
    };
    const hashing = createTreeHashing(disk, { now: () => Date.now() + 3_600_000 });
    const members = [{ key: "a", name: "a", path }];
    for (let look = 0; look < 2; look++)
      await hashing.hashTree({ members, tops: [] }, new AbortController().signal);
    expect([kind, opened]).toEqual([kind, 2]);
  }
});

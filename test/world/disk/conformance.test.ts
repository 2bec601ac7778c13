import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Disk, FileError } from "../../../backend/machine/disk.ts";
import { createRealDisk } from "../../../backend/machine/real-disk.ts";
import { createCrashingDisk } from "./crashing-disk.ts";

/* One suite for every disk, and one random comparison: the model must not be kinder than the disk. */

const scratch = mkdtempSync(join(tmpdir(), "savepoint-disk-"));
afterAll(() => rm(scratch, { recursive: true, force: true }));

let places = 0;
const disks: Record<string, () => Promise<{ disk: Disk; root: string }>> = {
  "the real disk": async () => placeOn(createRealDisk(), join(scratch, String(places++))),
  "the crashing disk": async () => placeOn(createCrashingDisk(), "/place"),
};

async function placeOn(disk: Disk, root: string) {
  await disk.makeFolder(root);
  return { disk, root };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (content: Uint8Array | null) => (content ? new TextDecoder().decode(content) : null);

async function put(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path);
  await file.write(bytes(text));
  await file.sync();
  await file.close();
}

const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return "done";
  } catch (error) {
    return error instanceof FileError ? error.code : String(error);
  }
};

describe.each(Object.entries(disks))("%s", (_, setup) => {
  test("a file that is written in pieces is read back whole", async () => {
    const { disk, root } = await setup();
    const file = await disk.create(`${root}/a`);
    await file.write(bytes("one "));
    await file.write(bytes("two"));
    await file.close();
    await disk.append(`${root}/a`, bytes(" three"));
    expect(textOf(await disk.read(`${root}/a`))).toBe("one two three");
    expect(await disk.stat(`${root}/a`)).toMatchObject({ kind: "file", sizeBytes: 13 });
  });

  test("a folder tells what stands in it by kind, and what is no folder has no entries", async () => {
    const { disk, root } = await setup();
    await put(disk, `${root}/a`, "1");
    await disk.makeFolder(`${root}/sub/deep`);
    const entries = (await disk.entries(root)) ?? [];
    expect(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: "a", kind: "file" },
      { name: "sub", kind: "folder" },
    ]);
    expect(await disk.entries(`${root}/a`)).toBeNull();
    expect(await disk.entries(`${root}/none`)).toBeNull();
  });

  test("a tree is removed with all below it, and one that is absent is no error", async () => {
    const { disk, root } = await setup();
    await disk.makeFolder(`${root}/sub/deep`);
    await put(disk, `${root}/sub/deep/a`, "1");
    await put(disk, `${root}/b`, "2");
    await disk.removeTree(`${root}/sub`);
    await disk.removeTree(`${root}/b`);
    await disk.removeTree(`${root}/none`);
    expect(await disk.list(root)).toEqual([]);
  });

  test("a folder with files in it is not renamed over, and an empty one is", async () => {
    const { disk, root } = await setup();
    await disk.makeFolder(`${root}/new`);
    await put(disk, `${root}/new/a`, "new");
    await disk.makeFolder(`${root}/full`);
    await put(disk, `${root}/full/b`, "old");
    await disk.makeFolder(`${root}/empty`);
    expect(await codeOf(disk.rename(`${root}/new`, `${root}/full`))).toBe("io");
    expect(await codeOf(disk.rename(`${root}/new`, `${root}/empty`))).toBe("done");
    expect(textOf(await disk.read(`${root}/empty/a`))).toBe("new");
  });

  test("what a path lies on tells its free space, and an absent path tells nothing", async () => {
    const { disk, root } = await setup();
    expect((await disk.fileSystem(root))?.freeBytes).toBeGreaterThan(0);
    expect(await disk.fileSystem(`${root}/none`)).toBeNull();
  });

  test("what stands already is not created over", async () => {
    const { disk, root } = await setup();
    await put(disk, `${root}/a`, "old");
    expect(await codeOf(disk.create(`${root}/a`))).toBe("exists");
    expect(textOf(await disk.read(`${root}/a`))).toBe("old");
  });

  test("absence is null, also below a file; a folder in a file's place is an error", async () => {
    const { disk, root } = await setup();
    await put(disk, `${root}/a`, "file");
    for (const path of [`${root}/none`, `${root}/none/deeper`, `${root}/a/below`]) {
      expect(await disk.stat(path)).toBeNull();
      expect(await disk.list(path)).toBeNull();
      expect(await disk.read(path)).toBeNull();
      expect(await disk.openRead(path)).toBeNull();
    }
    expect(await codeOf(disk.read(root))).toBe("io");
  });

  test("a rename replaces, and an open file goes with its content", async () => {
    const { disk, root } = await setup();
    await put(disk, `${root}/old`, "old");
    const reader = await disk.openRead(`${root}/old`);
    await put(disk, `${root}/new`, "new");
    await disk.rename(`${root}/new`, `${root}/old`);
    expect(textOf(await disk.read(`${root}/old`))).toBe("new");
    expect(await disk.list(root)).toEqual(["old"]);
    const buffer = new Uint8Array(8);
    expect(await reader?.read(buffer)).toBe(3);
    expect(textOf(buffer.subarray(0, 3))).toBe("old");
    await reader?.close();
  });

  test("a link is the same file, outlives the first name, and does not replace", async () => {
    const { disk, root } = await setup();
    await put(disk, `${root}/a`, "content");
    await disk.link(`${root}/a`, `${root}/b`);
    expect((await disk.stat(`${root}/a`))?.inode).toBe((await disk.stat(`${root}/b`))?.inode);
    expect(await codeOf(disk.link(`${root}/a`, `${root}/b`))).toBe("exists");
    await disk.remove(`${root}/a`);
    expect(textOf(await disk.read(`${root}/b`))).toBe("content");
  });

  test("renaming one name of a file over its other name does nothing", async () => {
    const { disk, root } = await setup();
    await put(disk, `${root}/a`, "content");
    await disk.link(`${root}/a`, `${root}/b`);
    await disk.rename(`${root}/a`, `${root}/b`);
    expect((await disk.list(root))?.sort()).toEqual(["a", "b"]);
  });
});

type Call = (disk: Disk, root: string) => Promise<unknown>;

/** A few names, so that calls meet: files, folders, names below both. */
const paths = ["a", "b", "d", "d/x", "d/y", "d/e", "d/e/z"];
const path = fc.constantFrom(...paths);
const call: fc.Arbitrary<[string, Call]> = fc.oneof(
  path.map((p): [string, Call] => [`stat ${p}`, async (disk, root) => kindOf(disk, `${root}/${p}`)]),
  path.map((p): [string, Call] => [
    `list ${p}`,
    async (disk, root) => (await disk.list(`${root}/${p}`))?.sort(),
  ]),
  path.map((p): [string, Call] => [
    `read ${p}`,
    async (disk, root) => textOf(await disk.read(`${root}/${p}`)),
  ]),
  fc
    .tuple(path, fc.string())
    .map(([p, text]): [string, Call] => [`put ${p}`, (disk, root) => put(disk, `${root}/${p}`, text)]),
  path.map((p): [string, Call] => [`append ${p}`, (disk, root) => disk.append(`${root}/${p}`, bytes("+"))]),
  path.map((p): [string, Call] => [`makeFolder ${p}`, (disk, root) => disk.makeFolder(`${root}/${p}`)]),
  path.map((p): [string, Call] => [`remove ${p}`, (disk, root) => disk.remove(`${root}/${p}`)]),
  path.map((p): [string, Call] => [`syncFolder ${p}`, (disk, root) => disk.syncFolder(`${root}/${p}`)]),
  path.map((p): [string, Call] => [`setMode ${p}`, (disk, root) => disk.setMode(`${root}/${p}`, 0o755)]),
  fc
    .tuple(path, path)
    .map(([a, b]): [string, Call] => [
      `rename ${a} ${b}`,
      (disk, root) => disk.rename(`${root}/${a}`, `${root}/${b}`),
    ]),
  fc
    .tuple(path, path)
    .map(([a, b]): [string, Call] => [
      `link ${a} ${b}`,
      (disk, root) => disk.link(`${root}/${a}`, `${root}/${b}`),
    ]),
);

async function kindOf(disk: Disk, path: string) {
  const stat = await disk.stat(path);
  return stat && { kind: stat.kind, sizeBytes: stat.kind === "file" ? stat.sizeBytes : null };
}

test("the crashing disk answers every row of calls as the real disk does", async () => {
  const calls = fc.array(call, { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(calls, async (row) => {
      const answers: Record<string, unknown[]> = {};
      for (const [name, setup] of Object.entries(disks)) {
        const { disk, root } = await setup();
        answers[name] = [];
        for (const [label, run] of row) {
          let answer: unknown;
          const code = await codeOf(
            run(disk, root).then((result) => {
              answer = result;
            }),
          );
          answers[name].push([label, code, answer]);
        }
      }
      expect(answers["the crashing disk"]).toEqual(answers["the real disk"]);
    }),
    { numRuns: 300 },
  );
});

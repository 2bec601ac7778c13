import { describe, expect, test } from "vitest";
import { createDurableJson, DocumentReadOnly } from "../../backend/documents/durable-json.ts";
import { type CrashingDisk, createCrashingDisk } from "../world/disk/crashing-disk.ts";
import { folder, put, readText, setupDeps } from "./setup.ts";

interface Note {
  text: string;
}

const current = `${folder}/note.json`;
const previous = `${current}.prev`;

function setupNote(disk: CrashingDisk = createCrashingDisk()) {
  const deps = setupDeps(disk);
  const open = (version = 1) =>
    createDurableJson<Note>(deps, {
      folder,
      name: "note.json",
      format: "note",
      version,
      decode: ({ text, ...others }) =>
        typeof text === "string" && Object.keys(others).length === 0 ? { text } : null,
      migrations: { 1: ({ text }) => ({ text: `${text} (migrated)` }) },
    });
  return { ...deps, disk, open, note: open() };
}

async function savedNote(...texts: string[]) {
  const setup = setupNote();
  await setup.note.load();
  for (const text of texts) await setup.note.save({ text });
  return setup;
}

const valueIn = (loaded: object) => ("value" in loaded ? loaded.value : null);

describe("saving", () => {
  test("the second save makes the first value the previous one, and each later save the one before it", async () => {
    const { note, disk } = await savedNote("one");
    expect(await disk.stat(previous)).toBeNull();
    await note.save({ text: "two" });
    expect(await note.loadPrevious()).toMatchObject({ value: { text: "one" }, revision: 1 });
    await note.save({ text: "three" });
    expect(await note.loadPrevious()).toMatchObject({ value: { text: "two" }, revision: 2 });
    expect(await note.load()).toMatchObject({ kind: "current", value: { text: "three" }, revision: 3 });
  });

  test("what is loaded is what was saved, through another process too", async () => {
    const { open } = await savedNote('“ünïcode” \u2028 \ud800 \\ "checksum":"00"');
    expect(valueIn(await open().load())).toEqual({ text: '“ünïcode” \u2028 \ud800 \\ "checksum":"00"' });
  });

  test("the revision grows over starts and losses", async () => {
    const { open, disk } = await savedNote("one", "two", "three");
    await put(disk, current, "garbage");
    const note = open();
    expect(await note.load()).toMatchObject({ kind: "previous", revision: 2 });
    await note.saveRecovered({ text: "two" });
    expect(await open().load()).toMatchObject({ revision: 4 });
  });

  test("of the values that wait for a save only the newest is written, and all callers hear of it", async () => {
    const { note, disk, open } = await savedNote("one");
    const first = note.save({ text: "two" });
    await Promise.resolve();
    await Promise.resolve();
    const waiting = ["three", "four", "five"].map((text) => note.save({ text }));
    await first;
    await Promise.all(waiting);
    expect(await open().load()).toMatchObject({ value: { text: "five" }, revision: 3 });
    expect(await readText(disk, previous)).toContain('"two"');
  });

  test("a full disk refuses the save with a clear error, leaves the old files whole and no rest behind", async () => {
    for (const refused of ["create", "write", "sync", "close", "link", "rename"]) {
      const { note, disk, open } = await savedNote("one", "two");
      disk.refuse((step) => (step.startsWith(`${refused} note.json`) ? "no-space" : null));
      await expect(note.save({ text: "three" })).rejects.toMatchObject({ code: "no-space" });
      disk.refuse(() => null);
      expect(await open().load()).toMatchObject({ kind: "current", value: { text: "two" } });
      expect(await disk.list(folder)).not.toContain("note.json.tmp");
      await note.save({ text: "four" });
      expect(await open().load()).toMatchObject({ value: { text: "four" } });
      expect(await open().loadPrevious()).toMatchObject({ value: { text: "two" } });
    }
  });

  test("a file that does not read back as it was written replaces nothing", async () => {
    const { note, disk, open } = await savedNote("one");
    const { read } = disk;
    disk.read = async (path) => (path.endsWith(".tmp") ? new Uint8Array(3) : await read(path));
    await expect(note.save({ text: "two" })).rejects.toMatchObject({ code: "io" });
    disk.read = read;
    expect(await open().load()).toMatchObject({ value: { text: "one" } });
  });

  test("a failed save fails its own callers and not those who wait behind it", async () => {
    const { note, disk, open } = await savedNote("one");
    let refusals = 1;
    disk.refuse((step) => (step === "sync note.json.tmp" && refusals-- > 0 ? "io" : null));
    const failing = note.save({ text: "two" });
    const failure = expect(failing).rejects.toMatchObject({ code: "io" });
    await Promise.resolve();
    await Promise.resolve();
    await note.save({ text: "three" });
    await failure;
    expect(await open().load()).toMatchObject({ value: { text: "three" } });
  });

  test("without hard links the previous value is kept by copying", async () => {
    const { note, disk } = setupNote(createCrashingDisk({ hasLinks: false }));
    await note.load();
    await note.save({ text: "one" });
    await note.save({ text: "two" });
    expect(await note.loadPrevious()).toMatchObject({ value: { text: "one" } });
    expect((await disk.stat(current))?.inode).not.toBe((await disk.stat(previous))?.inode);
  });
});

describe("damage while running", () => {
  test("a damaged file never pushes the good previous one out, and is kept aside", async () => {
    const { note, disk } = await savedNote("one", "two");
    await put(disk, current, "garbage");
    await note.save({ text: "three" });
    expect(await note.loadPrevious()).toMatchObject({ value: { text: "one" } });
    const aside = (await disk.list(folder))?.find((name) => name.startsWith("note.json.damaged-"));
    expect(await readText(disk, `${folder}/${aside}`)).toBe("garbage");
    expect(await note.load()).toMatchObject({ kind: "current", value: { text: "three" } });
  });

  test("five damaged files are kept, the newest, and none twice", async () => {
    const { open, disk, time } = await savedNote("one", "two");
    const aside = async () =>
      (await disk.list(folder))?.filter((name) => name.includes(".damaged-")).sort() ?? [];
    for (let number = 1; number <= 7; number++) {
      time.advance(60_000);
      await put(disk, current, `garbage ${number}`);
      await open().load();
      await open().load();
    }
    const kept = await Promise.all((await aside()).map((name) => readText(disk, `${folder}/${name}`)));
    expect(kept).toEqual(["garbage 3", "garbage 4", "garbage 5", "garbage 6", "garbage 7"]);
  });

  test("a folder in the file's place is moved aside, not fought", async () => {
    for (const place of [current, previous]) {
      const { note, disk, open } = await savedNote("one", "two");
      await disk.remove(place);
      await disk.makeFolder(`${place}/inner`);
      await note.save({ text: "three" });
      await note.save({ text: "four" });
      expect(await open().load()).toMatchObject({ value: { text: "four" } });
      expect(await open().loadPrevious()).toMatchObject({ value: { text: "three" } });
      expect((await disk.list(folder))?.filter((name) => name.endsWith("-not-a-file"))).toHaveLength(1);
    }
  });
});

describe("versions", () => {
  test("an older version is migrated when it is loaded", async () => {
    const { open } = await savedNote("one");
    expect(await open(2).load()).toMatchObject({ kind: "current", value: { text: "one (migrated)" } });
    expect(await open(3).load()).toMatchObject({ kind: "damaged", reason: "wrong-shape" });
  });

  test("a newer version is shown and never overwritten", async () => {
    const { open, disk } = await savedNote("old");
    const newer = open(2);
    await newer.load();
    await newer.save({ text: "new" });
    const bytes = await readText(disk, current);
    const note = open(1);
    expect(await note.load()).toEqual({ kind: "newer", version: 2, value: { text: "new" } });
    await expect(note.save({ text: "lost" })).rejects.toBeInstanceOf(DocumentReadOnly);
    expect(await readText(disk, current)).toBe(bytes);
  });

  test("a newer version that appears while an older one runs is not overwritten either", async () => {
    const { note, open, disk } = await savedNote("old");
    const newer = open(2);
    await newer.load();
    await newer.save({ text: "new" });
    const bytes = await readText(disk, current);
    await expect(note.save({ text: "lost" })).rejects.toBeInstanceOf(DocumentReadOnly);
    expect(await readText(disk, current)).toBe(bytes);
  });

  test("a newer previous file behind a damaged current one makes both read-only", async () => {
    const { open, disk } = await savedNote("old");
    const newer = open(2);
    await newer.load();
    await newer.save({ text: "new" });
    await newer.save({ text: "newest" });
    await put(disk, current, "garbage");
    const note = open(1);
    expect(await note.load()).toMatchObject({ kind: "newer", version: 2 });
    await expect(note.save({ text: "lost" })).rejects.toBeInstanceOf(DocumentReadOnly);
  });
});

test("the folder and what is missing above it are made, and are durable with the first save", async () => {
  const disk = createCrashingDisk();
  const { clock, log } = setupDeps(disk);
  const place = { folder: "/a/b/c", name: "note.json", format: "note", version: 1 };
  const decode = ({ text }: Record<string, unknown>) => (typeof text === "string" ? { text } : null);
  const note = createDurableJson<Note>({ disk, clock, log }, { ...place, decode });
  await note.load();
  await note.save({ text: "one" });
  const after = disk.afterPowerLoss(() => 0);
  const reopened = createDurableJson<Note>({ disk: after, clock, log }, { ...place, decode });
  expect(await reopened.load()).toMatchObject({ kind: "current", value: { text: "one" } });
});

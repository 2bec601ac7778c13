import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createFileLog } from "../../backend/machine/file-log.ts";
import { asJson } from "../../backend/machine/log-line.ts";

async function setupFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-log-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("A line says when, how bad, what, and its facts; a stack stands below it", async () => {
  const path = join(await setupFolder(), "deeper", "log.txt");
  const log = createFileLog(path, () => 0);
  log.info("Sent.", { game: 'Tobu "Tobu" Girl', rom: 12, save: null, slot: "autosave", detail: undefined });
  log.error("A defect.", { error: "TypeError: x\n    at y", unit: 3 });
  await log.flushed();
  expect(await readFile(path, "utf8")).toBe(
    [
      '1970-01-01T00:00:00.000Z info Sent. game="Tobu \\"Tobu\\" Girl" rom=12 slot=autosave',
      "1970-01-01T00:00:00.000Z error A defect. unit=3",
      "  error: TypeError: x",
      "      at y",
      "",
    ].join("\n"),
  );
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("No text of others begins a line of its own", async () => {
  const path = join(await setupFolder(), "log.txt");
  const log = createFileLog(path, () => 0);
  const forged = "x\r\n1970-01-01T00:00:00.000Z error All is lost.\r1970";
  log.warn(forged, { name: forged, short: "a b" });
  await log.flushed();
  const lines = (await readFile(path, "utf8")).trimEnd().split(/\r\n?|\n/);
  expect(lines.filter((line) => line.startsWith("1970"))).toHaveLength(1);
});

test("What is said within a piece of work carries its facts, however deep, and what is said beside it does not", async () => {
  const path = join(await setupFolder(), "log.txt");
  const log = createFileLog(path, () => 0);
  const work = async (unit: string) => {
    await log.during({ unit }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await log.during({ step: "inner" }, async () => log.info("Inside."));
      log.info("After.");
    });
  };
  await Promise.all([work("one"), work("two")]);
  log.info("Outside.");
  await log.flushed();
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => line.slice("1970-01-01T00:00:00.000Z info ".length)).sort()).toEqual([
    ...["After. unit=one", "After. unit=two"],
    ...["Inside. unit=one step=inner", "Inside. unit=two step=inner", "Outside."],
  ]);
});

test("For programs each line is one object", async () => {
  const path = join(await setupFolder(), "log.jsonl");
  const log = createFileLog(path, () => 0, asJson);
  log.info("Sent.", { rom: 12, error: "a\nb" });
  await log.flushed();
  const [line = ""] = (await readFile(path, "utf8")).split("\n");
  expect(JSON.parse(line)).toEqual({
    ...{ time: "1970-01-01T00:00:00.000Z", level: "info", message: "Sent.", rom: 12, error: "a\nb" },
  });
});

test("The log never takes more than three files of 2 MiB, and the newest lines are in the first", async () => {
  const folder = await setupFolder();
  const path = join(folder, "log.txt");
  const log = createFileLog(path, () => 0);
  for (let round = 0; round < 40; round++) {
    log.info(`Round ${round}.`, { filler: "x".repeat(256 * 1024) });
    await log.flushed();
  }
  const names = (await readdir(folder)).sort();
  expect(names).toEqual(["log.txt", "log.txt.1", "log.txt.2"]);
  for (const name of names) expect((await stat(join(folder, name))).size).toBeLessThan(2.5 * 1024 * 1024);
  expect(await readFile(path, "utf8")).toContain("Round 39.");
});

test("A log that cannot be written is no trouble, and goes on when it can", async () => {
  const folder = await setupFolder();
  const place = join(folder, "place");
  await writeFile(place, "a file where the folder should be");
  const path = join(place, "log.txt");
  const log = createFileLog(path, () => 0);
  log.error("Lost.");
  await log.flushed();
  await rm(place);
  const { mkdir } = await import("node:fs/promises");
  await mkdir(place);
  log.error("Found.");
  await log.flushed();
  expect(await readFile(path, "utf8")).toContain("Found.");
});

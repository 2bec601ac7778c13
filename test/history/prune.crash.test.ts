import { expect, test } from "vitest";
import { joinPath } from "../../backend/core/paths.ts";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import { labelKept } from "../../backend/history/labels.ts";
import { createPrune } from "../../backend/history/prune.ts";
import type { RetentionFacts } from "../../backend/history/retention.ts";
import { createStoredCopies } from "../../backend/history/stored/copies.ts";
import { createCopyOrder } from "../../backend/history/stored/copy-order.ts";
import type { KeepRequest } from "../../backend/ports/kept-copies.ts";
import { type CrashingDisk, createCrashingDisk, PowerLoss } from "../world/disk/crashing-disk.ts";
import type { Choose } from "../world/disk/nodes.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { copyOf, factsOf, labelOf, nowMs, rowOf, sha256Of } from "./copies.ts";

/*
 * Law: whenever the power goes during a pass of retention, a content stands whole or not at all, no label stands
 * without its content, and what is sole stands with its label; the next pass ends what was begun.
 */

const folder = "/data/history";
const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

const redundant = Array.from({ length: 24 }, (_, index) => `row ${index}`);
const sole = ["sole 1", "sole 2"];
const shared = "row 23";
const unlabelled = "without a label";
const facts = factsOf({ rows: redundant.map((text, index) => rowOf(100 - index, text)) });

const noStore = {
  find: async () => null,
  pathOf: () => "",
  keep: () => Promise.reject(new Error("Nothing is kept here.")),
};

function pruneOn(
  disk: CrashingDisk,
  id: string,
  known: RetentionFacts = facts,
  inUse: string[] = [],
  meanwhile = async () => {},
) {
  let ids = 0;
  const clock = createWorldTime(nowMs).clock();
  const order = createCopyOrder({ clock, onKept: () => {} }, noStore);
  for (const text of inUse)
    void order.keptCopies.keep({ expected: sha256Of(text) } as KeepRequest).catch(() => {});
  const deps = { disk, log, order, newId: () => `${id}-${ids++}` };
  const stored = createStoredCopies(deps, folder);
  return createPrune(
    {
      ...deps,
      clock,
      stored,
      readFacts: () => meanwhile().then(() => known),
      listAgain: async () => undefined,
    },
    folder,
  );
}

async function put(disk: CrashingDisk, name: string, text: string): Promise<void> {
  const file = await disk.create(joinPath(folder, name));
  await file.write(new TextEncoder().encode(text));
  await file.sync();
  await file.close();
}

/** 24 redundant copies of which 4 are too many (one shared with another unit), 2 sole ones and one without a label. */
async function setupHistory(): Promise<CrashingDisk> {
  const disk = createCrashingDisk();
  await disk.makeFolder(folder);
  for (const text of [...redundant, ...sole, unlabelled]) await put(disk, `${sha256Of(text)}.save`, text);
  for (const [index, text] of redundant.entries()) {
    const label = labelOf(
      text,
      copyOf(text, index, { followedRow: index === 0 ? null : ((100 - index) as SaveId) }),
    );
    await put(disk, `${sha256Of(text)}.own${index}.json`, JSON.stringify(label));
  }
  for (const text of sole)
    await put(disk, `${sha256Of(text)}.sole.json`, JSON.stringify(labelOf(text, copyOf(text, 9000))));
  const other = { ...labelOf(shared, copyOf(shared, 9000)), slot: "another" };
  await put(disk, `${sha256Of(shared)}.other.json`, JSON.stringify(other));
  await disk.syncFolder(folder);
  await disk.syncFolder("/data");
  await disk.syncFolder("/");
  return disk;
}

async function read(disk: CrashingDisk, name: string): Promise<string | null> {
  const bytes = await disk.read(joinPath(folder, name));
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

async function expectWhole(disk: CrashingDisk): Promise<void> {
  const names = (await disk.list(folder)) ?? [];
  for (const text of [...redundant, ...sole, unlabelled]) {
    const bytes = await read(disk, `${sha256Of(text)}.save`);
    expect([text, null]).toContain(bytes);
    const labels = names.filter((name) => name.startsWith(sha256Of(text)) && name.endsWith(".json"));
    if (bytes === null) expect(labels).toEqual([]);
  }
  for (const text of [...sole, shared, unlabelled])
    expect(await read(disk, `${sha256Of(text)}.save`)).toBe(text);
  for (const text of sole) expect(names).toContain(`${sha256Of(text)}.sole.json`);
  expect(names).toContain(`${sha256Of(shared)}.other.json`);
}

async function expectDone(disk: CrashingDisk): Promise<void> {
  await expectWhole(disk);
  const names = (await disk.list(folder)) ?? [];
  for (const [index, text] of redundant.entries()) {
    const own = names.filter((name) => name.startsWith(sha256Of(text)));
    if (text === shared)
      expect(own.toSorted()).toEqual([`${sha256Of(text)}.other.json`, `${sha256Of(text)}.save`].toSorted());
    else expect(own).toHaveLength(index < 20 ? 2 : 0);
  }
  expect(
    names.filter((name) => name.startsWith(`${sha256Of(unlabelled)}.`) && name.endsWith(".json")),
  ).toHaveLength(1);
}

test("left alone, a pass removes the four that are too many, labels what had none, and is done", async () => {
  const disk = await setupHistory();
  expect(await pruneOn(disk, "first")()).toEqual({ removed: 4 });
  await expectDone(disk);
  expect(await pruneOn(disk, "second")()).toEqual({ removed: 0 });
  await expectDone(disk);
});

test("a content that was asked for in the last day stays: it may still be sent from, or be what a restore needs", async () => {
  const disk = await setupHistory();
  expect(await pruneOn(disk, "first", facts, ["row 21", "row 22"])()).toEqual({ removed: 2 });
  expect(await read(disk, `${sha256Of("row 21")}.save`)).toBe("row 21");
});

test("what was pinned since it was read stays", async () => {
  const disk = await setupHistory();
  const text = "row 21";
  const name = `${sha256Of(text)}.own21.json`;
  const prune = pruneOn(disk, "first", facts, [], async () => {
    await disk.remove(joinPath(folder, name));
    await put(disk, name, JSON.stringify(labelOf(text, copyOf(text, 21, { isPinned: true }))));
  });
  expect(await prune()).toEqual({ removed: 3 });
  expect(await read(disk, `${sha256Of(text)}.save`)).toBe(text);
});

test("the power goes before every step of a pass", async () => {
  const ready = await setupHistory();
  const whole = ready.clone();
  whole.losePowerBefore(Number.POSITIVE_INFINITY);
  await pruneOn(whole, "whole")();
  const steps = whole.steps().filter((step) => !/^(read|list|stat|open)/.test(step)).length;
  expect(steps).toBeGreaterThan(15);
  const chooses: Choose[] = [() => 0, (below) => below - 1, seeded(1), seeded(2), seeded(3)];
  for (const [step, name] of whole.steps().entries()) {
    // Between two changes nothing is new for the disk.
    if (/^(read|list|stat|open)/.test(name)) continue;
    for (const choose of chooses) {
      const disk = ready.clone();
      disk.losePowerBefore(step);
      await expect(pruneOn(disk, "first")()).rejects.toThrow(PowerLoss);
      const after = disk.afterPowerLoss(choose);
      await expectWhole(after);
      await pruneOn(after, "second")();
      await expectDone(after);
    }
  }
});

test("what was about to leave when the power went stays if it is sole by then", async () => {
  const ready = await setupHistory();
  const whole = ready.clone();
  whole.losePowerBefore(Number.POSITIVE_INFINITY);
  await pruneOn(whole, "whole")();
  const text = "row 21";
  const step = whole.steps().indexOf(`remove ${sha256Of(text)}.save`);
  expect(step).toBeGreaterThan(0);
  ready.losePowerBefore(step);
  await expect(pruneOn(ready, "first")()).rejects.toThrow(PowerLoss);
  const after = ready.afterPowerLoss(() => 1);
  expect(((await after.list(folder)) ?? []).filter((name) => name.endsWith(".leaving"))).toHaveLength(1);
  const nothingKnown = { ...facts, units: new Map() };
  expect(await pruneOn(after, "second", nothingKnown)()).toEqual({ removed: 0 });
  expect(await read(after, `${sha256Of(text)}.save`)).toBe(text);
  expect(await after.list(folder)).toContain(`${sha256Of(text)}.own21.json`);
});

/** The same numbers on every run. */
function seeded(seed: number): Choose {
  let state = seed * 2654435761;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

test("the power goes before every step of labelling a content anew: at no moment is it without a label", async () => {
  const ready = await setupHistory();
  const [text, old] = ["row 2", `${sha256Of("row 2")}.own2.json`];
  const label = labelOf(text, copyOf(text, 0));
  let ids = 0;
  const kept = (disk: CrashingDisk) =>
    labelKept({ disk, newId: () => `anew${ids++}` }, folder, { ...label, keptAtMs: nowMs });
  const whole = ready.clone();
  whole.losePowerBefore(Number.POSITIVE_INFINITY);
  await kept(whole);
  const steps = whole.steps().length;
  expect(((await whole.list(folder)) ?? []).filter((name) => name.startsWith(sha256Of(text)))).toEqual(
    expect.not.arrayContaining([old]),
  );
  for (let step = 0; step < steps; step++) {
    for (const choose of [() => 0, (below: number) => below - 1, seeded(1), seeded(2)]) {
      const disk = ready.clone();
      disk.losePowerBefore(step);
      await expect(kept(disk)).rejects.toThrow(PowerLoss);
      const after = disk.afterPowerLoss(choose);
      const names = ((await after.list(folder)) ?? []).filter((name) => name.startsWith(sha256Of(text)));
      expect(names.filter((name) => name.endsWith(".json")).length).toBeGreaterThan(0);
      await kept(after);
      const labels = ((await after.list(folder)) ?? []).filter(
        (name) => name.startsWith(sha256Of(text)) && name.endsWith(".json"),
      );
      expect(labels).toHaveLength(1);
      expect(labels).not.toContain(old);
    }
  }
});

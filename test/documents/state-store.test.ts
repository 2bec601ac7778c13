import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { SavepointState } from "../../backend/core/state.ts";
import { createDurableJson, DocumentReadOnly } from "../../backend/documents/durable-json.ts";
import { createStateFormat } from "../../backend/documents/state-document.ts";
import { StateReadOnly } from "../../backend/ports/state-store.ts";
import { type CrashingDisk, createCrashingDisk } from "../world/disk/crashing-disk.ts";
import {
  account,
  accountNamed,
  accountWith,
  folder,
  hasProven,
  numbersIn,
  openOn,
  put,
  readText,
  setupDeps,
  stateWith,
} from "./setup.ts";

const current = `${folder}/state.json`;
const previous = `${current}.prev`;
const other = accountNamed("http://other.lan#7");

/** A disk on which these states were saved one after the other. */
async function setupSaves(...states: SavepointState[]): Promise<CrashingDisk> {
  const disk = createCrashingDisk();
  const { store } = await openOn(disk);
  for (const state of states) await store.update(() => state);
  return disk;
}

async function start(disk: CrashingDisk) {
  const open = await openOn(disk);
  return { ...open, kind: open.health().kind, numbers: numbersIn(open.store.current()) };
}

/** Puts back what an earlier save had written: the tests of "cleared by accident". */
const emptied = (changes = {}) => stateWith([], changes);

describe("the eight cases of the backup", () => {
  test("the previous file appears with the second save", async () => {
    expect(await (await setupSaves(stateWith([1]))).stat(previous)).toBeNull();
    expect(await (await setupSaves(stateWith([1]), stateWith([1, 2]))).stat(previous)).not.toBeNull();
  });

  test("the previous file holds the value before the present one", async () => {
    const disk = await setupSaves(stateWith([1]), stateWith([1, 2]), stateWith([1, 2, 3]));
    await disk.remove(current);
    expect((await start(disk)).numbers).toEqual([1, 2]);
  });

  test("an empty registry is recovered from a previous file with entries", async () => {
    const disk = await setupSaves(stateWith([1, 2]), emptied());
    const { kind, numbers, health } = await start(disk);
    expect({ kind, numbers }).toEqual({ kind: "recovered", numbers: [1, 2] });
    expect(health()).toMatchObject({ reason: "empty-registry" });
  });

  test("a registry with entries is used as it is, however few", async () => {
    const disk = await setupSaves(stateWith([1, 2, 3]), stateWith([2]));
    expect(await start(disk)).toMatchObject({ kind: "current", numbers: [2] });
  });

  test("without a previous file nothing is recovered", async () => {
    const disk = await setupSaves(emptied());
    expect(await disk.stat(previous)).toBeNull();
    expect(await start(disk)).toMatchObject({ kind: "current", numbers: [] });
  });

  test("from an empty previous file nothing is recovered", async () => {
    const disk = await setupSaves(emptied(), emptied({ username: "misty" }));
    expect(await start(disk)).toMatchObject({ kind: "current", numbers: [] });
  });

  test("from a damaged previous file nothing is recovered, and nothing is thrown", async () => {
    const disk = await setupSaves(stateWith([1]), emptied());
    await put(disk, previous, "garbage");
    expect(await start(disk)).toMatchObject({ kind: "current", numbers: [] });
  });

  test("in normal operation nothing is recovered and both files stay as they are", async () => {
    const disk = await setupSaves(stateWith([1]), stateWith([1, 2]));
    const before = [await readText(disk, current), await readText(disk, previous)];
    expect(await start(disk)).toMatchObject({ kind: "current", numbers: [1, 2] });
    expect([await readText(disk, current), await readText(disk, previous)]).toEqual(before);
  });
});

describe("recovery", () => {
  test("a registry that was emptied on purpose stays empty", async () => {
    const disk = await setupSaves(stateWith([1, 2]), emptied({ clearedAtMs: 5 }));
    expect(await start(disk)).toMatchObject({ kind: "current", numbers: [] });
  });

  test("each account is judged by itself, and a missing one counts as empty", async () => {
    const both = {
      ...stateWith([1, 2]),
      accounts: { [account]: accountWith([1, 2]), [other]: accountWith([5]), "third#1": accountWith([6]) },
    };
    const disk = await setupSaves(both, {
      ...both,
      accounts: {
        [account]: accountWith([1]),
        [other]: accountWith([]),
        "third#1": accountWith([], { clearedAtMs: 3 }),
      },
    });
    const { store, kind } = await start(disk);
    expect(kind).toBe("recovered");
    const state = store.current();
    expect(numbersIn(state, account)).toEqual([1]);
    expect(numbersIn(state, other)).toEqual([5]);
    expect(numbersIn(state, accountNamed("third#1"))).toEqual([]);
    expect([hasProven(state, account), hasProven(state, other)]).toEqual([true, false]);
    const without = await setupSaves(both, stateWith([1]));
    expect(numbersIn((await start(without)).store.current(), other)).toEqual([5]);
  });

  test("what the emptied account knows better than its backup stays: its device, its newer units, who wrote last", async () => {
    const writer = (hex: string) => ({ accountId: account, slot: "autosave", sha256: hex.repeat(64) });
    const before = { ...stateWith([1, 2]), lastWriterByPath: { "/a": writer("1"), "/b": writer("1") } };
    const after = { ...emptied({ deviceName: "New name" }), lastWriterByPath: { "/b": writer("2") } };
    const disk = await setupSaves(before as never, after as never);
    const state = (await start(disk)).store.current();
    expect(state.accounts[account]?.deviceName).toBe("New name");
    expect(state.lastWriterByPath).toMatchObject({ "/a": writer("1"), "/b": writer("2") });
  });

  test("of a recovered unit no baseline is proven and no intent stands; it is to be looked at", async () => {
    const disk = await setupSaves(stateWith([1]), emptied());
    const [unit] = Object.values((await start(disk)).store.current().accounts[account]?.units ?? {});
    expect(unit?.baseline).toMatchObject({ isTrusted: false, sizeBytes: 8192 });
    expect(unit).toMatchObject({ intent: null, late: [], owed: { look: { sinceMs: expect.any(Number) } } });
    expect(unit?.owed).not.toHaveProperty("confirm");
  });

  test("it is on the disk at once and is not done again", async () => {
    const disk = await setupSaves(stateWith([1, 2]), emptied());
    await start(disk);
    await put(disk, previous, "garbage");
    expect((await start(disk)).numbers).toEqual([1, 2]);
  });

  test("writing it back leaves the backup that it came from", async () => {
    const disk = await setupSaves(stateWith([1, 2]), emptied());
    await start(disk);
    await put(disk, current, "garbage");
    expect((await start(disk)).numbers).toEqual([1, 2]);
  });

  test("the notice stays over starts and saves until the player has seen it", async () => {
    const disk = await setupSaves(stateWith([1]), stateWith([1, 2]));
    await put(disk, current, "garbage");
    await (await openOn(disk)).store.update(() => stateWith([1, 4]));
    const open = await openOn(disk);
    expect(open.health()).toMatchObject({
      kind: "recovered",
      reason: "not-json",
      savedAtMs: expect.any(Number),
    });
    await open.markHealthSeen();
    expect(open.health()).toEqual({ kind: "current" });
    expect((await openOn(disk)).health()).toEqual({ kind: "current" });
  });

  test("a place without any file is fresh; one that has lost its files but not its traces is not", async () => {
    const disk = await setupSaves();
    expect((await openOn(disk)).health()).toEqual({ kind: "fresh" });
    const lost = await setupSaves(stateWith([1]), stateWith([1, 2]));
    await openOn(lost);
    await lost.remove(current);
    await lost.remove(previous);
    expect((await openOn(lost)).health()).toMatchObject({ kind: "lost", reason: "missing" });
  });
});

describe("updates", () => {
  test("a change is built on the newest state, and all that come in one moment are kept", async () => {
    const disk = await setupSaves(stateWith([]));
    const { store } = await openOn(disk);
    await Promise.all([1, 2, 3, 4].map((number) => store.update((state) => addShortcut(state, number))));
    expect(numbersIn(store.current())).toEqual([1, 2, 3, 4]);
    expect((await start(disk)).numbers).toEqual([1, 2, 3, 4]);
  });

  test("what is shown is on the disk: a change is not seen before it is durable", async () => {
    const disk = await setupSaves(stateWith([1]));
    const { store } = await openOn(disk);
    const update = store.update((state) => addShortcut(state, 2));
    expect(numbersIn(store.current())).toEqual([1]);
    await update;
    expect(numbersIn(store.current())).toEqual([1, 2]);
    expect(numbersIn((await openOn(disk.afterPowerLoss(() => 0))).store.current())).toEqual([1, 2]);
  });

  test("a refused save fails every change in it, and later ones are not built on what was lost", async () => {
    const disk = await setupSaves(stateWith([1]));
    const { store } = await openOn(disk);
    let refusals = 1;
    disk.refuse((step) => (step === "write state.json.tmp" && refusals-- > 0 ? "no-space" : null));
    const refused = Promise.allSettled(
      [2, 3].map((number) => store.update((state) => addShortcut(state, number))),
    );
    await Promise.resolve();
    await Promise.resolve();
    const later = store.update((state) => addShortcut(state, 4));
    expect((await refused).map((result) => result.status)).toEqual(["rejected", "rejected"]);
    await later;
    expect(numbersIn(store.current())).toEqual([1, 4]);
    expect((await start(disk)).numbers).toEqual([1, 4]);
  });

  test("a change that throws, and one that could not be read back, fail alone", async () => {
    const disk = await setupSaves(stateWith([1]));
    const { store } = await openOn(disk);
    const results = await Promise.allSettled([
      store.update((state) => addShortcut(state, 2)),
      store.update(() => {
        throw new Error("no");
      }),
      store.update((state) => addShortcut(state, Number.NaN)),
      store.update((state) => addShortcut(state, 3)),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(numbersIn(store.current())).toEqual([1, 2, 3]);
    expect((await start(disk)).numbers).toEqual([1, 2, 3]);
  });

  test("a change that changes nothing writes nothing", async () => {
    const disk = await setupSaves(stateWith([1]));
    const { store } = await openOn(disk);
    const before = disk.steps().length;
    await store.update((state) => state);
    expect(disk.steps().length).toBe(before);
  });

  test("a saved state cannot be changed in place", async () => {
    const disk = await setupSaves(stateWith([1]));
    const { store } = await openOn(disk);
    await store.update((state) => addShortcut(state, 2));
    for (const unit of Object.values(store.current().accounts[account]?.units ?? {})) {
      expect(() => Object.assign(unit.owed, { look: { sinceMs: 0 } })).toThrow(TypeError);
    }
  });
});

describe("versions", () => {
  test("a newer version is shown, refuses every change and stays byte for byte", async () => {
    const disk = await setupSaves(stateWith([1]), stateWith([1, 2]));
    const newer = (await readText(disk, current))?.replace('"version":3', '"version":4') ?? "";
    await put(disk, current, newer);
    const open = await openOn(disk);
    expect(open.health()).toEqual({ kind: "read-only", version: 4 });
    expect(numbersIn(open.store.current())).toEqual([1, 2]);
    await expect(open.store.update(() => stateWith([9]))).rejects.toBeInstanceOf(StateReadOnly);
    await expect(open.restoreSnapshot("2026-01-01-r1-daily")).rejects.toBeInstanceOf(StateReadOnly);
    expect(await readText(disk, current)).toBe(newer);
  });

  test("a newer version with a shape of its own is read-only too", async () => {
    const disk = await setupSaves(stateWith([1]));
    const newer = '{"format":"savepoint-state","version":9,"everything":"is different"}';
    await put(disk, current, newer);
    const open = await openOn(disk);
    expect(open.health()).toEqual({ kind: "read-only", version: 9 });
    await expect(open.store.update(() => stateWith([9]))).rejects.toBeInstanceOf(StateReadOnly);
    expect(await readText(disk, current)).toBe(newer);
  });

  test("a build that knows no further than format 1 shows what this one wrote as newer, and leaves it as it is", async () => {
    const disk = await setupSaves(stateWith([1]), stateWith([1, 2]));
    const written = await readText(disk, current);
    const shape = { folder, name: "state.json", ...createStateFormat(), version: 1 };
    const older = createDurableJson(setupDeps(disk), shape);
    expect(await older.load()).toMatchObject({ kind: "newer", version: 3 });
    const nothing = { state: stateWith([]), notice: null };
    await expect(older.save(nothing)).rejects.toBeInstanceOf(DocumentReadOnly);
    expect(await readText(disk, current)).toBe(written);
  });

  test("the sample of version 1 is read for ever", async () => {
    const disk = createCrashingDisk();
    // Not named .json: a formatter that touched it would break its checksum.
    await put(disk, current, await readFile(new URL("samples/state-1.sample", import.meta.url)));
    const open = await openOn(disk);
    expect(open.health()).toEqual({ kind: "current" });
    expect(numbersIn(open.store.current())).toEqual([1, 2]);
    expect(hasProven(open.store.current())).toBe(true);
  });

  test("a snapshot of format 1 names the same units as the state that came from it", async () => {
    const disk = createCrashingDisk();
    await put(disk, current, await readFile(new URL("samples/state-1.sample", import.meta.url)));
    const open = await openOn(disk);
    const before = open.store.current();
    await open.store.update((state) => addShortcut(state, 3));
    expect((await open.readSnapshots()).map(({ state }) => state)).toEqual([before]);
  });
});

function addShortcut(state: SavepointState, number: number): SavepointState {
  const present = state.accounts[account] ?? accountWith([]);
  const added = accountWith([number]);
  const shortcut_registry = { ...present.shortcut_registry, ...added.shortcut_registry };
  const units = { ...present.units, ...added.units };
  return { ...state, accounts: { ...state.accounts, [account]: { ...present, shortcut_registry, units } } };
}

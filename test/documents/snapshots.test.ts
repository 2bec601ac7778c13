import { describe, expect, test } from "vitest";
import { createCrashingDisk } from "../world/disk/crashing-disk.ts";
import { createWorldTime } from "../world/engine/time.ts";
import {
  account,
  accountNamed,
  accountWith,
  folder,
  hasProven,
  numbersIn,
  openOn,
  put,
  stateWith,
} from "./setup.ts";

const dayMs = 24 * 3600 * 1000;

/** A backend that runs over days without a restart. */
async function setupDays(disk = createCrashingDisk()) {
  const time = createWorldTime();
  const open = await openOn(disk, time);
  const save = (numbers: number[]) => open.store.update(() => stateWith(numbers));
  const nextDay = async (numbers: number[]) => {
    time.advance(dayMs);
    await save(numbers);
  };
  const counts = async () => (await open.listSnapshots()).map((snapshot) => snapshot.shortcutCount);
  return { disk, time, open, save, nextDay, counts };
}

describe("daily snapshots", () => {
  test("the state with which a day began is kept, once a day, newest first", async () => {
    const { save, nextDay, counts, open } = await setupDays();
    await save([1]);
    await save([1, 2]);
    await nextDay([1, 2, 3]);
    await save([1, 2, 3, 4]);
    await nextDay([1]);
    expect(await counts()).toEqual([4, 2, 1]);
    const [newest] = await open.listSnapshots();
    expect(newest).toMatchObject({ kind: "daily", snapshotId: "2026-01-03-r4-daily" });
  });

  test("seven are kept, also when the clock was once years ahead", async () => {
    const { save, nextDay, counts, time } = await setupDays();
    await save([1]);
    time.advance(15 * 365 * dayMs);
    await nextDay([1, 2]);
    time.advance(-15 * 365 * dayMs);
    for (let day = 3; day <= 12; day++) await nextDay(Array.from({ length: day }, (_, index) => index));
    expect(await counts()).toEqual([11, 10, 9, 8, 7, 6, 5]);
  });

  test("an emptied registry pushes no snapshot out", async () => {
    const { save, nextDay, counts } = await setupDays();
    await save([1, 2]);
    await nextDay([]);
    for (let day = 0; day < 10; day++) await nextDay([]);
    expect(await counts()).toEqual([2]);
  });

  test("a snapshot that cannot be written fails no save", async () => {
    const { save, nextDay, disk, open } = await setupDays();
    await save([1]);
    disk.refuse((step) => (step.includes("daily") || step.includes("snapshots") ? "no-space" : null));
    await nextDay([1, 2]);
    expect(numbersIn(open.store.current())).toEqual([1, 2]);
  });

  test("a snapshot is whole after a power loss, and a damaged one is left out", async () => {
    const { save, nextDay, disk } = await setupDays();
    await save([1]);
    await nextDay([1, 2]);
    await nextDay([1, 2, 3]);
    const after = disk.afterPowerLoss(() => 0);
    await put(after, `${folder}/snapshots/2026-01-02-r1-daily.json`, "garbage");
    const open = await openOn(after, createWorldTime());
    expect((await open.listSnapshots()).map((snapshot) => snapshot.shortcutCount)).toEqual([3, 2]);
    expect(await open.restoreSnapshot("2026-01-02-r1-daily")).toBe(false);
  });
});

describe("going back to a snapshot", () => {
  test("brings the registry back, unproven, with a greater revision, and can itself be undone", async () => {
    const { save, nextDay, open, disk, time } = await setupDays();
    await save([1, 2]);
    await nextDay([3]);
    const [daily] = await open.listSnapshots();
    expect(await open.restoreSnapshot(daily?.snapshotId ?? "")).toBe(true);
    expect(numbersIn(open.store.current())).toEqual([1, 2]);
    expect(hasProven(open.store.current())).toBe(false);
    const reopened = await openOn(disk, time);
    expect(reopened.health()).toEqual({ kind: "current" });
    expect(numbersIn(reopened.store.current())).toEqual([1, 2]);
    const replaced = (await open.listSnapshots()).find((snapshot) => snapshot.kind === "replaced");
    expect(await open.restoreSnapshot(replaced?.snapshotId ?? "")).toBe(true);
    expect(numbersIn(open.store.current())).toEqual([3]);
  });

  test("to an empty registry is no accident: the next start leaves it empty", async () => {
    const { save, nextDay, open, disk, time } = await setupDays();
    await save([1]);
    await put(
      disk,
      `${folder}/snapshots/2026-01-01-r1-daily.json`,
      (await disk.read(`${folder}/state.json`)) ?? "",
    );
    await save([]);
    await disk.rename(`${folder}/state.json`, `${folder}/snapshots/2026-01-01-r2-daily.json`);
    await nextDay([1, 2]);
    expect(await open.restoreSnapshot("2026-01-01-r2-daily")).toBe(true);
    const { store, health } = await openOn(disk, time);
    expect([health().kind, numbersIn(store.current())]).toEqual(["current", []]);
  });

  test("leaves accounts alone that it does not know, and who wrote last", async () => {
    const other = accountNamed("http://other.lan#7");
    const { save, open, nextDay } = await setupDays();
    await save([1]);
    await nextDay([1, 2]);
    const [daily] = await open.listSnapshots();
    const writer = { "/x": { accountId: other, slot: "autosave", sha256: "a".repeat(64) } } as never;
    await open.store.update((state) => ({
      ...state,
      accounts: { ...state.accounts, [other]: accountWith([5]) },
      lastWriterByPath: writer,
    }));
    await open.restoreSnapshot(daily?.snapshotId ?? "");
    const state = open.store.current();
    expect([numbersIn(state, account), numbersIn(state, other)]).toEqual([[1], [5]]);
    expect(hasProven(state, other)).toBe(true);
    expect(state.lastWriterByPath).toEqual(writer);
  });

  test("works where both files were lost", async () => {
    const { save, nextDay, disk, time } = await setupDays();
    await save([1, 2]);
    await nextDay([1]);
    await disk.remove(`${folder}/state.json`);
    await disk.remove(`${folder}/state.json.prev`);
    const open = await openOn(disk, time);
    expect(open.health()).toEqual({ kind: "lost", reason: "missing" });
    expect(await open.restoreSnapshot("2026-01-02-r1-daily")).toBe(true);
    expect(numbersIn((await openOn(disk, time)).store.current())).toEqual([1, 2]);
    expect((await openOn(disk, time)).health()).toEqual({ kind: "current" });
  });

  test("after a loss the count does not begin again: old snapshots do not pass for newer ones", async () => {
    const { save, nextDay, disk, time } = await setupDays();
    for (let number = 0; number < 10; number++) await save([number]);
    await nextDay([1]);
    await disk.remove(`${folder}/state.json`);
    await disk.remove(`${folder}/state.json.prev`);
    const open = await openOn(disk, time);
    await open.store.update(() => stateWith([1, 2]));
    time.advance(dayMs);
    await open.store.update(() => stateWith([1, 2, 3]));
    expect((await open.listSnapshots())[0]).toMatchObject({ shortcutCount: 2 });
  });

  test("of an unknown name, or a name of another place, is refused", async () => {
    const { save, open } = await setupDays();
    await save([1]);
    for (const id of ["", "none", "../state", "2026-01-01-r1-daily/../../state", "2026-01-01-r99-daily"]) {
      expect(await open.restoreSnapshot(id)).toBe(false);
    }
    expect(numbersIn(open.store.current())).toEqual([1]);
  });

  test("that cannot keep the present state first changes nothing", async () => {
    const { save, nextDay, open, disk } = await setupDays();
    await save([1]);
    await nextDay([1, 2]);
    const [daily] = await open.listSnapshots();
    disk.refuse((step) => (step.includes("replaced") ? "no-space" : null));
    await expect(open.restoreSnapshot(daily?.snapshotId ?? "")).rejects.toMatchObject({ code: "no-space" });
    expect(numbersIn(open.store.current())).toEqual([1, 2]);
  });
});

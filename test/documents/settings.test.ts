import { expect, test } from "vitest";
import { defaultSettings, openSettings } from "../../backend/documents/settings.ts";
import { createCrashingDisk } from "../world/disk/crashing-disk.ts";
import { folder, put, setupDeps } from "./setup.ts";

const file = `${folder}/settings.json`;

function setupSettings() {
  const disk = createCrashingDisk();
  const deps = setupDeps(disk);
  return { ...deps, disk, open: () => openSettings(deps, { folder }) };
}

async function setupSaved(...budgets: number[]) {
  const setup = setupSettings();
  const settings = await setup.open();
  for (const launchBudgetMs of budgets) {
    await settings.update((all) => ({ ...all, autocleanup: { isOn: false, limit: 5 }, launchBudgetMs }));
  }
  return setup;
}

test("a first start has the defaults, and what was changed is found by the next one", async () => {
  const { open } = setupSettings();
  const settings = await open();
  expect([settings.current(), settings.health]).toEqual([defaultSettings, { kind: "fresh" }]);
  await settings.update((all) => ({ ...all, launchBudgetMs: 5000 }));
  const reopened = await open();
  expect([reopened.current(), reopened.health]).toEqual([
    { ...defaultSettings, launchBudgetMs: 5000 },
    { kind: "current" },
  ]);
});

test("damaged settings come back from the previous file, are written back and said", async () => {
  const { open, disk } = await setupSaved(4000, 5000);
  await put(disk, file, "");
  const recovered = await open();
  expect(recovered.health).toMatchObject({ kind: "recovered", reason: "empty" });
  expect(recovered.current().launchBudgetMs).toBe(4000);
  expect((await open()).health).toEqual({ kind: "current" });
});

test("settings that are lost are never silently the defaults: it is said, they are kept aside, nothing is cleaned up", async () => {
  const { open, disk } = await setupSaved(4000, 5000);
  await put(disk, file, '{"cut');
  await put(disk, `${file}.prev`, '{"cut');
  for (let starts = 0; starts < 2; starts++) {
    const reset = await open();
    expect(reset.health).toEqual({ kind: "reset", reason: "not-json" });
    expect(reset.current()).toEqual({
      ...defaultSettings,
      autocleanup: { isOn: false, limit: 10 },
      playStatus: { ...defaultSettings.playStatus, isOn: false },
    });
  }
  expect((await disk.list(folder))?.filter((name) => name.includes("damaged"))).toHaveLength(2);
  await (await open()).update((all) => ({ ...all, launchBudgetMs: 1000 }));
  expect((await open()).health).toEqual({ kind: "current" });
});

test("settings that cannot be read are not replaced", async () => {
  const { open, disk } = await setupSaved(4000);
  disk.refuse((step) => (step === "read settings.json" ? "io" : null));
  const settings = await open();
  expect(settings.health.kind).toBe("unreadable");
  expect(settings.current().autocleanup.isOn).toBe(false);
  disk.refuse(() => null);
  await expect(settings.update((all) => ({ ...all, launchBudgetMs: 1000 }))).rejects.toMatchObject({
    code: "io",
  });
  expect((await open()).current().launchBudgetMs).toBe(4000);
});

test("what is no setting is refused and changes nothing", async () => {
  const { open } = await setupSaved(4000);
  const settings = await open();
  for (const limit of [2, 101, 3.5, Number.NaN]) {
    const wrong = settings.update((all) => ({ ...all, autocleanup: { isOn: true, limit } }));
    await expect(wrong).rejects.toThrow("does not have its shape");
  }
  expect((await open()).current()).toEqual(settings.current());
});

import { expect, test } from "vitest";
import { createMemoryFiles } from "../world/romm/rules/ground/files.ts";
import { createRommRules } from "../world/romm/rules/rules.ts";

function setupRules() {
  let nowMs = Date.parse("2026-03-01T10:00:00.250Z");
  let uuids = 0;
  const rules = createRommRules({
    files: createMemoryFiles(),
    clock: () => nowMs,
    ids: () => `00000000-0000-4000-8000-${String(++uuids).padStart(12, "0")}`,
  });
  const user = rules.admin.addUser({ username: "player" });
  const caller = { userId: user.id, scopes: user.scopes, deviceId: null };
  const rom = rules.admin.addRom({ platform: "snes", fsName: "Game.sfc" });
  const upload = (text: string, more = {}) => {
    nowMs += 2000;
    const bytes = Buffer.from(text);
    return rules.saves.upload(caller, {
      romId: rom.id,
      fileName: "Game.srm",
      slot: "autosave",
      bytes,
      ...more,
    });
  };
  const contents = () => {
    const listed = rules.saves.list(caller, { romId: rom.id });
    const ids = listed.ok ? listed.value.map(({ id }) => id).sort((a, b) => a - b) : [];
    return ids.map((id) => {
      const content = rules.saves.readContent(caller, id);
      return content.ok ? Buffer.from(content.value.bytes).toString() : content.detail;
    });
  };
  return { rules, caller, rom, upload, contents };
}

test("A server restored from an old copy has its old saves, and gives their successors' ids again.", () => {
  const { rules, upload, contents } = setupRules();
  upload("monday");
  const monday = rules.snapshot();
  const tuesday = upload("tuesday");
  rules.restore(monday);
  expect(contents()).toEqual(["monday"]);
  const again = upload("other");
  expect(tuesday.ok && again.ok && again.value.id === tuesday.value.id).toBe(true);
  expect(contents()).toEqual(["monday", "other"]);
});

test("A restored database alone points at files that are gone.", () => {
  const { rules, upload, contents } = setupRules();
  upload("monday");
  const monday = rules.snapshot();
  upload("tuesday", { autocleanup: true, autocleanupLimit: 1 });
  rules.restore(monday, { withFiles: false });
  expect(contents()).toEqual(["Save file not found on disk"]);
});

test("A snapshot is plain data that later changes do not reach.", () => {
  const { rules, upload } = setupRules();
  const before = structuredClone(rules.snapshot());
  const snapshot = rules.snapshot();
  upload("monday");
  expect(snapshot).toEqual(before);
});

test("What is rehearsed leaves no trace, and sees all that is there.", () => {
  const { rules, caller, rom, upload, contents } = setupRules();
  upload("monday");
  const before = rules.snapshot();
  const rehearsed = rules.rehearse();
  const answer = rehearsed.saves.upload(caller, {
    romId: rom.id,
    fileName: "Game.srm",
    slot: "autosave",
    bytes: Buffer.from("tuesday"),
    autocleanup: true,
    autocleanupLimit: 1,
  });
  expect(answer.ok && rehearsed.saves.readContent(caller, answer.value.id).ok).toBe(true);
  expect(rules.snapshot()).toEqual(before);
  expect(contents()).toEqual(["monday"]);
});

test("The same steps with the same ids lead to the same server.", () => {
  const [a, b] = [setupRules(), setupRules()];
  for (const { rules, caller, upload } of [a, b]) {
    rules.devices.register(caller, { hostname: "deck", platform: "steamos" });
    upload("monday");
    upload("tuesday");
  }
  expect(a.rules.snapshot()).toEqual(b.rules.snapshot());
});

test("Deleting a rom takes its saves along.", () => {
  const { rules, caller, rom, upload } = setupRules();
  upload("monday");
  rules.admin.removeRom(rom.id);
  expect(rules.saves.list(caller)).toEqual({ ok: true, status: 200, value: [] });
  expect(rules.roms.one(caller, rom.id).ok).toBe(false);
});

test("The listing's order is none that a client could lean on.", () => {
  const { rules, caller, upload } = setupRules();
  for (let index = 0; index < 12; index++) upload(`version ${index}`);
  const listed = rules.saves.list(caller);
  const ids = listed.ok ? listed.value.map(({ id }) => id) : [];
  const ascending = [...ids].sort((a, b) => a - b);
  expect(ids).not.toEqual(ascending);
  expect(ids).not.toEqual(ascending.reverse());
});

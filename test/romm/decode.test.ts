import * as v from "valibot";
import { expect, test } from "vitest";
import { RommError } from "../../backend/core/romm-error.ts";
import { contentHash, decode, deviceId, romId, slotOrArchive, time } from "../../backend/romm/decode.ts";
import { saveRow } from "../../backend/romm/save-schema.ts";
import { saveJson } from "./romm-calls.ts";

const noon = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each([
  ["2026-01-01T12:00:00+00:00", noon],
  ["2026-01-01T12:00:00Z", noon],
  // MariaDB's columns have no offset, and mean UTC.
  ["2026-01-01T12:00:00", noon],
  ["2026-01-01 12:00:00+00:00", noon],
  ["2026-01-01T13:30:00+01:30", noon],
  ["2026-01-01T10:00:00-0200", noon],
  ["2026-01-01T10:00:00-02", noon],
  // A fraction is dropped as MariaDB drops it, never rounded up.
  ["2026-01-01T12:00:00.999999+00:00", noon],
  ["2026-01-01T12:00:00.5", noon],
])("%s is that second of UTC", (text, ms) => {
  expect(decode(time, text, "read")).toBe(ms);
});

test.each(["", "yesterday", "2026-13-45T00:00:00Z", 1767268800, null, "2026-01-01"])(
  "%j is no time of RomM's",
  (text) => {
    expect(() => decode(time, text, "read")).toThrow(RommError);
  },
);

test.each([
  ["autosave", "autosave"],
  [null, null],
  [undefined, null],
  ["", null],
])("slot %j is read as %j: what cannot be written to is an archive entry", (sent, read) => {
  expect(decode(slotOrArchive, sent, "read")).toBe(read);
});

test.each([
  ["5d41402abc4b2a76b9719d911017c592", "5d41402abc4b2a76b9719d911017c592"],
  ["5D41402ABC4B2A76B9719D911017C592", "5d41402abc4b2a76b9719d911017c592"],
  [null, null],
  ["", null],
])("content hash %j is read as %j", (sent, read) => {
  expect(decode(contentHash, sent, "read")).toBe(read);
});

test.each([
  { schema: contentHash, wrong: "not an md5" },
  { schema: romId, wrong: 0 },
  { schema: romId, wrong: -1 },
  { schema: romId, wrong: "7" },
  { schema: romId, wrong: 1.5 },
  { schema: deviceId, wrong: "" },
  { schema: v.array(romId), wrong: { 0: 1, length: 1 } },
  { schema: v.array(romId), wrong: null },
])("a wrong shape ($wrong) is malformed, never empty", ({ schema, wrong }) => {
  expect(() => decode(schema, wrong, "read")).toThrowError(expect.objectContaining({ code: "malformed" }));
});

test("keys that RomM may add are tolerated, and those that came after 4.7 may be missing", () => {
  const { origin_device_id, missing_from_fs, device_syncs, ...old } = saveJson;
  expect(decode(saveRow, { ...old, of_tomorrow: { a: 1 } }, "read")).toMatchObject({
    originDeviceId: null,
    isMissingOnDisk: false,
    deviceSyncs: [],
  });
});

test.each(
  Object.keys(saveJson).filter((key) =>
    /^(id|rom_id|file_name|file_size_bytes|created_at|updated_at)$/.test(key),
  ),
)("a save without its %s is malformed", (key) => {
  const { [key]: _, ...rest }: Record<string, unknown> = saveJson;
  expect(() => decode(saveRow, rest, "read")).toThrowError(expect.objectContaining({ code: "malformed" }));
});

test("a message about a wrong shape names the place and no value", () => {
  const leaky = { ...saveJson, updated_at: "rmm_secret" };
  const failure = () => decode(v.array(saveRow), [saveJson, leaky], "list the saves");
  expect(failure).toThrow("list the saves");
  expect(failure).toThrow("1.updated_at");
  expect(failure).not.toThrow("rmm_secret");
});

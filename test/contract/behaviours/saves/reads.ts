import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, read } from "../../suite/bench.ts";
import { saveShape, savesShape, summaryShape } from "../../suite/shapes.ts";

const section = "5.1";
const object = v.record(v.string(), v.unknown());

/** Sections 5 and 5.1: the row, and the ways to read it. */
export const saveReads = {
  "row-has-its-fields": {
    section: "5",
    law: "A row has every field of SaveSchema.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const row = read(object, await on.send("GET", `/api/saves/${id}`));
      for (const key of [
        ...["user_id", "file_name_no_tags", "file_name_no_ext", "file_extension", "full_path"],
        ...[
          "download_path",
          "missing_from_fs",
          "emulator",
          "slot",
          "content_hash",
          "screenshot",
          "device_syncs",
        ],
      ])
        assert(key in row, key);
    },
  },
  "row-has-visibility": {
    section: "5",
    law: "A row says whether it is public.",
    since: "5.0",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      assert.equal(read(object, await on.send("GET", `/api/saves/${id}`)).is_public, false);
    },
  },
  "row-had-no-origin": {
    section: "5",
    law: "Before 4.9 a row had no origin_device_id.",
    until: "4.9",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      assert(!("origin_device_id" in read(object, await on.send("GET", `/api/saves/${id}`))));
    },
  },
  "download-path-is-the-content-route": {
    section: "5",
    law: "download_path is the content route.",
    since: "5.0",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const { download_path } = read(object, await on.send("GET", `/api/saves/${id}`));
      assert(String(download_path).startsWith(`/api/saves/${id}/content?timestamp=`), String(download_path));
    },
  },
  "download-path-was-raw": {
    section: "5",
    law: "Before 5.0 download_path was under /api/raw/assets.",
    until: "5.0",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const { download_path } = read(object, await on.send("GET", `/api/saves/${id}`));
      assert(String(download_path).startsWith("/api/raw/assets/"), String(download_path));
    },
  },
  "list-is-an-array": {
    section,
    law: "Saves come as a bare array.",
    async check(on) {
      const query = { rom_id: on.romId, slot: on.slot(), device_id: await on.device() };
      assert(Array.isArray((await on.send("GET", "/api/saves", { query })).json));
    },
  },
  "list-shows-own-saves-only": {
    section,
    law: "The list has the caller's own saves only.",
    standInOnly: reasons.admin,
    async check(on) {
      const { authorization } = stranger(on);
      const { id } = read(saveShape, await on.upload({ slot: on.slot(), authorization }));
      const rows = read(savesShape, await on.send("GET", "/api/saves", { query: { rom_id: on.romId } }));
      assert(!rows.some((row) => row.id === id));
    },
  },
  "list-of-unknown-rom-is-empty": {
    section,
    law: "An unknown rom has an empty list, and no error.",
    async check(on) {
      const reply = await on.send("GET", "/api/saves", { query: { rom_id: 987_654_321 } });
      assert.deepEqual([reply.status, reply.json], [200, []]);
    },
  },
  "list-filters-by-whole-slot": {
    section,
    law: "slot selects the whole name, not a part of it.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot: `${slot}-longer` });
      const { id } = await on.save({ slot });
      const rows = read(
        savesShape,
        await on.send("GET", "/api/saves", { query: { rom_id: on.romId, slot } }),
      );
      assert.deepEqual(
        rows.map((row) => row.id),
        [id],
      );
    },
  },
  "list-filters-by-platform": {
    section,
    law: "platform_id selects the saves of that platform's roms.",
    standInOnly: reasons.library,
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const other = on.rules.admin.addRom({ platform: on.unique(), fsName: "a.bin" });
      const query = { platform_id: other.platform_id };
      const rows = read(savesShape, await on.send("GET", "/api/saves", { query }));
      assert(!rows.some((row) => row.id === id));
    },
  },
  "empty-slot-selects-no-archive": {
    section,
    law: "slot= selects no row that has no slot.",
    standInOnly: reasons.archive,
    async check(on) {
      await on.save({});
      const reply = await on.send("GET", `/api/saves?rom_id=${on.romId}&slot=`);
      assert.deepEqual(reply.json, []);
    },
  },
  "no-device-no-syncs": {
    section: "5",
    law: "Without device_id a row shows no device.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot(), device: await on.device() });
      assert.deepEqual((await on.row(id)).device_syncs, []);
    },
  },
  "stranger-gets-a-made-up-entry": {
    section: "5",
    law: "A device that never synced gets an entry that looks stale.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      const row = await on.row(id, device);
      const { is_untracked, is_current, last_synced_at } = row.device_syncs[0] ?? assert.fail("no entry");
      assert.deepEqual([is_untracked, is_current, last_synced_at], [false, false, row.updated_at]);
    },
  },
  "every-device-is-shown": {
    section: "5",
    law: "All devices that synced the row are shown, the caller first.",
    since: "4.9",
    async check(on) {
      const [a, b] = [await on.device(), await on.device()];
      const { id } = await on.save({ slot: on.slot(), device: a });
      const shown = (await on.row(id, b)).device_syncs.map((entry) => entry.device_id);
      assert.deepEqual(shown, [b, a]);
    },
  },
  "only-the-caller-was-shown": {
    section: "5",
    law: "Before 4.9 only the caller's entry was shown.",
    until: "4.9",
    async check(on) {
      const [a, b] = [await on.device(), await on.device()];
      const { id } = await on.save({ slot: on.slot(), device: a });
      assert.deepEqual(
        (await on.row(id, b)).device_syncs.map((entry) => entry.device_id),
        [b],
      );
    },
  },
  "list-with-unknown-device-is-404": {
    section,
    law: "Reading with an unknown device is a 404.",
    async check(on) {
      const query = { rom_id: on.romId, device_id: crypto.randomUUID() };
      assert.equal((await on.send("GET", "/api/saves", { query })).status, 404);
    },
  },
  "list-with-device-needs-its-scope": {
    section,
    law: "Reading with a device needs devices.read.",
    standInOnly: reasons.admin,
    async check(on) {
      const query = { rom_id: on.romId, device_id: await on.device() };
      const authorization = on.bearer({ scopes: ["assets.read"] });
      assert.equal((await on.send("GET", "/api/saves", { query, authorization })).status, 403);
    },
  },
  "identifiers-are-ids": {
    section,
    law: "Identifiers are the ids of the saves.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const ids = read(v.array(v.number()), await on.send("GET", "/api/saves/identifiers"));
      assert(ids.includes(id));
    },
  },
  "unknown-save-is-404": {
    section,
    law: "An unknown save is a 404.",
    async check(on) {
      assert.equal((await on.send("GET", "/api/saves/987654321")).status, 404);
    },
  },
  "summary-needs-a-rom": {
    section,
    law: "A summary without rom_id is a 422.",
    async check(on) {
      assert.equal((await on.send("GET", "/api/saves/summary")).status, 422);
    },
  },
  "summary-counts-each-slot": {
    section,
    law: "A summary counts the rows of each slot.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      await on.nextSecond();
      await on.save({ slot });
      assert.equal((await summaryOf(on, slot)).count, 2);
    },
  },
  "summary-shows-the-latest": {
    section,
    law: "A summary shows the row of each slot that was changed last.",
    async check(on) {
      const slot = on.slot();
      const first = await on.save({ slot });
      await on.nextSecond();
      await on.save({ slot });
      await on.nextSecond();
      await on.put(first.id, on.bytes());
      assert.equal((await summaryOf(on, slot)).latest.id, first.id);
    },
  },
  "summary-shows-no-devices": {
    section,
    law: "A summary never shows devices.",
    async check(on) {
      const device = await on.device();
      const slot = on.slot();
      await on.save({ slot, device });
      assert.deepEqual((await summaryOf(on, slot, device)).latest.device_syncs, []);
    },
  },
  "summary-of-unknown-rom-is-empty": {
    section,
    law: "An unknown rom has an empty summary.",
    async check(on) {
      const reply = await on.send("GET", "/api/saves/summary", { query: { rom_id: 987_654_321 } });
      assert.deepEqual(reply.json, { total_count: 0, slots: [] });
    },
  },
} satisfies Record<string, Behaviour>;

/** Another user of the same server. */
export function stranger(on: Bench): { authorization: string } {
  const user = on.rules.admin.addUser({ username: on.unique() });
  return { authorization: `Bearer ${on.rules.admin.addToken({ userId: user.id }).raw}` };
}

async function summaryOf(on: Bench, slot: string, device_id?: string) {
  const reply = await on.send("GET", "/api/saves/summary", { query: { rom_id: on.romId, device_id } });
  const found = read(summaryShape, reply).slots.find((entry) => entry.slot === slot);
  assert(found, "the slot is missing");
  return found;
}

import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, detailOf, entryOf, read, timeOf } from "../../suite/bench.ts";
import { saveShape } from "../../suite/shapes.ts";
import { stranger } from "./reads.ts";

const download = "5.4";
const tracking = "5.5";

/** Sections 5.4 and 5.5: the bytes, and what the server is told of them. */
export const downloads = {
  "content-is-the-bytes": {
    section: download,
    law: "The content route answers the bytes as an attachment.",
    async check(on) {
      const bytes = on.bytes();
      const { id } = await on.save({ slot: on.slot(), bytes });
      const reply = await on.content(id);
      assert.equal(reply.text, bytes.toString());
      assert.match(reply.headers.get("content-disposition") ?? "", /^attachment/);
    },
  },
  "optimistic-marks-before-the-bytes": {
    section: download,
    law: "A download with a device marks it as in step, unless told otherwise.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.content(id, { device_id: device });
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, true);
    },
  },
  "optimistic-false-marks-nothing": {
    section: download,
    law: "optimistic=false marks nothing.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.content(id, { device_id: device, optimistic: false });
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, false);
    },
  },
  "content-of-unknown-save-is-404": {
    section: download,
    law: "The content of an unknown save is a 404.",
    async check(on) {
      assert.equal((await on.content(987_654_321)).status, 404);
    },
  },
  "missing-file-says-so": {
    section: download,
    law: "A row whose file is gone answers its own 404.",
    standInOnly: reasons.admin,
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const record = on.rules.database.saves.find((row) => row.id === id);
      on.rules.files.remove(`${record?.file_path}/${record?.file_name}`);
      const reply = await on.content(id);
      assert.deepEqual([reply.status, detailOf(reply)], [404, "Save file not found on disk"]);
    },
  },
  "public-saves-are-for-anyone": {
    section: download,
    law: "A public save may be downloaded by other users.",
    since: "5.0",
    standInOnly: reasons.admin,
    async check(on) {
      assert.equal((await readAsStranger(on, true)).status, 200);
    },
  },
  "private-saves-are-404": {
    section: download,
    law: "Another user's save is unknown.",
    standInOnly: reasons.admin,
    async check(on) {
      assert.equal((await readAsStranger(on, false)).status, 404);
    },
  },
  "saves-of-hidden-roms-are-404": {
    section: download,
    law: "A save of a hidden rom has no content.",
    since: "5.0",
    standInOnly: reasons.admin,
    async check(on) {
      const hidden = on.rules.admin.addRom({ platform: "snes", fsName: on.unique() });
      const { id } = await on.save({ slot: on.slot(), romId: hidden.id });
      hidden.is_hidden_by_admin = true;
      assert.equal((await on.content(id)).status, 404);
    },
  },
  "downloaded-marks-the-device": {
    section: download,
    law: "After downloaded the device is in step.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      const row = read(saveShape, await on.mark("downloaded", id, device));
      assert.equal(entryOf(row, device)?.is_current, true);
    },
  },
  "downloaded-takes-the-present-version": {
    section: download,
    law: "downloaded confirms the row as it is now, not as it was fetched.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.content(id, { device_id: device, optimistic: false });
      await on.nextSecond();
      await on.put(id, on.bytes());
      await on.mark("downloaded", id, device);
      const row = await on.row(id, device);
      assert.equal(entryOf(row, device)?.last_synced_at, row.updated_at);
    },
  },
  "downloaded-needs-one-scope": {
    section: download,
    law: "downloaded needs devices.write and nothing else.",
    standInOnly: reasons.admin,
    async check(on) {
      const device_id = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      const authorization = on.bearer({ scopes: ["devices.write"] });
      const path = `/api/saves/${id}/downloaded`;
      assert.equal((await on.send("POST", path, { json: { device_id }, authorization })).status, 200);
    },
  },
  "downloaded-of-unknown-is-404": {
    section: download,
    law: "downloaded of an unknown save, or by an unknown device, is a 404.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      assert.equal((await on.mark("downloaded", 987_654_321, await on.device())).status, 404);
      assert.equal((await on.mark("downloaded", id, crypto.randomUUID())).status, 404);
    },
  },
  "downloaded-tracks-again": {
    section: download,
    law: "downloaded ends being untracked.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.mark("untrack", id, device);
      await on.mark("downloaded", id, device);
      assert.equal(entryOf(await on.row(id, device), device)?.is_untracked, false);
    },
  },
  "untrack-sets-the-flag": {
    section: tracking,
    law: "untrack sets the flag of the device's entry.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), device });
      const row = read(saveShape, await on.mark("untrack", id, device));
      assert.equal(entryOf(row, device)?.is_untracked, true);
    },
  },
  "untrack-says-synced-now": {
    section: tracking,
    law: "untrack of a row never synced makes an entry that says synced now.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.nextSecond();
      await on.mark("untrack", id, device);
      const row = await on.row(id, device);
      assert(timeOf(entryOf(row, device)?.last_synced_at ?? "") > timeOf(row.updated_at));
    },
  },
  "track-clears-the-flag": {
    section: tracking,
    law: "track clears the flag.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), device });
      await on.mark("untrack", id, device);
      const row = read(saveShape, await on.mark("track", id, device));
      assert.equal(entryOf(row, device)?.is_untracked, false);
    },
  },
  "track-makes-no-entry": {
    section: tracking,
    law: "track of a row never synced changes nothing.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      const reply = await on.mark("track", id, device);
      assert.equal(reply.status, 200);
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, false);
    },
  },
  "next-row-is-tracked": {
    section: tracking,
    law: "The flag belongs to the row: the next row of the slot is tracked.",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { id } = await on.save({ slot });
      await on.mark("untrack", id, device);
      await on.nextSecond();
      const next = await on.save({ slot });
      assert.equal(entryOf(await on.row(next.id, device), device)?.is_untracked, false);
    },
  },
} satisfies Record<string, Behaviour>;

/** By the back door: the visibility route has behaviours of its own. */
async function readAsStranger(on: Bench, isPublic: boolean) {
  const { id } = await on.save({ slot: on.slot() });
  const record = on.rules.database.saves.find((row) => row.id === id);
  if (record !== undefined) record.is_public = isPublic;
  return on.send("GET", `/api/saves/${id}/content`, stranger(on));
}

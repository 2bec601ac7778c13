import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, entryOf, timeOf } from "../../suite/bench.ts";
import { filePart, multipart } from "../../suite/http.ts";
import type { Save } from "../../suite/shapes.ts";

const put = "5.3";
const removal = "5.6";

/** Sections 5.3, 5.6 and 9.4: what changes or removes a save. */
export const saveChanges = {
  "put-replaces-in-place": {
    section: put,
    law: "PUT replaces the bytes and keeps id and name.",
    since: "4.8",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.bytes()];
      const { id } = await on.save({ slot });
      const before = await on.row(id);
      await on.put(id, bytes);
      const after = await on.row(id);
      assert.equal(after.file_name, before.file_name);
      assert.equal((await on.content(id)).text, bytes.toString());
    },
  },
  "put-recomputes-the-hash": {
    section: put,
    law: "PUT computes the hash anew.",
    since: "4.9",
    async check(on) {
      const before = await on.save({ slot: on.slot() });
      await on.put(before.id, on.bytes());
      assert.notEqual((await on.row(before.id)).content_hash, before.content_hash);
    },
  },
  "put-bumps-the-time": {
    section: put,
    law: "PUT re-dates the row.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const before = await on.row(id);
      await on.nextSecond();
      await on.put(id, on.bytes());
      assert(timeOf((await on.row(id)).updated_at) > timeOf(before.updated_at));
    },
  },
  "put-has-no-conflict": {
    section: put,
    law: "PUT never answers 409, whoever sends it.",
    since: "4.9",
    async check(on) {
      const { id } = await on.save({ slot: on.slot(), device: await on.device() });
      await on.nextSecond();
      const reply = await on.put(id, on.bytes(), { device_id: await on.device() });
      assert.equal(reply.status, 200);
    },
  },
  "put-makes-others-stale": {
    section: put,
    law: "After a PUT the devices that held the row are no longer in step.",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), device });
      await on.nextSecond();
      await on.put(id, on.bytes());
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, false);
    },
  },
  "put-marks-its-device": {
    section: put,
    law: "The device that sent the PUT is in step.",
    since: "4.9",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.put(id, on.bytes(), { device_id: device });
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, true);
    },
  },
  "put-links-its-screenshot": {
    section: "8",
    law: "A screenshot named as the row's file is linked to it.",
    standInOnly: "a screenshot cannot be taken back in every release",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const { file_name } = await on.row(id);
      const picture = filePart("screenshotFile", file_name.replace(/\.srm$/, ".png"), Buffer.from("picture"));
      await on.send("PUT", `/api/saves/${id}`, { body: multipart([picture]) });
      assert.notEqual((await on.row(id)).screenshot, null);
    },
  },
  "put-of-unknown-save-is-404": {
    section: put,
    law: "PUT on an unknown save is a 404.",
    async check(on) {
      assert.equal((await on.put(987_654_321, on.bytes())).status, 404);
    },
  },
  "delete-answers-the-ids": {
    section: removal,
    law: "Deleting saves answers their ids.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const reply = await on.remove([id]);
      assert.deepEqual([reply.status, reply.json], [200, [id]]);
    },
  },
  "delete-removes-the-row": {
    section: removal,
    law: "A deleted save is unknown.",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      await on.remove([id]);
      assert.equal((await on.send("GET", `/api/saves/${id}`)).status, 404);
    },
  },
  "delete-nothing-is-400": {
    section: removal,
    law: "Deleting nothing is a 400.",
    async check(on) {
      assert.equal((await on.remove([])).status, 400);
    },
  },
  "delete-stops-at-the-unknown": {
    section: removal,
    law: "Deleting stops with a 404 at the first unknown save; those before are gone.",
    async check(on) {
      const [slot, other] = [on.slot(), on.slot()];
      const [first, last] = [await on.save({ slot }), await on.save({ slot: other })];
      assert.equal((await on.remove([first.id, 987_654_321, last.id])).status, 404);
      assert.deepEqual([(await on.rows(slot)).length, (await on.rows(other)).length], [0, 1]);
    },
  },
  "visibility-redates-the-row": {
    section: removal,
    law: "Changing who may see a save re-dates it, and every device is stale.",
    since: "5.0",
    until: "5.4",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { id } = await on.save({ slot, device });
      await on.nextSecond();
      await setVisibility(on, id, true);
      const [row] = await on.rows(slot, device);
      assert.equal(row && entryOf(row, device)?.is_current, false);
    },
  },
  "visibility-is-kept": {
    section: removal,
    law: "A save that was made public says so.",
    since: "5.0",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      assert.match((await setVisibility(on, id, true)).text, /"is_public":true/);
    },
  },
  "put-keeps-the-origin": {
    section: "corrections: the web player",
    law: "A row that was written over still tells the device that made it.",
    since: "4.9",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), device });
      await on.put(id, on.bytes(), { device_id: await on.device() });
      assert.equal((await on.row(id)).origin_device_id, device);
    },
  },
  "rehash-redates-what-it-changes": {
    section: "9.4",
    law: "The hash maintenance task re-dates the rows whose hash it changes, and no other.",
    until: "5.4",
    standInOnly: reasons.admin,
    async check(on) {
      const [wrong, right] = await twoHashes(on, "f".repeat(32));
      on.rules.admin.recomputeHashes();
      assert.deepEqual(await isRedated(on, wrong), [true, wrong.content_hash]);
      assert.deepEqual(await isRedated(on, right), [false, right.content_hash]);
    },
  },
  "start-hashes-what-has-none": {
    section: "corrections: the first start after 4.8",
    law: "A start that finds a row without a hash gives it one, and dates it anew.",
    since: "4.9",
    until: "5.4",
    standInOnly: reasons.admin,
    async check(on) {
      const [bare] = await twoHashes(on, null);
      on.rules.admin.restart();
      assert.deepEqual(await isRedated(on, bare), [true, bare.content_hash]);
    },
  },
} satisfies Record<string, Behaviour>;

/** Two rows; the first one's hash in the database is `stored`, as an older release may have left it. */
async function twoHashes(on: Bench, stored: string | null): Promise<[Save, Save]> {
  const slot = on.slot();
  const [{ id }, other] = [await on.save({ slot, bytes: on.archive() }), await on.save({ slot: on.slot() })];
  const rows: [Save, Save] = [await on.row(id), await on.row(other.id)];
  const record = on.rules.database.saves.find((row) => row.id === id);
  assert(record);
  record.content_hash = stored;
  await on.nextSecond();
  return rows;
}

/** Whether its date moved, and its hash now. */
async function isRedated(on: Bench, before: Save): Promise<[boolean, string | null]> {
  const [after] = await on.rows(before.slot);
  assert(after);
  return [timeOf(after.updated_at) > timeOf(before.updated_at), after.content_hash];
}

function setVisibility(on: Bench, id: number, is_public: boolean) {
  return on.send("PUT", `/api/saves/${id}/visibility`, { json: { is_public } });
}

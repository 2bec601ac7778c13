import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { assertDone, type Bench, detailOf } from "../../suite/bench.ts";
import type { Reply } from "../../suite/http.ts";

const section = "5.2";

/** Section 5.2: the 409, which is the only lock there is. */
export const conflicts = {
  "stranger-to-the-head-is-409": {
    section,
    law: "A device that never synced the slot's head may not upload to it.",
    async check(on) {
      assert.equal((await uploadUnseen(on)).status, 409);
    },
  },
  "stale-device-is-409": {
    section,
    law: "A device that synced an older head may not upload.",
    async check(on) {
      assert.equal((await uploadStale(on)).status, 409);
    },
  },
  "slot-conflict-is-a-sentence": {
    section,
    law: "The slot's 409 is one sentence and nothing else.",
    edition: "release",
    async check(on) {
      const reply = await uploadUnseen(on);
      assert.deepEqual(reply.json, { detail: "Slot has a newer save since your last sync" });
    },
  },
  "specified-conflict-is-an-object": {
    section,
    law: "In the specification the 409 names the head and its time.",
    edition: "specification",
    async check(on) {
      const detail = v.parse(conflictShape, detailOf(await uploadUnseen(on)));
      assert.equal(detail.error, "conflict");
      assert.equal(detail.device_sync_time, null);
    },
  },
  "specified-stale-is-out-of-sync": {
    section,
    law: "In the specification a stale device is out of sync since a time.",
    edition: "specification",
    async check(on) {
      const detail = v.parse(conflictShape, detailOf(await uploadStale(on)));
      assert.equal(detail.error, "out_of_sync");
      assert(detail.device_sync_time !== null);
    },
  },
  "conflict-changes-nothing": {
    section,
    law: "A refused upload leaves no row.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      await on.nextSecond();
      await on.upload({ slot, device: await on.device() });
      assert.equal((await on.rows(slot)).length, 1);
    },
  },
  "device-in-step-may-upload": {
    section,
    law: "A device that holds the head may upload.",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { id } = await on.save({ slot, device: await on.device() });
      await on.mark("downloaded", id, device);
      await on.nextSecond();
      assertDone(await on.upload({ slot, device }));
    },
  },
  "no-device-no-conflict": {
    section,
    law: "Without a device there is never a conflict.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot, device: await on.device() });
      await on.nextSecond();
      assertDone(await on.upload({ slot }));
    },
  },
  "overwrite-has-no-conflict": {
    section,
    law: "overwrite=true has no lock at all.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      await on.nextSecond();
      assertDone(await on.upload({ slot, device: await on.device(), query: { overwrite: true } }));
    },
  },
  "archive-conflict-needs-a-sync": {
    section,
    law: "Without a slot a device that never synced the file overwrites it.",
    standInOnly: reasons.archive,
    async check(on) {
      const fileName = `${on.unique()}.srm`;
      await on.save({ fileName });
      assertDone(await on.upload({ fileName, device: await on.device() }));
    },
  },
  "archive-conflict-is-a-sentence": {
    section,
    law: "Without a slot a stale device gets another sentence.",
    edition: "release",
    standInOnly: reasons.archive,
    async check(on) {
      const [fileName, device] = [`${on.unique()}.srm`, await on.device()];
      await on.save({ fileName, device });
      await on.nextSecond();
      await on.save({ fileName });
      const reply = await on.upload({ fileName, device });
      assert.equal(reply.status, 409);
      assert.deepEqual(reply.json, { detail: "Save has been updated since your last sync" });
    },
  },
  "mariadb-folds-slots-in-the-lock": {
    section,
    law: "On MariaDB the lock holds for a slot spelt otherwise.",
    until: "5.4",
    profile: "mariadb",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      await on.nextSecond();
      const reply = await on.upload({ slot: slot.toUpperCase(), device: await on.device() });
      assert(reply.status >= 400, String(reply.status));
    },
  },
  "postgres-locks-each-spelling": {
    section: "corrections: PostgreSQL",
    law: "On PostgreSQL the lock asks for the newest row of the slot spelt so: a newer one of another spelling releases nothing.",
    profile: "postgres",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      await on.save({ slot });
      await on.nextSecond();
      const newer = await on.save({ slot: slot.toUpperCase() });
      await on.mark("downloaded", newer.id, device);
      assert.equal((await on.upload({ slot, device })).status, 409);
      await on.nextSecond();
      assertDone(await on.upload({ slot: slot.toUpperCase(), device }));
    },
  },
  "untracked-then-tracked-passes": {
    section: "5.5",
    law: "Untrack and track leave a watermark of now, which the lock believes.",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { id } = await on.save({ slot });
      await on.nextSecond();
      await on.mark("untrack", id, device);
      await on.mark("track", id, device);
      assertDone(await on.upload({ slot, device }));
    },
  },
} satisfies Record<string, Behaviour>;

const conflictShape = v.object({
  error: v.string(),
  save_id: v.number(),
  current_save_time: v.string(),
  device_sync_time: v.nullable(v.string()),
});

/** A second device that knows nothing of the slot. */
async function uploadUnseen(on: Bench): Promise<Reply> {
  const slot = on.slot();
  await on.save({ slot, device: await on.device() });
  await on.nextSecond();
  return on.upload({ slot, device: await on.device() });
}

/** A device that holds the head as it was before it was replaced in place. */
async function uploadStale(on: Bench): Promise<Reply> {
  const [slot, device] = [on.slot(), await on.device()];
  const { id } = await on.save({ slot, device });
  await on.nextSecond();
  await on.put(id, on.bytes());
  return on.upload({ slot, device });
}

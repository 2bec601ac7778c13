import assert from "node:assert/strict";
import { storeZip } from "../../../world/romm/rules/ground/store-zip.ts";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { assertDone, type Bench, entryOf, read } from "../../suite/bench.ts";
import { operationsShape, sessionShape } from "../../suite/shapes.ts";

const section = "5.2";

/** Section 5.2: equal content, clean-up, and the session's counter. */
export const dedupAndCleanup = {
  "equal-bytes-answer-the-old-row": {
    section,
    law: "Bytes that the slot has already answer the row that has them; no row is made.",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      const first = await on.save({ slot, bytes });
      await on.nextSecond();
      assert.equal((await on.save({ slot, bytes })).id, first.id);
      assert.equal((await on.rows(slot)).length, 1);
    },
  },
  "dedup-finds-any-row": {
    section,
    law: "The row with equal bytes need not be the head, and the head stays.",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      const first = await on.save({ slot, bytes });
      await on.nextSecond();
      await on.save({ slot });
      await on.nextSecond();
      assert.equal((await on.save({ slot, bytes })).id, first.id);
    },
  },
  "dedup-stays-in-its-slot": {
    section,
    law: "Equal bytes in another slot are another row.",
    since: "4.9",
    async check(on) {
      const bytes = on.archive();
      const first = await on.save({ slot: on.slot(), bytes });
      assert.notEqual((await on.save({ slot: on.slot(), bytes })).id, first.id);
    },
  },
  "dedup-crossed-slots": {
    section,
    law: "Before 4.9 equal bytes in another slot of the rom answered that slot's row.",
    until: "4.9",
    async check(on) {
      const bytes = on.archive();
      const first = await on.save({ slot: on.slot(), bytes });
      assert.equal((await on.save({ slot: on.slot(), bytes })).id, first.id);
    },
  },
  "overwrite-skips-dedup": {
    section,
    law: "overwrite=true makes a row even for equal bytes.",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      await on.save({ slot, bytes });
      await on.nextSecond();
      await on.save({ slot, bytes, query: { overwrite: true } });
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "dedup-marks-no-device": {
    section,
    law: "A device whose bytes were there already is not in step with the row.",
    until: "5.4",
    async check(on) {
      const [slot, bytes, device] = [on.slot(), on.archive(), await on.device()];
      const first = await on.save({ slot, bytes });
      await on.nextSecond();
      const head = await on.save({ slot });
      await on.mark("downloaded", head.id, device);
      await on.save({ slot, bytes, device });
      assert.equal(entryOf(await on.row(first.id, device), device)?.is_current, false);
    },
  },
  "dedup-cleans-nothing-up": {
    section,
    law: "An upload of bytes that were there already cleans nothing up.",
    until: "5.3",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      await on.save({ slot, bytes });
      await on.nextSecond();
      await on.save({ slot });
      await on.save({ slot, bytes, query: { autocleanup: true, autocleanup_limit: 1 } });
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "same-second-dedup-loses-the-file": {
    section,
    law: "The same name and bytes within one second leave a row without a file.",
    until: "5.5",
    standInOnly: reasons.deduced,
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      const { id } = await on.save({ slot, bytes });
      await on.save({ slot, bytes });
      assert.equal((await on.content(id)).status, 404);
      assert.equal((await on.rows(slot)).length, 1);
    },
  },
  "postgres-keeps-spellings-apart": {
    section: "corrections: PostgreSQL",
    law: "On PostgreSQL dedup and clean-up know only the rows of the slot spelt so.",
    since: "4.9",
    profile: "postgres",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      const first = await on.save({ slot, bytes });
      await on.nextSecond();
      const query = { autocleanup: true, autocleanup_limit: 1 };
      assert.notEqual((await on.save({ slot: slot.toUpperCase(), bytes, query })).id, first.id);
      assert.equal((await on.rows(slot)).length, 1);
    },
  },
  "dedup-finds-a-lost-file": {
    section: "corrections: two uploads that overlap",
    law: "A row whose file is gone is confirmed, and answers its bytes' next upload; only overwrite=true makes a new row.",
    standInOnly: reasons.admin,
    async check(on) {
      const [slot, bytes, device] = [on.slot(), on.archive(), await on.device()];
      const { id } = await on.save({ slot, bytes, device });
      const record = on.rules.database.saves.find((row) => row.id === id);
      on.rules.files.remove(`${record?.file_path}/${record?.file_name}`);
      assert.equal((await on.mark("downloaded", id, device)).status, 200);
      await on.nextSecond();
      assert.equal((await on.save({ slot, bytes, device })).id, id);
      assert.equal((await on.content(id)).status, 404);
      const again = await on.save({ slot, bytes, device, query: { overwrite: true } });
      assert.notEqual(again.id, id);
      assert.equal((await on.content(again.id)).status, 200);
    },
  },
  "no-hash-no-dedup": {
    section,
    law: "Bytes that have no hash are never taken for equal.",
    async check(on) {
      const [slot, bytes] = [on.slot(), storeZip([{ name: "a", bytes: on.bytes(), flags: 0x801 }])];
      await on.save({ slot, bytes });
      await on.nextSecond();
      await on.save({ slot, bytes });
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "cleanup-keeps-the-newest": {
    section,
    law: "autocleanup keeps the newest rows of the slot, as many as the limit says.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      const kept = [await uploadLater(on, slot), await uploadLater(on, slot, 2)];
      assert.deepEqual(
        (await on.rows(slot)).map((row) => row.id),
        kept,
      );
    },
  },
  "cleanup-removes-the-file": {
    section,
    law: "A row that was cleaned up has no content any more.",
    async check(on) {
      const slot = on.slot();
      const { id } = await on.save({ slot });
      await uploadLater(on, slot, 1);
      assert.equal((await on.content(id)).status, 404);
    },
  },
  "cleanup-is-asked-for": {
    section,
    law: "Without autocleanup nothing is removed, whatever the limit.",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      await on.nextSecond();
      await on.save({ slot, query: { autocleanup_limit: 1 } });
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "cleanup-may-take-the-newest": {
    section,
    law: "Among rows of one second clean-up may remove the newest.",
    until: "5.3",
    standInOnly: "arbitrary by nature",
    async check(on) {
      const slot = on.slot();
      const first = await on.save({ slot, fileName: "one.srm" });
      const query = { autocleanup: true, autocleanup_limit: 1 };
      await on.save({ slot, fileName: "two.srm", query });
      assert.deepEqual(
        (await on.rows(slot)).map((row) => row.id),
        [first.id],
      );
    },
  },
  "cleanup-limit-is-at-least-one": {
    section,
    law: "A limit of 0 keeps one row.",
    since: "5.1",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      const last = await uploadLater(on, slot, 0);
      assert.deepEqual(
        (await on.rows(slot)).map((row) => row.id),
        [last],
      );
    },
  },
  "cleanup-limit-zero-took-all": {
    section,
    law: "Before 5.1 a limit of 0 removed every row.",
    until: "5.1",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      await uploadLater(on, slot, 0);
      assert.deepEqual(await on.rows(slot), []);
    },
  },
  "cleanup-stays-in-its-slot": {
    section,
    law: "Clean-up touches no other slot.",
    async check(on) {
      const [slot, other] = [on.slot(), on.slot()];
      await on.save({ slot: other });
      await on.save({ slot });
      await uploadLater(on, slot, 1);
      assert.equal((await on.rows(other)).length, 1);
    },
  },
  "upload-counts-for-its-session": {
    section,
    law: "An upload adds one to the operations of the session that it names.",
    since: "4.9",
    async check(on) {
      const device = await on.device();
      const session_id = await openSession(on, device);
      await on.save({ slot: on.slot(), device, query: { session_id } });
      const session = read(sessionShape, await on.send("GET", `/api/sync/sessions/${session_id}`));
      assert.equal(session.operations_completed, 1);
    },
  },
  "unknown-session-is-no-error": {
    section,
    law: "A session that nobody knows is no error.",
    since: "4.9",
    async check(on) {
      assertDone(await on.upload({ slot: on.slot(), query: { session_id: 987_654_321 } }));
    },
  },
} satisfies Record<string, Behaviour>;

/** Two seconds later; with clean-up if a limit is given. Answers the new row's id. */
async function uploadLater(on: Bench, slot: string, limit?: number): Promise<number> {
  await on.nextSecond();
  const query = limit === undefined ? {} : { autocleanup: true, autocleanup_limit: limit };
  return (await on.save({ slot, query })).id;
}

/** A sync session of a device, opened by a negotiation over nothing. */
async function openSession(on: Bench, device_id: string): Promise<number> {
  const reply = await on.send("POST", "/api/sync/negotiate", { json: { device_id, saves: [] } });
  return read(operationsShape, reply).session_id;
}

import assert from "node:assert/strict";
import * as v from "valibot";
import type { Behaviour } from "../suite/behaviour.ts";
import { type Bench, detailOf, entryOf, read, timeOf } from "../suite/bench.ts";
import { operationsShape, sessionShape } from "../suite/shapes.ts";

const negotiating = { section: "6.1", since: "4.9" };
const sessions = { section: "6.3", since: "4.9" };
const hour = 3_600_000;

interface ClientSave {
  slot: string | null;
  content_hash?: string | null;
  updatedAtMs: number;
}

/** Section 6. */
export const sync = {
  "negotiate-uploads-the-unknown": {
    ...negotiating,
    law: "A save that the server lacks is to be uploaded.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      assert.equal(await actionFor(on, device, { slot, updatedAtMs: 0 }), "upload");
    },
  },
  "negotiate-ignores-the-archive": {
    ...negotiating,
    law: "A save without a slot is always to be uploaded.",
    async check(on) {
      const device = await on.device();
      const { operations } = await negotiate(on, device, [{ slot: null, updatedAtMs: 0 }]);
      const own = operations.find((operation) => operation.rom_id === on.romId && operation.slot === null);
      assert.deepEqual([own?.action, own?.save_id], ["upload", null]);
    },
  },
  "negotiate-offers-the-unmentioned": {
    ...negotiating,
    law: "A save that the device never had is to be downloaded.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const { id } = await on.save({ slot });
      const { operations } = await negotiate(on, device, []);
      const own = operations.find((operation) => operation.slot === slot);
      assert.deepEqual([own?.action, own?.save_id], ["download", id]);
    },
  },
  "negotiate-lets-the-deleted-rest": {
    ...negotiating,
    law: "A save that the device had and no longer mentions is left alone.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      await on.save({ slot, device });
      const { operations } = await negotiate(on, device, []);
      assert(!operations.some((operation) => operation.slot === slot));
    },
  },
  "negotiate-equal-is-no-op": {
    ...negotiating,
    law: "Equal content is a no_op, whatever the times.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const { content_hash, updated_at } = await on.row((await on.save({ slot })).id);
      const save = { slot, content_hash, updatedAtMs: timeOf(updated_at) + hour };
      assert.equal(await actionFor(on, device, save), "no_op");
    },
  },
  "negotiate-equal-marks-nothing": {
    ...negotiating,
    law: "A no_op for equal content leaves the device a stranger to the save.",
    until: "5.4",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const { id, content_hash } = await on.row((await on.save({ slot })).id);
      await negotiate(on, device, [{ slot, content_hash, updatedAtMs: 0 }]);
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, false);
    },
  },
  "negotiate-newer-server-wins": {
    ...negotiating,
    law: "Without a common past the newer server's save is to be downloaded.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const row = await on.save({ slot });
      assert.equal(
        await actionFor(on, device, { slot, updatedAtMs: timeOf(row.updated_at) - hour }),
        "download",
      );
    },
  },
  "negotiate-newer-client-wins": {
    ...negotiating,
    law: "Without a common past the newer client's save is to be uploaded.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const row = await on.save({ slot });
      assert.equal(
        await actionFor(on, device, { slot, updatedAtMs: timeOf(row.updated_at) + hour }),
        "upload",
      );
    },
  },
  "negotiate-conflict-needs-a-put": {
    ...negotiating,
    law: "A conflict is where both changed since the device was in step.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const row = await on.save({ slot, device });
      await on.nextSecond();
      await on.put(row.id, on.bytes());
      assert.equal(
        await actionFor(on, device, { slot, updatedAtMs: timeOf(row.updated_at) + hour }),
        "conflict",
      );
    },
  },
  "negotiate-trusts-old-times": {
    ...negotiating,
    law: "A save dated before the last sync is a no_op even with other content.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const row = await on.save({ slot, device });
      const save = { slot, content_hash: "f".repeat(32), updatedAtMs: timeOf(row.updated_at) - hour };
      assert.equal(await actionFor(on, device, save), "no_op");
    },
  },
  "negotiate-honours-untracked": {
    ...negotiating,
    law: "An untracked save is a no_op.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      const row = await on.save({ slot, device });
      await on.mark("untrack", row.id, device);
      assert.equal(
        await actionFor(on, device, { slot, updatedAtMs: timeOf(row.updated_at) + hour }),
        "no_op",
      );
    },
  },
  "negotiate-pairs-slots-exactly": {
    ...negotiating,
    law: "Slots are paired exactly, whatever the database folds.",
    async check(on) {
      const [device, slot] = [await on.device(), on.slot()];
      await on.save({ slot });
      assert.equal(await actionFor(on, device, { slot: slot.toUpperCase(), updatedAtMs: 0 }), "upload");
    },
  },
  "negotiate-takes-naive-times": {
    ...negotiating,
    law: "A time without an offset is read as UTC.",
    async check(on) {
      const saves = [
        {
          rom_id: on.romId,
          file_name: "a",
          slot: on.slot(),
          updated_at: "2020-01-01T00:00:00",
          file_size_bytes: 1,
        },
      ];
      const reply = await on.send("POST", "/api/sync/negotiate", {
        json: { device_id: await on.device(), saves },
      });
      assert.equal(reply.status, 200);
    },
  },
  "negotiate-needs-enabled-sync": {
    ...negotiating,
    law: "A device whose sync is switched off is refused.",
    async check(on) {
      const device_id = await on.device();
      await on.send("PUT", `/api/devices/${device_id}`, { json: { sync_enabled: false } });
      const reply = await on.send("POST", "/api/sync/negotiate", { json: { device_id, saves: [] } });
      assert.deepEqual([reply.status, detailOf(reply)], [400, "Sync is disabled for this device"]);
    },
  },
  "negotiate-needs-a-known-device": {
    ...negotiating,
    law: "An unknown device is a 404.",
    async check(on) {
      const json = { device_id: crypto.randomUUID(), saves: [] };
      assert.equal((await on.send("POST", "/api/sync/negotiate", { json })).status, 404);
    },
  },
  "negotiate-needs-a-device": {
    ...negotiating,
    law: "Without a device, told or bound, it is a 400.",
    since: "5.0",
    async check(on) {
      assert.equal((await on.send("POST", "/api/sync/negotiate", { json: { saves: [] } })).status, 400);
    },
  },
  "no-sync-before-4-9": {
    section: "6",
    law: "Before 4.9 nothing of it was there.",
    until: "4.9",
    async check(on) {
      assert.equal((await on.send("POST", "/api/sync/negotiate", { json: { saves: [] } })).status, 404);
    },
  },
  "new-session-cancels-the-old": {
    ...sessions,
    law: "A new negotiation cancels the device's open session.",
    until: "5.4",
    async check(on) {
      const device = await on.device();
      const { session_id } = await negotiate(on, device, []);
      await negotiate(on, device, []);
      assert.equal((await sessionOf(on, session_id)).status, "CANCELLED");
    },
  },
  "session-counts-what-is-planned": {
    ...sessions,
    law: "A session plans as many operations as are no no_op.",
    async check(on) {
      const device = await on.device();
      const saves = [on.slot(), on.slot()].map((slot) => ({ slot, updatedAtMs: 0 }));
      const told = await negotiate(on, device, saves);
      const planned = told.total_upload + told.total_download + told.total_conflict;
      assert.equal((await sessionOf(on, told.session_id)).operations_planned, planned);
    },
  },
  "complete-sets-the-counters": {
    ...sessions,
    law: "Completing a session overwrites its counters.",
    async check(on) {
      const { session_id } = await negotiate(on, await on.device(), []);
      await complete(on, session_id, { operations_completed: 7 });
      const { status, operations_completed } = await sessionOf(on, session_id);
      assert.deepEqual([status, operations_completed], ["COMPLETED", 7]);
    },
  },
  "complete-works-once": {
    ...sessions,
    law: "A session is completed once.",
    async check(on) {
      const { session_id } = await negotiate(on, await on.device(), []);
      await complete(on, session_id, {});
      const reply = await complete(on, session_id, {});
      assert.deepEqual([reply.status, detailOf(reply)], [400, "Session is already COMPLETED"]);
    },
  },
  "unknown-session-is-404": {
    ...sessions,
    law: "An unknown session cannot be completed.",
    async check(on) {
      assert.equal((await complete(on, 987_654_321, {})).status, 404);
    },
  },
  "sessions-by-device": {
    ...sessions,
    law: "Sessions are listed by device.",
    async check(on) {
      const [device, other] = [await on.device(), await on.device()];
      const { session_id } = await negotiate(on, device, []);
      await negotiate(on, other, []);
      const query = { device_id: device };
      const listed = read(v.array(sessionShape), await on.send("GET", "/api/sync/sessions", { query }));
      assert.deepEqual(
        listed.map((session) => session.id),
        [session_id],
      );
    },
  },
} satisfies Record<string, Behaviour>;

async function negotiate(on: Bench, device_id: string, saves: ClientSave[]) {
  const json = {
    device_id,
    saves: saves.map(({ slot, content_hash = null, updatedAtMs }) => ({
      rom_id: on.romId,
      file_name: "contract.srm",
      slot,
      emulator: null,
      content_hash,
      updated_at: new Date(updatedAtMs).toISOString(),
      file_size_bytes: 1,
    })),
  };
  return read(operationsShape, await on.send("POST", "/api/sync/negotiate", { json }));
}

async function actionFor(on: Bench, device: string, save: ClientSave): Promise<string | undefined> {
  const { operations } = await negotiate(on, device, [save]);
  return operations.find((operation) => operation.slot === save.slot)?.action;
}

async function sessionOf(on: Bench, id: number) {
  return read(sessionShape, await on.send("GET", `/api/sync/sessions/${id}`));
}

function complete(on: Bench, id: number, json: Record<string, number>) {
  return on.send("POST", `/api/sync/sessions/${id}/complete`, { json });
}

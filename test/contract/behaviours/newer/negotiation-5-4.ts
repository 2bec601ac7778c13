import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, entryOf, read } from "../../suite/bench.ts";
import { operationsShape, type Save, sessionShape } from "../../suite/shapes.ts";

/** How RomM 5.4 negotiates: sessions side by side, what slots lost, and hashes beside dates. */
export const negotiation54 = {
  "hash-takes-a-conflict-away": {
    section: "6.1",
    law: "A side whose hash is the one that was recorded has not changed, whatever its time.",
    since: "5.4",
    async check(on) {
      const [slot, device, bytes] = [on.slot(), await on.device(), on.bytes()];
      await on.save({ slot, bytes });
      await on.nextSecond();
      await on.save({ slot, device, query: { overwrite: true, content_hash: "c".repeat(32) } });
      await on.nextSecond();
      const [, head] = await on.rows(slot);
      assert(head);
      await on.put(head.id, on.bytes());
      const [operation] = await negotiate(on, device, [
        { slot, content_hash: "c".repeat(32), updated_at: "2030-01-01T00:00:00Z" },
      ]);
      assert.equal(operation?.action, "download");
    },
  },
  "sessions-stand-side-by-side": {
    section: "6.3",
    law: "A new negotiation ends no other session.",
    since: "5.4",
    async check(on) {
      const device_id = await on.device();
      const open = () => on.send("POST", "/api/sync/negotiate", { json: { device_id, saves: [] } });
      const { session_id } = read(operationsShape, await open());
      await open();
      const session = read(sessionShape, await on.send("GET", `/api/sync/sessions/${session_id}`));
      assert.equal(session.status, "IN_PROGRESS");
    },
  },
  "negotiate-equal-marks-the-device": {
    section: "6.1",
    law: "A no_op for equal content puts the device in step with the row.",
    since: "5.4",
    async check(on) {
      const [slot, device, bytes] = [on.slot(), await on.device(), on.archive()];
      const { id, content_hash } = await on.save({ slot, bytes });
      await negotiate(on, device, [{ slot, content_hash }]);
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, true);
    },
  },
  "lost-saves-are-told": {
    section: "T8",
    law: "A device that holds what its slot lost is told to delete it, if it is older than the loss; a newer row is offered.",
    since: "5.4",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const a = await on.save({ slot });
      await on.nextSecond();
      const b = await on.save({ slot });
      await on.remove([a.id, b.id]);
      const asks = async (updated_at: string, content_hash = a.content_hash) =>
        (await negotiate(on, device, [{ slot, content_hash, updated_at }]))[0]?.action;
      assert.equal(await asks(a.updated_at), "delete");
      assert.equal(await asks("2030-01-01T00:00:00Z"), "upload");
      assert.equal(await asks(a.updated_at, "d".repeat(32)), "upload");
      await on.nextSecond();
      await on.save({ slot });
      assert.equal(await asks(a.updated_at), "download");
    },
  },
  "put-loses-the-old-content": {
    section: "5.3",
    law: "What a PUT wrote over counts as lost.",
    since: "5.4",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { id, content_hash } = await on.save({ slot });
      await on.put(id, on.bytes());
      const { updated_at } = await on.row(id);
      const [operation] = await negotiate(on, device, [{ slot, content_hash, updated_at }]);
      assert.equal(operation?.action, "download");
    },
  },
  "pruned-rows-are-lost": {
    section: "6.1",
    law: "What clean-up takes counts as lost: who holds it is offered the head.",
    since: "5.4",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { content_hash } = await on.save({ slot });
      await on.nextSecond();
      const query = { autocleanup: true, autocleanup_limit: 1 };
      const { id } = await on.save({ slot, query });
      const { updated_at } = await on.row(id);
      const [operation] = await negotiate(on, device, [{ slot, content_hash, updated_at }]);
      assert.deepEqual([operation?.action, operation?.save_id], ["download", id]);
    },
  },
  "hundred-losses-are-remembered": {
    section: "6.1",
    law: "A slot remembers a hundred losses, the oldest no longer.",
    since: "5.4",
    standInOnly: reasons.large,
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const lost: Save[] = [];
      for (let upload = 0; upload < 101; upload++) {
        const row = await on.save({ slot });
        lost.push(row);
        await on.remove([row.id]);
        await on.nextSecond();
      }
      const [first, second] = lost;
      assert(first && second);
      const asks = async ({ content_hash }: Save) =>
        (await negotiate(on, device, [{ slot, content_hash }]))[0]?.action;
      assert.deepEqual([await asks(first), await asks(second)], ["upload", "delete"]);
    },
  },
  "archive-loses-nothing": {
    section: "6.1",
    law: "What lies in no slot is not remembered as lost.",
    since: "5.4",
    standInOnly: reasons.archive,
    async check(on) {
      const { id, content_hash, updated_at } = await on.save({});
      await on.remove([id]);
      const [operation] = await negotiate(on, await on.device(), [{ slot: null, content_hash, updated_at }]);
      assert.equal(operation?.action, "upload");
    },
  },
  "unlisted-saves-can-be-restored": {
    section: "6.1",
    law: "restore_unlisted offers also what the device once held.",
    since: "5.4",
    async check(on) {
      const [slot, device] = [on.slot(), await on.device()];
      const { id } = await on.save({ slot, device });
      const offered = async (restore_unlisted: boolean) =>
        (await negotiate(on, device, [], { restore_unlisted })).some((one) => one.save_id === id);
      assert.deepEqual([await offered(false), await offered(true)], [false, true]);
    },
  },
  "negotiate-by-emulators": {
    section: "6.1",
    law: "What another emulator wrote is not offered where emulators are named.",
    since: "5.4",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), query: { emulator: "mgba" } });
      const offered = async (name: string) =>
        (await negotiate(on, device, [], { emulators: [name] })).some((one) => one.save_id === id);
      assert.deepEqual([await offered("MGBA"), await offered("gpsp")], [true, false]);
    },
  },
} satisfies Record<string, Behaviour>;

/** What a server would do about these saves of a device. */
export async function negotiate(
  on: Bench,
  device_id: string,
  saves: { slot: string | null; content_hash: string | null; updated_at?: string }[],
  more: Record<string, unknown> = {},
) {
  const told = saves.map((save) => ({
    ...{ rom_id: on.romId, file_name: "Game.srm", file_size_bytes: 1, updated_at: "2020-01-01T00:00:00Z" },
    ...save,
  }));
  const json = { device_id, saves: told, ...more };
  return read(operationsShape, await on.send("POST", "/api/sync/negotiate", { json })).operations;
}

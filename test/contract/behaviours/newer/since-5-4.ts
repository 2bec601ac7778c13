import assert from "node:assert/strict";
import * as v from "valibot";
import { storeZip } from "../../../world/romm/rules/ground/store-zip.ts";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, detailOf, entryOf, read, timeOf } from "../../suite/bench.ts";
import { operationsShape, type Save, saveShape, sessionShape } from "../../suite/shapes.ts";

const object = v.record(v.string(), v.unknown());

/** What RomM 5.4 does otherwise than 5.3. */
export const since54 = {
  "confirm-keeps-what-was-served": {
    section: "T1",
    law: "A device that sent no hash stays at what it sent, until track forgets that.",
    since: "5.4",
    async check(on) {
      const { id, device } = await putOver(on, {});
      assert.equal(await isCurrentAfterConfirm(on, id, device), false);
      assert.equal((await on.upload({ slot: (await on.row(id)).slot ?? "", device })).status, 409);
      await on.mark("track", id, device);
      assert.equal(await isCurrentAfterConfirm(on, id, device), true);
    },
  },
  "confirm-moved-at-once": {
    section: "T1",
    law: "Before 5.4 a confirmation took the row as it is.",
    until: "5.4",
    since: "4.9",
    async check(on) {
      const { id, device } = await putOver(on, {});
      assert.equal(await isCurrentAfterConfirm(on, id, device), true);
    },
  },
  "upload-hash-lets-the-confirm-move": {
    section: "T1",
    law: "Where the upload told its hash, a confirmation takes the row as it is.",
    since: "5.4",
    async check(on) {
      const { id, device } = await putOver(on, { content_hash: "a".repeat(32) });
      assert.equal(await isCurrentAfterConfirm(on, id, device), true);
    },
  },
  "long-hash-is-unknown": {
    section: "5.4",
    law: "A hash of more than 32 letters is none.",
    since: "5.4",
    async check(on) {
      const { id, device } = await putOver(on, { content_hash: "b".repeat(33) });
      assert.equal(await isCurrentAfterConfirm(on, id, device), false);
    },
  },
  "optimistic-download-is-what-was-served": {
    section: "5.4",
    law: "A download that counts at once is remembered as it was served, though the row moved since.",
    since: "5.4",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot() });
      await on.content(id, { device_id: device });
      await on.nextSecond();
      await on.put(id, on.bytes());
      assert.equal(await isCurrentAfterConfirm(on, id, device), false);
    },
  },
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
  "dedup-marks-the-device": {
    section: "5.2",
    law: "A device whose bytes were there already is in step with the row that has them.",
    since: "5.4",
    async check(on) {
      const [slot, bytes, device] = [on.slot(), on.archive(), await on.device()];
      const first = await on.save({ slot, bytes });
      await on.nextSecond();
      const head = await on.save({ slot });
      await on.mark("downloaded", head.id, device);
      await on.save({ slot, bytes, device });
      assert.equal(entryOf(await on.row(first.id, device), device)?.is_current, true);
    },
  },
  "slots-are-compared-exactly": {
    section: "T13",
    law: "Two spellings of a slot are two slots, for lock, dedup and clean-up, on MariaDB too.",
    since: "5.4",
    profile: "mariadb",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.archive()];
      const first = await on.save({ slot, bytes });
      await on.nextSecond();
      const other = slot.toUpperCase();
      const device = await on.device();
      const query = { autocleanup: true, autocleanup_limit: 1 };
      const second = await on.save({ slot: other, bytes, device, query });
      assert.notEqual(second.id, first.id);
      assert.equal((await on.rows(slot)).length, 1);
    },
  },
  "emulator-is-one-folder": {
    section: "5.2",
    law: "An emulator that is no folder's name is a 400.",
    since: "5.4",
    async check(on) {
      for (const emulator of ["a/b", " a", "a*"]) {
        const reply = await on.upload({ slot: on.slot(), query: { emulator } });
        assert.deepEqual([reply.status, detailOf(reply)], [400, `Invalid emulator name: ${emulator}`]);
      }
    },
  },
  "long-name-is-400": {
    section: "5.2",
    law: "A name too long for the server's disk is a 400.",
    since: "5.4",
    async check(on) {
      assert.equal((await on.upload({ slot: on.slot(), fileName: `${"n".repeat(245)}.srm` })).status, 400);
    },
  },
  "unsafe-archive-is-422": {
    section: "T12",
    law: "An archive that leaves its folder, or cannot be read, is not taken.",
    since: "5.4",
    async check(on) {
      for (const name of ["../a.srm", "/a.srm", "a\\b.srm", "C:a.srm"]) {
        const reply = await on.upload({ slot: on.slot(), bytes: storeZip([{ name, bytes: on.bytes() }]) });
        assert.equal(reply.status, 422, name);
        assert.match(String(detailOf(reply)), /^Save file: /);
      }
    },
  },
  "annotations-keep-the-date": {
    section: "9.4",
    law: "Visibility, favourite, labels, a new name and a recomputed hash leave a row's date; a taken name is a 409.",
    since: "5.4",
    standInOnly: reasons.admin,
    async check(on) {
      const slot = on.slot();
      const { id } = await on.save({ slot });
      const before = await on.row(id);
      await on.nextSecond();
      const change = (verb: string, json: unknown) => on.send("PUT", `/api/saves/${id}/${verb}`, { json });
      await change("visibility", { is_public: true });
      await change("favorite", { is_favorite: true });
      await change("labels", { labels: ["before the boss"] });
      await change("file-name", { file_name: "Renamed.srm" });
      on.rules.admin.recomputeHashes();
      const after = read(object, await on.send("GET", `/api/saves/${id}`));
      assert.equal(timeOf(String(after.updated_at)), timeOf(before.updated_at));
      const { is_favorite, labels, file_name } = after;
      assert.deepEqual([is_favorite, labels, file_name], [true, ["before the boss"], "Renamed.srm"]);
      const other = await on.save({ slot });
      const json = { file_name: "RENAMED.srm" };
      assert.equal((await on.send("PUT", `/api/saves/${other.id}/file-name`, { json })).status, 409);
    },
  },
  "hidden-rom-takes-no-upload": {
    section: "5.2",
    law: "An upload to a hidden rom is a 404.",
    since: "5.4",
    standInOnly: reasons.admin,
    async check(on) {
      const hidden = on.rules.admin.addRom({ platform: "snes", fsName: on.unique(), isHiddenByAdmin: true });
      assert.equal((await on.upload({ slot: on.slot(), romId: hidden.id })).status, 404);
    },
  },
  "bad-sign-in-is-nobody": {
    section: "1.5",
    law: "A broken JWT or Basic header is nobody's, on every path.",
    since: "5.4",
    async check(on) {
      for (const authorization of ["Bearer not.a.jwt", "Basic !!!"]) {
        assert.equal((await on.send("GET", "/api/users/me", { authorization })).status, 401, authorization);
        assert.equal((await on.send("GET", "/api/heartbeat", { authorization })).status, 200, authorization);
      }
    },
  },
  "play-sessions-tell-no-sync": {
    section: "7",
    law: "A play session no longer names its sync session.",
    since: "5.4",
    standInOnly: reasons.status,
    async check(on) {
      const start = on.rules.now() - 600_000;
      const [start_time, end_time] = [new Date(start), new Date(start + 60_000)].map((at) =>
        at.toISOString(),
      );
      const device_id = await on.device();
      const json = { device_id, sessions: [{ rom_id: on.romId, start_time, end_time, duration_ms: 60_000 }] };
      const sent = await on.send("POST", "/api/play-sessions", { json });
      assert.equal(sent.status, 201);
      const rows = read(
        v.array(object),
        await on.send("GET", "/api/play-sessions", { query: { device_id } }),
      );
      assert(rows.length === 1 && !("sync_session_id" in (rows[0] ?? {})));
    },
  },
  "devices-have-capabilities": {
    section: "4",
    law: "A device tells what it can; registering again brings that up to date.",
    since: "5.4",
    async check(on) {
      const fields = { hostname: on.unique(), platform: "contract" };
      const id = await on.device({ ...fields, capabilities: { remote_install: false } });
      await on.register({ ...fields, capabilities: { remote_install: true } });
      const device = read(object, await on.send("GET", `/api/devices/${id}`));
      assert.deepEqual(device.capabilities, { remote_install: true });
    },
  },
  "heartbeat-tells-device-install": {
    section: "2.1",
    law: "Heartbeat tells whether games can be sent to devices.",
    since: "5.4",
    async check(on) {
      const heartbeat = read(object, await on.send("GET", "/api/heartbeat", { authorization: null }));
      assert("DEVICE_INSTALL" in heartbeat);
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

/** A device's upload, over which something else wrote a moment later. */
async function putOver(on: Bench, query: { content_hash?: string }) {
  const device = await on.device();
  const { id } = await on.save({ slot: on.slot(), device, query });
  await on.nextSecond();
  await on.put(id, on.bytes());
  return { id, device };
}

async function isCurrentAfterConfirm(on: Bench, id: number, device: string): Promise<boolean | undefined> {
  const row = read(saveShape, await on.mark("downloaded", id, device));
  return entryOf(row, device)?.is_current;
}

async function negotiate(
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

import assert from "node:assert/strict";
import * as v from "valibot";
import { storeZip } from "../../../world/romm/rules/ground/store-zip.ts";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, detailOf, entryOf, read, timeOf } from "../../suite/bench.ts";
import type { Reply } from "../../suite/http.ts";
import { saveShape } from "../../suite/shapes.ts";
import { negotiate } from "./negotiation-5-4.ts";

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
  "put-hash-lets-the-confirm-move": {
    section: "5.3",
    law: "Where a PUT told its device's hash, a confirmation takes the row as it is.",
    since: "5.4",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), device });
      await on.put(id, on.bytes(), { device_id: device, content_hash: "a".repeat(32) });
      await on.nextSecond();
      await on.put(id, on.bytes());
      assert.equal(await isCurrentAfterConfirm(on, id, device), true);
    },
  },
  "confirm-with-the-hash-moves-the-second-time": {
    section: "T1",
    law: "A confirmation keeps the hash that it tells: the next takes the row as it is.",
    since: "5.4",
    async check(on) {
      const { id, device } = await putOver(on, {});
      const hash = (await on.row(id)).content_hash ?? "";
      await on.mark("downloaded", id, device, hash);
      assert.equal(await isCurrentAfterConfirm(on, id, device, hash), true);
    },
  },
  "confirm-with-another-hash-forgets": {
    section: "5.4",
    law: "A confirmation that tells another hash than the row's takes the row, and remembers no hash.",
    since: "5.4",
    async check(on) {
      const [slot, device, content_hash] = [on.slot(), await on.device(), "e".repeat(32)];
      const { id } = await on.save({ slot });
      assert.equal(await isCurrentAfterConfirm(on, id, device, content_hash), true);
      await on.nextSecond();
      await on.put(id, on.bytes());
      const mine = { slot, content_hash, updated_at: "2030-01-01T00:00:00Z" };
      const [operation] = await negotiate(on, device, [mine]);
      assert.equal(operation?.action, "conflict");
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
  "play-sessions-need-devices-read": {
    section: "7",
    law: "Without devices.read a token lists its own device's play sessions, and must name it; which refusal is not known.",
    since: "5.4",
    standInOnly: reasons.admin,
    async check(on) {
      const [deviceId, other] = [await on.device(), await on.device()];
      const authorization = on.bearer({ deviceId, scopes: ["roms.user.read"] });
      const list = (device_id?: string) =>
        on.send("GET", "/api/play-sessions", { query: { device_id }, authorization });
      assert.equal((await list(deviceId)).status, 200);
      for (const device of [undefined, other]) assertRefused(await list(device));
    },
  },
  "play-sessions-infer-no-device": {
    section: "7",
    law: "A bound token that may read devices lists the play sessions of all, unless it names one.",
    since: "5.4",
    standInOnly: reasons.status,
    async check(on) {
      const [deviceId, other] = [await on.device(), await on.device()];
      await playOneMinute(on, other);
      const rows = await on.send("GET", "/api/play-sessions", {
        query: { rom_id: on.romId },
        authorization: on.bearer({ deviceId }),
      });
      assert.deepEqual(
        read(v.array(object), rows).map((row) => row.device_id),
        [other],
      );
    },
  },
  "play-sessions-tell-no-sync": {
    section: "7",
    law: "A play session no longer names its sync session.",
    since: "5.4",
    standInOnly: reasons.status,
    async check(on) {
      const device_id = await on.device();
      await playOneMinute(on, device_id);
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
  "heartbeat-tells-the-branch": {
    section: "2.1",
    law: "Heartbeat names the branch of a build that is no release; what a release tells there is not known.",
    since: "5.4",
    standInOnly: "needs a build that is no release",
    async check(on) {
      const { traits } = on.rules;
      const { versionText } = traits;
      traits.versionText = "development";
      const heartbeat = read(object, await on.send("GET", "/api/heartbeat", { authorization: null }));
      traits.versionText = versionText;
      assert.equal(typeof v.parse(object, heartbeat.SYSTEM).GIT_BRANCH, "string");
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

/** A play session of this rom, told by that device. */
async function playOneMinute(on: Bench, device_id: string): Promise<void> {
  const start = on.rules.now() - 600_000;
  const [start_time, end_time] = [start, start + 60_000].map((at) => new Date(at).toISOString());
  const json = { device_id, sessions: [{ rom_id: on.romId, start_time, end_time, duration_ms: 60_000 }] };
  assert.equal((await on.send("POST", "/api/play-sessions", { json })).status, 201);
}

function assertRefused({ status, text }: Reply): void {
  assert(status >= 400 && status < 500, `${status} ${text}`);
}

async function isCurrentAfterConfirm(
  on: Bench,
  id: number,
  device: string,
  contentHash?: string,
): Promise<boolean | undefined> {
  const row = read(saveShape, await on.mark("downloaded", id, device, contentHash));
  return entryOf(row, device)?.is_current;
}

import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { detailOf, entryOf, read, timeOf } from "../../suite/bench.ts";
import { multipart } from "../../suite/http.ts";
import { romShape, savesShape } from "../../suite/shapes.ts";

const section = "5.2";
const saveNameShape = v.object({ file_name: v.string() });
const tag = / \[(\d{4}-\d{2}-\d{2})_(\d{2})-(\d{2})-(\d{2})(?:-\d{3})?\]/;

/** Section 5.2: the upload's name, its row, and what it leaves behind. */
export const uploads = {
  "upload-is-200": {
    section,
    law: "An upload is a 200, never a 201.",
    async check(on) {
      assert.equal((await on.upload({ slot: on.slot() })).status, 200);
    },
  },
  "slot-upload-is-tagged": {
    section,
    law: "A name in a slot gets the server's time before its extension.",
    async check(on) {
      const reply = await on.upload({ slot: on.slot(), fileName: "Contract.save.srm" });
      const { file_name } = read(saveNameShape, reply);
      const [, day, hour, minute, second] = tag.exec(file_name) ?? assert.fail(file_name);
      assert.equal(file_name.replace(tag, ""), "Contract.save.srm");
      const taggedMs = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
      const serverMs = Date.parse(reply.headers.get("date") ?? "");
      assert(Math.abs(taggedMs - serverMs) <= 5000, `${file_name} at ${reply.headers.get("date")}`);
    },
  },
  "old-tags-are-replaced": {
    section,
    law: "Tags that a name has already are removed, all of them.",
    async check(on) {
      const fileName = "Contract [2020-01-01_00-00-00] (b) [2021-01-01_00-00-00].sav";
      const { file_name } = await on.save({ slot: on.slot(), fileName });
      assert.equal(file_name.replace(tag, ""), "Contract (b).sav");
    },
  },
  "upload-without-slot-keeps-its-name": {
    section,
    law: "Without a slot the name stays.",
    standInOnly: reasons.archive,
    async check(on) {
      assert.equal((await on.save({ fileName: "Contract.srm" })).file_name, "Contract.srm");
    },
  },
  "save-file-is-required": {
    section,
    law: "An upload without saveFile is a 422.",
    since: "4.8",
    async check(on) {
      const body = multipart([{ disposition: `name="other"; filename="a.srm"`, bytes: on.bytes() }]);
      const query = { rom_id: on.romId, slot: on.slot() };
      const reply = await on.send("POST", "/api/saves", { query, body });
      assert.equal(reply.status, 422);
      assert.match(JSON.stringify(detailOf(reply)), /"loc":\["body","saveFile"\]/);
    },
  },
  "encoded-name-alone-is-422": {
    section,
    law: "A name told by filename* alone is none.",
    since: "4.9",
    async check(on) {
      const disposition = `name="saveFile"; filename*=UTF-8''a.srm`;
      const body = multipart([{ disposition, bytes: on.bytes() }]);
      const query = { rom_id: on.romId, slot: on.slot() };
      assert.equal((await on.send("POST", "/api/saves", { query, body })).status, 422);
    },
  },
  "encoded-name-alone-was-taken": {
    section: "corrections",
    law: "4.7 and 4.8 took a name told by filename* alone.",
    until: "4.9",
    async check(on) {
      const disposition = `name="saveFile"; filename*=UTF-8''a.srm`;
      const body = multipart([{ disposition, bytes: on.bytes() }]);
      const query = { rom_id: on.romId, slot: on.slot() };
      assert.equal((await on.send("POST", "/api/saves", { query, body })).status, 200);
    },
  },
  "names-are-sanitised": {
    section,
    law: "Colons and bars become dashes, wildcards and brackets go.",
    since: "4.8",
    async check(on) {
      const { file_name } = await on.save({ slot: on.slot(), fileName: "a:b|c*d?e<f>g+.srm" });
      assert.equal(file_name.replace(tag, ""), "a-b-cdefg.srm");
    },
  },
  "empty-name-is-400": {
    section,
    law: "A name of which nothing is left is a 400.",
    since: "4.8",
    async check(on) {
      assert.equal((await on.upload({ slot: on.slot(), fileName: "***" })).status, 400);
    },
  },
  "long-name-is-500": {
    section,
    law: "A name too long for the server's disk is a 500.",
    until: "5.4",
    async check(on) {
      assert.equal((await on.upload({ slot: on.slot(), fileName: `${"n".repeat(245)}.srm` })).status, 500);
    },
  },
  "upload-to-unknown-rom-is-404": {
    section,
    law: "An upload to an unknown rom is a 404 that names it.",
    async check(on) {
      const reply = await on.upload({ slot: on.slot(), romId: 987_654_321 });
      assert.equal(reply.status, 404);
      assert.equal(detailOf(reply), "Rom with id '987654321' not found");
    },
  },
  "upload-checks-the-device-first": {
    section,
    law: "The device is looked for before the rom.",
    async check(on) {
      const device = crypto.randomUUID();
      const reply = await on.upload({ slot: on.slot(), romId: 987_654_320, device });
      assert.equal(detailOf(reply), `Device with ID ${device} not found`);
    },
  },
  "upload-with-device-needs-its-scope": {
    section,
    law: "An upload with a device needs devices.write.",
    standInOnly: reasons.admin,
    async check(on) {
      const authorization = on.bearer({ scopes: ["assets.write"] });
      const reply = await on.upload({ slot: on.slot(), device: await on.device(), authorization });
      assert.equal(reply.status, 403);
    },
  },
  "slot-only-grows": {
    section,
    law: "Another upload to a slot is a new row; the old one stays.",
    async check(on) {
      const slot = on.slot();
      const first = await on.save({ slot });
      await on.nextSecond();
      const second = await on.save({ slot });
      const rows = read(
        savesShape,
        await on.send("GET", "/api/saves", { query: { rom_id: on.romId, slot } }),
      );
      assert.deepEqual(new Set(rows.map((row) => row.id)), new Set([first.id, second.id]));
    },
  },
  "same-second-replaces": {
    section,
    law: "The same name and slot within one second replace the row.",
    until: "5.5",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const slot = on.slot();
      const [first, second] = [await on.save({ slot }), await on.save({ slot })];
      assert.equal(second.id, first.id);
      assert.equal((await on.rows(slot)).length, 1);
    },
  },
  "without-slot-the-name-decides": {
    section,
    law: "Without a slot the same name replaces the row.",
    standInOnly: reasons.archive,
    async check(on) {
      const fileName = `${on.unique()}.srm`;
      const first = await on.save({ fileName });
      await on.nextSecond();
      assert.equal((await on.save({ fileName })).id, first.id);
    },
  },
  "other-slots-row-is-taken-over": {
    section,
    law: "The same name within one second in another slot takes over that slot's row.",
    since: "5.1",
    until: "5.5",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const [slot, other] = [on.slot(), on.slot()];
      const fileName = `${on.unique()}.srm`;
      const first = await on.save({ slot, fileName });
      const second = await on.save({ slot: other, fileName });
      assert.deepEqual([second.id, second.slot], [first.id, other]);
    },
  },
  "same-name-is-replaced-in-any-slot": {
    section,
    law: "Before 4.9 the same name within one second replaced the row of another slot, and moved it.",
    until: "4.9",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const [slot, other] = [on.slot(), on.slot()];
      const fileName = `${on.unique()}.srm`;
      const first = await on.save({ slot, fileName });
      const second = await on.save({ slot: other, fileName });
      assert.deepEqual([second.id, second.slot], [first.id, other]);
    },
  },
  "two-slots-share-one-file": {
    section,
    law: "From 4.9 to 5.0 the same name within one second in another slot was a second row with the same file.",
    since: "4.9",
    until: "5.1",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const [slot, other] = [on.slot(), on.slot()];
      const fileName = `${on.unique()}.srm`;
      const first = await on.save({ slot, fileName, bytes: Buffer.from("first") });
      const second = await on.save({ slot: other, fileName, bytes: Buffer.from("second") });
      assert.notEqual(second.id, first.id);
      const path = ({ file_path, file_name }: typeof first) => `${file_path}/${file_name}`;
      assert.equal(path(second), path(first));
    },
  },
  "emulator-follows-the-upload": {
    section,
    law: "A row that is replaced takes the upload's emulator and folder.",
    since: "5.1",
    standInOnly: reasons.archive,
    async check(on) {
      const fileName = `${on.unique()}.srm`;
      await on.save({ fileName, query: { emulator: "snes9x" } });
      assert.equal((await on.save({ fileName, query: { emulator: "bsnes" } })).emulator, "bsnes");
    },
  },
  "emulator-is-a-folder": {
    section,
    law: "The emulator is the last folder of the path.",
    async check(on) {
      const { file_path } = await on.save({ slot: on.slot(), query: { emulator: "mgba" } });
      assert.match(file_path, new RegExp(`/saves/[^/]+/${on.romId}/mgba$`));
    },
  },
  "emulator-cannot-climb": {
    section,
    law: "An emulator that climbs out of the folder is a 500.",
    until: "5.4",
    async check(on) {
      const reply = await on.upload({ slot: on.slot(), query: { emulator: "../elsewhere" } });
      assert.equal(reply.status, 500);
    },
  },
  "origin-is-the-first-uploader": {
    section,
    law: "The origin is the device that made the row, whoever replaces it.",
    since: "4.9",
    standInOnly: reasons.archive,
    async check(on) {
      const [a, b] = [await on.device(), await on.device()];
      const fileName = `${on.unique()}.srm`;
      const { id } = await on.save({ fileName, device: a });
      await on.mark("downloaded", id, b);
      await on.save({ fileName, device: b });
      assert.equal((await on.row(id)).origin_device_id, a);
    },
  },
  "uploader-is-current": {
    section,
    law: "The device that uploaded is in step with its row.",
    async check(on) {
      const device = await on.device();
      const slot = on.slot();
      await on.save({ slot, device });
      const [row] = await on.rows(slot, device);
      assert.equal(row && entryOf(row, device)?.is_current, true);
    },
  },
  "mariadb-answers-not-current": {
    section,
    law: "On MariaDB the answer to the upload itself says not current.",
    profile: "mariadb",
    standInOnly: "usual, not certain",
    async check(on) {
      const device = await on.device();
      const row = await on.save({ slot: on.slot(), device });
      assert.equal(entryOf(row, device)?.is_current, false);
    },
  },
  "mariadb-answers-fractions": {
    section: "0",
    law: "The answer that made a row tells fractions of its times that MariaDB does not keep.",
    profile: "mariadb",
    standInOnly: "usual, not certain",
    async check(on) {
      assert.match((await on.save({ slot: on.slot() })).created_at, /\.\d/);
    },
  },
  "postgres-answers-current": {
    section,
    law: "On PostgreSQL the answer to the upload says current.",
    profile: "postgres",
    async check(on) {
      const device = await on.device();
      const row = await on.save({ slot: on.slot(), device });
      assert.equal(entryOf(row, device)?.is_current, true);
    },
  },
  "replacing-tracks-again": {
    section,
    law: "Replacing an untracked row tracks it again.",
    standInOnly: reasons.archive,
    async check(on) {
      const device = await on.device();
      const fileName = `${on.unique()}.srm`;
      const { id } = await on.save({ fileName, device });
      await on.mark("untrack", id, device);
      await on.save({ fileName, device });
      assert.equal(entryOf(await on.row(id, device), device)?.is_untracked, false);
    },
  },
  "upload-bumps-last-seen": {
    section,
    law: "A device that uploads was seen now.",
    async check(on) {
      const device = await on.device();
      const before = await on.readDevice(device);
      await on.nextSecond();
      await on.save({ slot: on.slot(), device });
      assert(timeOf((await on.readDevice(device)).last_seen ?? "") > timeOf(before.last_seen ?? ""));
    },
  },
  "upload-sets-last-played": {
    section,
    law: "An upload counts as played now.",
    async check(on) {
      const reply = await on.upload({ slot: on.slot() });
      const { rom_user } = read(romShape, await on.send("GET", `/api/roms/${on.romId}`));
      const serverMs = Date.parse(reply.headers.get("date") ?? "");
      assert(Math.abs(timeOf(rom_user.last_played ?? "") - serverMs) <= 5000, String(rom_user.last_played));
    },
  },
  "slot-screenshot-is-not-linked": {
    section: "8",
    law: "A screenshot sent with a slot's upload has the wrong name to be linked.",
    until: "5.3",
    standInOnly: "a screenshot cannot be taken back in every release",
    async check(on) {
      const slot = on.slot();
      const screenshot = { fileName: `${slot}.png`, bytes: Buffer.from("picture") };
      const { id } = await on.save({ slot, screenshot });
      assert.equal((await on.row(id)).screenshot, null);
    },
  },
} satisfies Record<string, Behaviour>;

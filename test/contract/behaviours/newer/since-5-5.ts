import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { assertDone, detailOf, read } from "../../suite/bench.ts";
import { operationsShape, savesShape } from "../../suite/shapes.ts";
import {
  channel,
  channelShape,
  line,
  one,
  push,
  save,
  savedShape,
  snapshotShape,
  snapshots,
  standInOnly,
  type Writer,
} from "./lines.ts";

const object = v.record(v.string(), v.unknown());

/** RomM 5.5: snapshots and channels. */
export const since55 = {
  "heartbeat-tells-save-sync": {
    section: "5.5",
    law: "Heartbeat says that RomM speaks of snapshots.",
    since: "5.5",
    async check(on) {
      const heartbeat = read(object, await on.send("GET", "/api/heartbeat", { authorization: null }));
      assert.equal(v.parse(object, heartbeat.SAVE_SYNC).SNAPSHOTS, true);
    },
  },
  "slots-go-by-channels": {
    section: "5.5",
    law: "Each slot's rows name a channel; autosave and default share one, and what keeps states has none.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const ids = new Map<string, string | null>();
      for (const slot of ["autosave", "Autosave", "default", "DEFAULT", "run2", "state_1"])
        ids.set(slot, (await save(on, { slot })).channel_id);
      assert.equal(
        new Set(["autosave", "Autosave", "default", "DEFAULT"].map((slot) => ids.get(slot))).size,
        1,
      );
      assert(ids.get("run2") && ids.get("run2") !== ids.get("autosave"));
      assert.equal(ids.get("state_1"), null);
      const rom = read(object, await on.send("GET", `/api/roms/${on.romId}`));
      const labels = v.parse(v.array(channelShape), rom.user_channels).map(({ label }) => label);
      assert.deepEqual(labels.sort(), ["default", "run2"]);
    },
  },
  "snapshot-rows-have-no-slot": {
    section: "T2",
    law: "A snapshot's save lies in no slot, and names its channel.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId, pushed } = await line(on, "mgba");
      const rows = read(savesShape, await on.send("GET", "/api/saves", { query: { rom_id: on.romId } }));
      const row = v.parse(object, rows.length > 0 ? await one(on, pushed) : {});
      assert.deepEqual([row.slot, row.channel_id], [null, channelId]);
    },
  },
  "channel-current-is-the-lock": {
    section: "T2",
    law: "A device that was not told of its channel's current is a 409, whatever it knows of the slot; then it becomes current.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { device, slot, channelId, pushed } = await line(on, "locked");
      const upload = () => on.upload({ slot, device, query: { emulator: "locked" } });
      assert.equal((await upload()).status, 409);
      await on.mark("downloaded", pushed, device);
      const { id } = read(savedShape, await upload());
      const { current } = await channel(on, channelId);
      assert.equal(current?.save?.id, id);
      assert.notEqual(current?.parent_snapshot_id, null);
    },
  },
  "lock-asks-who-can-load": {
    section: "5.5",
    law: "The lock holds for who could load the current: by core where both name one, else by emulator, in any case.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const table: [held: Writer, upload: Writer, isLocked: boolean][] = [
        [{ core: "snes9x" }, { core: "SNES9X" }, true],
        [{ core: "snes9x" }, { core: "bsnes" }, false],
        [{ core: "snes9x", emulator: "a" }, { emulator: "a" }, true],
        [{ core: "snes9x", emulator: "a" }, { emulator: "b" }, false],
        [{ emulator: "a" }, {}, true],
      ];
      for (const [held, writer, isLocked] of table) {
        const { slot, device } = await line(on, held.emulator ?? "", held);
        const reply = await on.upload({ slot, device, query: { ...writer } });
        assert.equal(reply.status, isLocked ? 409 : 200, JSON.stringify([held, writer]));
      }
    },
  },
  "neutral-current-locks-nobody": {
    section: "T3",
    law: "A current of RomM's own form locks nobody, and uploads stay beside the line.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { slot, device, channelId, pushed } = await line(on, "mgba", { format: "neutral" });
      assertDone(await on.upload({ slot, device, query: { emulator: "mgba" } }));
      assert.equal((await channel(on, channelId)).current?.save?.id, pushed);
    },
  },
  "hardcore-current-stays": {
    section: "5.5",
    law: "A hardcore line takes no upload.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { slot, device, channelId, pushed } = await line(on, "mgba", { isHardcore: true });
      await on.mark("downloaded", pushed, device);
      assertDone(await on.upload({ slot, device, query: { emulator: "mgba" } }));
      assert.equal((await channel(on, channelId)).current?.save?.id, pushed);
    },
  },
  "lost-race-is-a-branch": {
    section: "T5",
    law: "An upload that lost the race for its line is a 200, and a branch.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { slot, device, channelId, pushed } = await line(on, "mgba");
      await on.mark("downloaded", pushed, device);
      on.rules.admin.loseRace(channelId, pushed);
      const { id } = await on.save({ slot, device, query: { emulator: "mgba" } });
      assert.equal((await channel(on, channelId)).current?.save?.id, pushed);
      const history = read(v.array(snapshotShape), await snapshots(on, channelId));
      assert.equal(history.find((row) => row.save?.id === id)?.kind, "branch");
    },
  },
  "overwrite-becomes-current": {
    section: "5.5",
    law: "overwrite=true passes the lock and becomes current.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { slot, device, channelId } = await line(on, "mgba");
      const { id } = await on.save({ slot, device, query: { emulator: "mgba", overwrite: true } });
      assert.equal((await channel(on, channelId)).current?.save?.id, id);
    },
  },
  "restore-makes-no-row": {
    section: "T4",
    law: "A restored version makes no row: only the current moves.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId, pushed } = await line(on, "mgba");
      const later = await push(on, { channel_id: channelId }, { expected: "current" });
      assert.notEqual(v.parse(snapshotShape, later.json).save?.id, pushed);
      const before = read(savesShape, await on.send("GET", "/api/saves")).length;
      assertDone(
        await push(on, { channel_id: channelId, save: { copy_of: pushed } }, { expected: "current" }),
      );
      assert.equal((await channel(on, channelId)).current?.save?.id, pushed);
      assert.equal(read(savesShape, await on.send("GET", "/api/saves")).length, before);
    },
  },
  "held-rows-are-frozen": {
    section: "T15",
    law: "A row that a channel holds is not changed, shown or deleted by itself: a 409 that says so.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { pushed } = await line(on, "mgba");
      const says = /belongs to a sync channel and can't be changed directly$/;
      const json = { is_public: true };
      for (const reply of [
        await on.put(pushed, on.bytes()),
        await on.remove([pushed]),
        await on.send("PUT", `/api/saves/${pushed}/visibility`, { json }),
      ]) {
        assert.equal(reply.status, 409);
        assert.match(String(detailOf(reply)), says);
      }
    },
  },
  "retention-takes-old-versions": {
    section: "T7",
    law: "A line keeps its newest ten, and the rows of older ones go, whoever made them.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId, pushed } = await line(on, "mgba");
      for (let version = 0; version < 10; version++)
        assertDone(await push(on, { channel_id: channelId }, { expected: "current" }));
      assert.equal((await on.send("GET", `/api/saves/${pushed}`)).status, 404);
    },
  },
  "saves-wait-for-their-rom": {
    section: "T6",
    law: "Saves of a removed rom are listed nowhere, and come back with its file: a new id, the old path.",
    since: "5.5",
    standInOnly: reasons.admin,
    async check(on) {
      const content = on.bytes();
      const { admin } = on.rules;
      const rom = admin.addRom({ platform: "snes", fsName: on.unique(), content });
      const slot = on.slot();
      const { id, file_path } = await on.save({ slot, romId: rom.id });
      admin.removeRom(rom.id);
      assert.equal((await on.send("GET", `/api/saves/${id}`)).status, 404);
      const again = admin.addRom({ platform: "snes", fsName: on.unique(), content });
      const row = await on.row(id);
      assert.deepEqual([row.rom_id, row.file_path], [again.id, file_path]);
    },
  },
  "tags-tell-milliseconds": {
    section: "T14",
    law: "A tag tells milliseconds, and two uploads within one second are two rows.",
    since: "5.5",
    async check(on) {
      const slot = on.slot();
      const { file_name } = await on.save({ slot, fileName: "A (USA) [2026-01-01_00-00-00-123].srm" });
      assert.match(file_name, /^A \(USA\) \[\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}-\d{3}\]\.srm$/);
      await on.save({ slot, fileName: "A (USA).srm" });
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "overlapping-uploads-are-two-rows": {
    section: "corrections: two uploads that overlap",
    law: "Names are kept for uploads under way: two of one moment are two rows with files of their own.",
    since: "5.5",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const slot = on.slot();
      const sent = [on.bytes(), on.bytes()].map((bytes) => new Uint8Array(Buffer.concat([bytes], 8192)));
      await Promise.all(sent.map((bytes) => on.upload({ slot, bytes, fileName: "Game.srm" })));
      const rows = await on.rows(slot);
      const texts = await Promise.all(rows.map(async ({ id }) => (await on.content(id)).text));
      assert.deepEqual(texts.sort(), sent.map((bytes) => new TextDecoder().decode(bytes)).sort());
    },
  },
  "cleanup-counts-by-lineage": {
    section: "T10",
    law: "Clean-up counts each emulator's files of a kind by themselves.",
    since: "5.5",
    async check(on) {
      const slot = on.slot();
      const query = (emulator: string) => ({ emulator, autocleanup: true, autocleanup_limit: 1 });
      await on.save({ slot, query: query("mgba") });
      await on.nextSecond();
      await on.save({ slot, query: query("gpsp") });
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "channels-are-asked-for": {
    section: "5.5",
    law: "Channels come by id or by file; without either there are none, and a foreign one is a 404.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channel_id } = await save(on, { slot: "run3" });
      assert(channel_id);
      const ask = (query: Record<string, string | number>) => on.send("GET", "/api/channels", { query });
      assert.deepEqual(read(v.array(channelShape), await ask({})), []);
      const [own] = read(v.array(channelShape), await ask({ channel_id }));
      assert.deepEqual([own?.label, own?.current], ["run3", null]);
      const [byFile] = read(v.array(channelShape), await ask({ rom_file_id: own?.rom_file_id ?? 0 }));
      assert.equal(byFile?.id, channel_id);
      assert.equal((await ask({ channel_id: crypto.randomUUID() })).status, 404);
    },
  },
  "snapshot-push-answers": {
    section: "5.5",
    law: "A push is a 201; the same again 200; without its bytes 400; over another's a 409 and a branch; hardcore stays so.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { channelId } = await line(on, "mgba");
      const bytes = on.bytes();
      assert.equal((await push(on, { channel_id: channelId }, { expected: "current", bytes })).status, 201);
      assert.equal((await push(on, { channel_id: channelId }, { expected: "current", bytes })).status, 200);
      const missing = await push(on, { channel_id: channelId }, { expected: "current", isBare: true });
      assert.deepEqual([missing.status, missing.json], [400, { missing: ["save"] }]);
      const lost = await push(on, { channel_id: channelId, expected_current_id: 987_654 }, {});
      assert.equal(lost.status, 409);
      assert.equal(v.parse(v.object({ reason: v.string() }), lost.json).reason, "moved");
      const empty = await push(on, { channel_id: channelId, expected_current_id: null }, {});
      assert.equal(empty.status, 409);
      assertDone(await push(on, { channel_id: channelId, is_hardcore: true }, { expected: "current" }));
      const softer = await push(on, { channel_id: channelId }, { expected: "current" });
      assert.deepEqual([softer.status, softer.json], [409, { hardcore_downgrade: true }]);
    },
  },
  "negotiate-offers-the-current": {
    section: "6.1",
    law: "The channel's native current is offered under the client's own name of the slot.",
    since: "5.5",
    standInOnly,
    async check(on) {
      const { slot, device, pushed } = await line(on, "mgba");
      const told = { rom_id: on.romId, file_name: "Game.srm", slot, file_size_bytes: 1 };
      const saves = [{ ...told, content_hash: "e".repeat(32), updated_at: "2020-01-01T00:00:00Z" }];
      const json = { device_id: device, saves };
      const { operations } = read(operationsShape, await on.send("POST", "/api/sync/negotiate", { json }));
      assert.deepEqual([operations[0]?.action, operations[0]?.save_id], ["download", pushed]);
    },
  },
} satisfies Record<string, Behaviour>;

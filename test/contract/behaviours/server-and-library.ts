import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { type Bench, read } from "../suite/bench.ts";
import type { Query } from "../suite/http.ts";
import { romPageShape, romShape } from "../suite/shapes.ts";

const object = v.record(v.string(), v.unknown());
const heartbeatShape = v.object({ SYSTEM: v.object({ VERSION: v.string() }) });

/** Sections 2.1 to 2.4. */
export const serverAndLibrary = {
  "heartbeat-needs-no-token": {
    section: "2.1",
    law: "Heartbeat answers anyone.",
    async check(on) {
      assert.equal((await on.send("GET", "/api/heartbeat", { authorization: null })).status, 200);
    },
  },
  "heartbeat-tells-the-version": {
    section: "2.1",
    law: "The version is a release without a v, or `development`.",
    async check(on) {
      const { SYSTEM } = read(heartbeatShape, await on.send("GET", "/api/heartbeat"));
      assert.match(SYSTEM.VERSION, /^(\d+\.\d+\.\d+(-[\w.]+)?|development)$/);
    },
  },
  "me-has-its-fields": {
    section: "2.2",
    law: "users/me has name, role and RetroAchievements' fields.",
    async check(on) {
      const body = read(object, await on.send("GET", "/api/users/me"));
      for (const key of ["username", "enabled", "role", "ra_username", "ra_progression", "created_at"])
        assert(key in body, key);
    },
  },
  "platforms-are-an-array": {
    section: "2.3",
    law: "Platforms come as one array with slug and folder.",
    async check(on) {
      const platforms = read(v.array(object), await on.send("GET", "/api/platforms"));
      for (const platform of platforms)
        for (const key of ["slug", "fs_slug", "display_name", "rom_count"]) assert(key in platform, key);
    },
  },
  "roms-are-a-page": {
    section: "2.4",
    law: "Roms come as a page that tells its limit and offset.",
    async check(on) {
      const page = read(object, await on.send("GET", "/api/roms", { query: { limit: 1, offset: 0 } }));
      assert.deepEqual([page.limit, page.offset], [1, 0]);
    },
  },
  "rom-limit-is-checked": {
    section: "2.4",
    law: "A page has 1 to 10,000 roms.",
    async check(on) {
      for (const limit of [0, 10_001])
        assert.equal((await on.send("GET", "/api/roms", { query: { limit } })).status, 422, String(limit));
    },
  },
  "platform-filter-repeats": {
    section: "2.4",
    law: "platform_ids may be given more than once.",
    standInOnly: reasons.library,
    async check(on) {
      const roms = [on.unique(), on.unique()].map((platform) =>
        on.rules.admin.addRom({ platform, fsName: "a.bin" }),
      );
      const ids = roms.map((rom) => `platform_ids=${rom.platform_id}`).join("&");
      const { items } = read(romPageShape, await on.send("GET", `/api/roms?${ids}`));
      assert.deepEqual(items.map((rom) => rom.id).sort(), roms.map((rom) => rom.id).sort());
    },
  },
  "rom-list-omits-files": {
    section: "2.4",
    law: "The list has files only with with_files=true.",
    since: "4.9",
    standInOnly: reasons.library,
    async check(on) {
      const [, term] = searchable(on);
      assert.deepEqual((await find(on, term)).files, []);
      assert.equal((await find(on, term, { with_files: true })).files.length, 1);
    },
  },
  "rom-list-had-files": {
    section: "2.4",
    law: "Before 4.9 the list always had files.",
    until: "4.9",
    standInOnly: reasons.library,
    async check(on) {
      const [, term] = searchable(on);
      assert.equal((await find(on, term)).files.length, 1);
    },
  },
  "total-can-be-left-out": {
    section: "2.4",
    law: "with_total=false answers no total, but only where the index is left out too.",
    since: "5.2",
    async check(on) {
      const ask = (query: Query) => on.send("GET", "/api/roms", { query: { limit: 1, ...query } });
      const alone = read(object, await ask({ with_total: false }));
      assert.equal(typeof alone.total, "number");
      const both = read(object, await ask({ with_total: false, with_rom_id_index: false }));
      assert.equal(both.total, null);
    },
  },
  "rom-id-index-can-be-left-out": {
    section: "2.4",
    law: "with_rom_id_index=false answers no index.",
    since: "5.1",
    async check(on) {
      const query = { limit: 1, with_rom_id_index: false };
      const page = read(object, await on.send("GET", "/api/roms", { query }));
      assert.deepEqual(page.rom_id_index, []);
    },
  },
  "siblings-are-sibling-roms": {
    section: "2.4",
    law: "Siblings stand under sibling_roms.",
    since: "4.9",
    async check(on) {
      const rom = read(object, await on.send("GET", `/api/roms/${on.romId}`));
      assert(Array.isArray(rom.sibling_roms) && !("siblings" in rom));
    },
  },
  "siblings-were-siblings": {
    section: "2.4",
    law: "Before 4.9 siblings stood under siblings.",
    until: "4.9",
    async check(on) {
      const rom = read(object, await on.send("GET", `/api/roms/${on.romId}`));
      assert(Array.isArray(rom.siblings) && !("sibling_roms" in rom));
    },
  },
  "no-rom-user-is-minus-one": {
    section: "2.4",
    law: "Without a row of the user's, rom_user has ids of -1 and no status.",
    standInOnly: reasons.library,
    async check(on) {
      const [id] = searchable(on);
      const { rom_user } = read(romShape, await on.send("GET", `/api/roms/${id}`));
      assert.deepEqual([rom_user.id, rom_user.status], [-1, null]);
    },
  },
  "unknown-rom-is-404": {
    section: "2.4",
    law: "An unknown rom is a 404.",
    async check(on) {
      assert.equal((await on.send("GET", "/api/roms/987654321")).status, 404);
    },
  },
  "hidden-by-user-is-left-out": {
    section: "2.4",
    law: "A rom that the user hid is listed only with statuses=hidden.",
    standInOnly: reasons.status,
    async check(on) {
      const [romId, term] = searchable(on);
      hide(on, romId);
      assert.deepEqual(await idsOf(on, { search_term: term }), []);
      assert.deepEqual(await idsOf(on, { search_term: term, statuses: "hidden" }), [romId]);
    },
  },
  "updated-after-ignores-the-user": {
    section: "2.4",
    law: "updated_after compares the rom's row; a changed status does not count.",
    standInOnly: reasons.status,
    async check(on) {
      const [romId, term] = searchable(on);
      await on.nextSecond();
      const { headers } = await on.send("GET", "/api/heartbeat");
      const updated_after = new Date(headers.get("date") ?? "").toISOString();
      await on.nextSecond();
      await changeStatus(on, romId, "finished");
      assert.deepEqual(await idsOf(on, { search_term: term, updated_after }), []);
    },
  },
} satisfies Record<string, Behaviour>;

/** A rom that a search finds alone. */
function searchable(on: Bench): [number, string] {
  const name = on.unique();
  return [on.rules.admin.addRom({ platform: "snes", fsName: `${name}.sfc`, name }).id, name];
}

async function find(on: Bench, term: string, query: Query = {}) {
  const reply = await on.send("GET", "/api/roms", { query: { search_term: term, ...query } });
  const [rom] = read(romPageShape, reply).items;
  assert(rom);
  return rom;
}

async function idsOf(on: Bench, query: Query): Promise<number[]> {
  return read(romPageShape, await on.send("GET", "/api/roms", { query })).items.map((rom) => rom.id);
}

/** By the back door: how the props route behaves is not the subject here. */
function hide(on: Bench, romId: number): void {
  const [user] = on.rules.database.users;
  assert(user);
  const caller = { userId: user.id, scopes: user.scopes, deviceId: null };
  on.rules.roms.changeProps(caller, romId, { hidden: true });
}

async function changeStatus(on: Bench, romId: number, status: "finished"): Promise<void> {
  const [user] = on.rules.database.users;
  assert(user);
  const caller = { userId: user.id, scopes: user.scopes, deviceId: null };
  on.rules.roms.changeProps(caller, romId, { status });
}

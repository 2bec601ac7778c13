import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { type Bench, read, timeOf } from "../suite/bench.ts";
import type { Query, Reply } from "../suite/http.ts";
import { romShape, romUserShape } from "../suite/shapes.ts";

const flat = { section: "3", since: "4.9", standInOnly: reasons.status };
const wrapped = { section: "3", until: "4.9", standInOnly: reasons.status };

/** Section 3. */
export const props = {
  "flat-props-change-what-is-given": {
    ...flat,
    law: "Props are a flat body; only what is given changes.",
    async check(on) {
      await put(on, { backlogged: true, completion: 40 });
      const row = read(romUserShape, await put(on, { status: "finished" }));
      assert.deepEqual([row.status, row.backlogged, row.completion], ["finished", true, 40]);
    },
  },
  "flat-servers-ignore-the-wrapped-body": {
    ...flat,
    law: "The body of older servers is answered with 200 and changes nothing.",
    async check(on) {
      const reply = await put(on, { data: { status: "finished" } });
      assert.equal(reply.status, 200);
      assert.equal((await rowOf(on)).status, null);
    },
  },
  "wrapped-props-change-what-is-given": {
    ...wrapped,
    law: "Before 4.9 props stood under data.",
    async check(on) {
      await put(on, { data: { status: "finished" } });
      assert.equal((await rowOf(on)).status, "finished");
    },
  },
  "wrapped-servers-ignore-the-flat-body": {
    ...wrapped,
    law: "Before 4.9 a flat body was answered with 200 and changed nothing.",
    async check(on) {
      const reply = await put(on, { status: "finished" });
      assert.equal(reply.status, 200);
      assert.equal((await rowOf(on)).status, null);
    },
  },
  "null-clears-the-status": {
    ...flat,
    law: "A status of null clears it.",
    async check(on) {
      await put(on, { status: "retired" });
      await put(on, { status: null });
      assert.equal((await rowOf(on)).status, null);
    },
  },
  "null-flag-is-500": {
    ...flat,
    law: "Null on a yes-or-no column is a 500.",
    async check(on) {
      assert.equal((await put(on, { backlogged: null })).status, 500);
    },
  },
  "unknown-status-is-422": {
    ...flat,
    law: "A status that is no word of the list is a 422.",
    async check(on) {
      assert.equal((await put(on, { status: "mastered" })).status, 422);
    },
  },
  "rating-is-at-most-ten": {
    ...flat,
    law: "A rating goes from 0 to 10.",
    async check(on) {
      assert.equal((await put(on, { rating: 11 })).status, 422);
    },
  },
  "last-played-can-be-set": {
    ...flat,
    law: "update_last_played sets the time of now.",
    async check(on) {
      const reply = await put(on, {}, { update_last_played: true });
      const nowMs = Date.parse(reply.headers.get("date") ?? "");
      const { last_played } = read(romUserShape, reply);
      assert(Math.abs(timeOf(last_played ?? "") - nowMs) <= 2000, String(last_played));
    },
  },
  "last-played-can-be-removed": {
    ...flat,
    law: "remove_last_played clears the time.",
    async check(on) {
      await put(on, {}, { update_last_played: true });
      await put(on, {}, { remove_last_played: true });
      assert.equal((await rowOf(on)).last_played, null);
    },
  },
  "last-played-cannot-be-both": {
    ...flat,
    law: "Setting and removing last_played at once is a 400.",
    async check(on) {
      const query = { update_last_played: true, remove_last_played: true };
      assert.equal((await put(on, {}, query)).status, 400);
    },
  },
  "main-sibling-is-one": {
    ...flat,
    law: "A rom that becomes the main sibling takes that from the others.",
    async check(on) {
      const [first, second] = [1, 2].map(() =>
        on.rules.admin.addRom({ platform: "snes", fsName: `${on.unique()}.sfc`, siblingGroup: on.name }),
      );
      assert(first && second);
      await put(on, { is_main_sibling: true }, {}, first.id);
      await put(on, { is_main_sibling: true }, {}, second.id);
      assert.equal((await rowOf(on, first.id)).is_main_sibling, false);
    },
  },
  "props-of-unknown-rom-are-404": {
    ...flat,
    law: "An unknown rom has no props.",
    async check(on) {
      assert.equal((await put(on, { backlogged: true }, {}, 987_654_321)).status, 404);
    },
  },
} satisfies Record<string, Behaviour>;

function put(on: Bench, json: unknown, query: Query = {}, romId = on.romId): Promise<Reply> {
  return on.send("PUT", `/api/roms/${romId}/props`, { json, query });
}

async function rowOf(on: Bench, romId = on.romId) {
  return read(romShape, await on.send("GET", `/api/roms/${romId}`)).rom_user;
}

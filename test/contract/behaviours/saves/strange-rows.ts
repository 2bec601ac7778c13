import assert from "node:assert/strict";
import * as v from "valibot";
import type { Behaviour } from "../../suite/behaviour.ts";
import { type Bench, read } from "../../suite/bench.ts";

const section = "strange rows";
const toldShape = v.object({
  id: v.number(),
  emulator: v.nullable(v.string()),
  updated_at: v.unknown(),
  content_hash: v.unknown(),
  device_syncs: v.unknown(),
});

/**
 * What no release was seen to leave out of a row. The client stands such rows all the same; the breakages make them.
 * Each row names an emulator of its own, so that a breakage spoils this one alone.
 */
export const strangeRows = {
  "listed-rows-have-a-date": {
    section,
    law: "A listed row always tells when it was changed.",
    async check(on) {
      const { updated_at } = await listed(on, "dated");
      assert(Number.isFinite(Date.parse(String(updated_at))), String(updated_at));
    },
  },
  "listed-rows-have-devices": {
    section,
    law: "A listed row always tells its devices as a list, with and without a device that asks.",
    async check(on) {
      for (const device of [undefined, await on.device()])
        assert(Array.isArray((await listed(on, "followed", device)).device_syncs));
    },
  },
  "listed-hashes-are-md5-or-none": {
    section,
    law: "A listed row's hash is 32 small hexadecimal digits, or null.",
    async check(on) {
      const { content_hash } = await listed(on, "hashed");
      assert(content_hash === null || /^[0-9a-f]{32}$/.test(String(content_hash)), String(content_hash));
    },
  },
} satisfies Record<string, Behaviour>;

/** A fresh row as the listing tells it. */
async function listed(on: Bench, emulator: string, device?: string) {
  const { id } = await on.save({ slot: on.slot(), query: { emulator } });
  const reply = await on.send("GET", "/api/saves", { query: { rom_id: on.romId, device_id: device } });
  const row = read(v.array(toldShape), reply).find((told) => told.id === id);
  assert(row);
  return row;
}

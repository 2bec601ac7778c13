import assert from "node:assert/strict";
import { contentHash } from "../../../world/romm/content-hash.ts";
import type { Behaviour } from "../../suite/behaviour.ts";
import { assertDone, type Bench } from "../../suite/bench.ts";

const since = "5.3";

/**
 * What the web player's requests do since 5.3: `overwrite` into the slot of the save that it loaded, then changes in place,
 * without a device and with its core as emulator. RomM judges no content: only the client can tell these from progress.
 */
export const webPlayer = {
  "player-sessions-are-rows": {
    section: "T9",
    law: "A session of the web player is one new row on top of the slot, of no device, that it changes in place.",
    since,
    async check(on) {
      const { slot, device, first } = await played(on);
      const { id, emulator, origin_device_id } = await session(on, slot, on.bytes(), "ingame");
      assert(id > first);
      assert.deepEqual([emulator, origin_device_id], ["ingame", null]);
      const later = on.bytes();
      assertDone(await on.put(id, later));
      const rows = await on.rows(slot, device);
      assert.deepEqual(
        rows.map((row) => row.id),
        [first, id],
      );
      assert.equal(rows[1]?.content_hash, contentHash(later));
    },
  },
  "player-may-save-null": {
    section: "T9",
    law: "Four bytes `null` are taken as a save like any other: the slot's newest, with their MD5.",
    since,
    async check(on) {
      const { slot } = await played(on);
      const { id, content_hash } = await session(on, slot, Buffer.from("null"), "core");
      assert.equal(content_hash, "37a6259cc0c1dae299a7866489dff0bd");
      assert.equal((await on.rows(slot)).at(-1)?.id, id);
    },
  },
  "player-may-start-afresh": {
    section: "T9",
    law: "A session that was started afresh lands on top of the same slot, blank as it is.",
    since,
    async check(on) {
      const { slot } = await played(on);
      const { id, file_size_bytes } = await session(on, slot, Buffer.alloc(whole, 0xff), "core");
      assert.deepEqual([(await on.rows(slot)).at(-1)?.id, file_size_bytes], [id, whole]);
    },
  },
  "player-may-cut-a-save": {
    section: "T9",
    law: "A save that another core cut short lands on top of the whole one.",
    since,
    async check(on) {
      const { slot } = await played(on);
      const cut = Buffer.alloc(whole / 4 - 1, 7);
      const { id, file_size_bytes } = await session(on, slot, cut, "core");
      assert.deepEqual([(await on.rows(slot)).at(-1)?.id, file_size_bytes], [id, cut.length]);
    },
  },
} satisfies Record<string, Behaviour>;

/** Below the size from which the stand-in takes its time with an upload. */
const whole = 8000;

/** A slot with progress that came from a device. */
async function played(on: Bench) {
  const [slot, device] = [on.slot(), await on.device()];
  const bytes = Buffer.concat([on.bytes(), Buffer.alloc(whole)]).subarray(0, whole);
  const { id: first } = await on.save({ slot, device, bytes });
  await on.nextSecond();
  return { slot, device, first };
}

/** The first thing that a session of the web player saves. */
function session(on: Bench, slot: string, bytes: Uint8Array, core: string) {
  return on.save({ slot, bytes, query: { emulator: core, overwrite: true } });
}

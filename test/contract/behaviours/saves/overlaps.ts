import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, read, timeOf } from "../../suite/bench.ts";
import { type Save, saveShape } from "../../suite/shapes.ts";

const section = "corrections: two uploads that overlap";
/** So many that a server takes its time, and so many that it takes several times that. */
const [smallBytes, largeBytes] = [8192, 65_536];

/** Two devices that send to one slot within one second: both are answered with a 200, and one file is left. */
export const overlaps = {
  "overlapping-uploads-are-twins": {
    section,
    law: "Before 4.9, which hashed no raw save, two rows read one file; both answer the later bytes, until one is deleted.",
    until: "4.9",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const { first, second, laterBytes } = await overlap(on, [smallBytes, smallBytes]);
      assert.notEqual(second.id, first.id);
      for (const { id } of [first, second])
        assert.deepEqual((await on.content(id, { optimistic: false })).bytes, laterBytes);
      await on.remove([second.id]);
      assert.equal((await on.content(first.id, { optimistic: false })).status, 404);
    },
  },
  "overlapping-uploads-lose-a-file": {
    section,
    law: "The later bytes are hashed for both: the second upload is deduped onto the first one's row, and takes its file.",
    since: "4.9",
    until: "5.1",
    standInOnly: reasons.sameSecond,
    check: loseAFile,
  },
  "overlapping-uploads-lose-a-file-or-a-row": {
    section,
    law: "As before; and one that was let in before the first row stood, and is hashed after it, takes that row over.",
    since: "5.1",
    until: "5.5",
    standInOnly: reasons.sameSecond,
    async check(on) {
      await loseAFile(on);
      const { first, second, laterBytes } = await overlap(on, [smallBytes, largeBytes]);
      assert.deepEqual([second.id, secondOf(second)], [first.id, secondOf(first)]);
      assert.equal(second.origin_device_id, first.origin_device_id);
      assert.notEqual(second.content_hash, first.content_hash);
      assert.deepEqual((await on.content(first.id, { optimistic: false })).bytes, laterBytes);
    },
  },
} satisfies Record<string, Behaviour>;

async function loseAFile(on: Bench): Promise<void> {
  const { first, second } = await overlap(on, [smallBytes, smallBytes]);
  assert.equal(second.id, first.id);
  const content = await on.content(first.id, { optimistic: false });
  assert.equal(content.status, 404);
  const { content_hash, missing_from_fs } = await on.row(first.id);
  assert.notEqual(content_hash, null);
  assert.equal(missing_from_fs, false);
}

async function overlap(on: Bench, [sizeBytes, laterSizeBytes]: [number, number]) {
  const slot = on.slot();
  const [device, laterDevice] = [await on.device(), await on.device()];
  const [bytes, laterBytes] = [bytesOf(on, sizeBytes), bytesOf(on, laterSizeBytes)];
  const [first, second] = await Promise.all([
    on.upload({ slot, device, bytes }),
    on.upload({ slot, device: laterDevice, bytes: laterBytes }),
  ]);
  return { first: read(saveShape, first), second: read(saveShape, second), laterBytes };
}

/** When the row was made: the answer that made it may tell fractions that the database does not keep. */
function secondOf({ created_at }: Save): number {
  return Math.floor(timeOf(created_at) / 1000);
}

function bytesOf(on: Bench, sizeBytes: number): Uint8Array {
  return new Uint8Array(Buffer.concat([on.bytes()], sizeBytes));
}

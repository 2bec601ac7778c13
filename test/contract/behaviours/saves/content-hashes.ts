import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { storeZip } from "../../../world/romm/rules/ground/store-zip.ts";
import type { Behaviour } from "../../suite/behaviour.ts";
import type { Bench } from "../../suite/bench.ts";

const section = "5.7";
const raw = { section, since: "4.9" };

/** Section 5.7: what RomM computes; our own implementations are tested against its vectors elsewhere. */
export const contentHashes = {
  "plain-hash-is-md5": {
    ...raw,
    law: "The hash of bytes that are no zip is their MD5.",
    async check(on) {
      const bytes = on.bytes();
      assert.equal(await hashBy(on, bytes), md5(bytes));
    },
  },
  "empty-file-has-a-hash": {
    ...raw,
    law: "No bytes at all have a hash too.",
    async check(on) {
      assert.equal(await hashBy(on, Buffer.alloc(0)), "d41d8cd98f00b204e9800998ecf8427e");
    },
  },
  "zip-hash-is-of-its-entries": {
    section,
    law: "The hash of a zip is that of its entries' names and MD5s.",
    async check(on) {
      const zip = storeZip([
        { name: "inner/a.txt", bytes: Buffer.from("alpha") },
        { name: "inner/b.txt", bytes: Buffer.from("beta") },
        { name: "top.bin", bytes: Buffer.from([0, 1, 2]) },
      ]);
      assert.equal(await hashBy(on, zip), "8cf6bb36a82a5ee4d7d15fc98599908d");
    },
  },
  "raw-saves-had-no-hash": {
    section: "corrections: hashes before 4.9",
    law: "Before 4.9 a save that is no zip has no hash, and equal ones are not taken for equal.",
    until: "4.9",
    async check(on) {
      const [slot, bytes] = [on.slot(), on.bytes()];
      assert.equal((await on.save({ slot, bytes })).content_hash, null);
      await on.nextSecond();
      assert.equal((await on.save({ slot, bytes })).content_hash, null);
      assert.equal((await on.rows(slot)).length, 2);
    },
  },
  "zip-order-does-not-matter": {
    section,
    law: "Order and folders of a zip make no difference.",
    async check(on) {
      const [a, b] = [
        { name: "a", bytes: on.bytes() },
        { name: "b", bytes: on.bytes() },
      ];
      const folder = { name: "folder/", bytes: Buffer.alloc(0) };
      assert.equal(await hashBy(on, storeZip([b, folder, a])), await hashBy(on, storeZip([a, b])));
    },
  },
  "zip-is-told-by-content": {
    section,
    law: "A zip is a zip by its content, with bytes before and after it.",
    async check(on) {
      const zip = storeZip([{ name: "a", bytes: on.bytes() }]);
      const wrapped = Buffer.concat([Buffer.from("header"), zip, Buffer.from("trailer")]);
      assert.equal(await hashBy(on, wrapped), await hashBy(on, zip));
    },
  },
  "encrypted-zip-has-no-hash": {
    section,
    law: "A zip that cannot be read has no hash.",
    async check(on) {
      assert.equal(await hashBy(on, storeZip([{ name: "a", bytes: on.bytes(), flags: 0x801 }])), null);
    },
  },
  "empty-end-record-looks-like-an-empty-zip": {
    section,
    law: "Raw bytes that end like an empty zip have the hash of nothing.",
    async check(on) {
      const fake = Buffer.concat([on.bytes(), Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);
      assert.equal(await hashBy(on, fake), "d41d8cd98f00b204e9800998ecf8427e");
    },
  },
} satisfies Record<string, Behaviour>;

/** What the server says of bytes, from a slot of their own. */
async function hashBy(on: Bench, bytes: Uint8Array): Promise<string | null> {
  return (await on.save({ slot: on.slot(), bytes })).content_hash;
}

function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { type Bench, read } from "../../suite/bench.ts";
import { operationsShape, savesShape } from "../../suite/shapes.ts";

/** What RomM 5.3 does otherwise than 5.2. */
export const since53 = {
  "listing-takes-many-roms": {
    section: "5.3",
    law: "rom_ids lists the saves of several roms, with rom_id those of both; more than 500 are a 422.",
    since: "5.3",
    standInOnly: reasons.library,
    async check(on) {
      const { mine, other } = await savesOfThree(on);
      assert.deepEqual(await list(on, `rom_ids=${on.romId}&rom_ids=${other.rom_id}`), [mine.id, other.id]);
      assert.deepEqual(await list(on, `rom_ids=${on.romId}&rom_id=${other.rom_id}`), []);
      const many = Array.from({ length: 501 }, (_, id) => `rom_ids=${id + 1}`).join("&");
      assert.equal((await on.send("GET", `/api/saves?${many}`)).status, 422);
    },
  },
  "listing-ignored-many-roms": {
    section: "5.3",
    law: "Before 5.3 rom_ids was no word: everything was listed.",
    until: "5.3",
    standInOnly: reasons.library,
    async check(on) {
      await savesOfThree(on);
      assert.equal((await list(on, `rom_ids=${on.romId}`)).length, 3);
    },
  },
  "slot-keeps-fifty": {
    section: "5.3",
    law: "A slot keeps its newest fifty rows, whatever was asked; equal bytes prune it too.",
    since: "5.3",
    standInOnly: reasons.large,
    async check(on) {
      const slot = on.slot();
      const ids: number[] = [];
      for (let upload = 0; upload < 52; upload++) {
        await on.nextSecond();
        ids.push((await on.save({ slot, bytes: Buffer.from(`version ${upload}`) })).id);
      }
      assert.deepEqual(
        (await on.rows(slot)).map((row) => row.id),
        ids.slice(2),
      );
      const query = { autocleanup: true, autocleanup_limit: 3 };
      await on.save({ slot, bytes: Buffer.from("version 51"), query });
      assert.equal((await on.rows(slot)).length, 3);
    },
  },
  "cleanup-breaks-ties-by-id": {
    section: "5.3",
    law: "Among rows of one second clean-up keeps the newest id.",
    since: "5.3",
    standInOnly: reasons.sameSecond,
    async check(on) {
      const slot = on.slot();
      await on.save({ slot, fileName: "one.srm" });
      const query = { autocleanup: true, autocleanup_limit: 1 };
      const last = await on.save({ slot, fileName: "two.srm", query });
      assert.deepEqual(
        (await on.rows(slot)).map((row) => row.id),
        [last.id],
      );
    },
  },
  "long-slot-is-422": {
    section: "5.3",
    law: "A slot's name of more than 255 letters is a 422.",
    since: "5.3",
    async check(on) {
      assert.equal((await on.upload({ slot: "s".repeat(256) })).status, 422);
    },
  },
  "long-slot-was-500": {
    section: "5.3",
    law: "Before 5.3 such a name was a 500.",
    until: "5.3",
    async check(on) {
      assert.equal((await on.upload({ slot: "s".repeat(256) })).status, 500);
    },
  },
  "slot-screenshot-is-linked": {
    section: "8",
    law: "A screenshot sent with a slot's upload is named like the save, and linked to it.",
    since: "5.3",
    standInOnly: "a screenshot cannot be taken back in every release",
    async check(on) {
      const screenshot = { fileName: "picture.png", bytes: Buffer.from("picture") };
      const { id } = await on.save({ slot: on.slot(), screenshot });
      assert.notEqual((await on.row(id)).screenshot, null);
    },
  },
  "negotiate-by-roms": {
    section: "6.1",
    law: "rom_ids narrows a negotiation to these roms, and to those of the saves it is told of.",
    since: "5.3",
    standInOnly: reasons.library,
    async check(on) {
      const { other } = await savesOfThree(on);
      const json = { device_id: await on.device(), saves: [], rom_ids: [other.rom_id] };
      const { operations } = read(operationsShape, await on.send("POST", "/api/sync/negotiate", { json }));
      assert.deepEqual(
        operations.map((operation) => operation.save_id),
        [other.id],
      );
    },
  },
} satisfies Record<string, Behaviour>;

async function list(on: Bench, query: string): Promise<number[]> {
  const rows = read(savesShape, await on.send("GET", `/api/saves?${query}`));
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

async function savesOfThree(on: Bench) {
  const add = () => on.rules.admin.addRom({ platform: "snes", fsName: on.unique() }).id;
  const mine = await on.save({ slot: on.slot() });
  const other = await on.save({ slot: on.slot(), romId: add() });
  await on.save({ slot: on.slot(), romId: add() });
  return { mine, other };
}

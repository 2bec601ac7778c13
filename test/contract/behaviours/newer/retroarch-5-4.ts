import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { assertDone, type Bench, read } from "../../suite/bench.ts";
import type { Reply } from "../../suite/http.ts";
import { deviceShape } from "../../suite/shapes.ts";

const manifestShape = v.array(v.object({ path: v.string() }));
const retroarch = { section: "5.10", since: "5.4", standInOnly: reasons.archive };

/**
 * RetroArch's Cloud Sync, served since RomM 5.4. Only what RomM's pages say is asserted: which status a success has, and
 * whether a second upload is a row of its own, is not known.
 */
export const retroarch54 = {
  "retroarch-signs-in-by-password": {
    ...retroarch,
    law: "RetroArch signs in by name and password only; which refusal a token gets is not known.",
    async check(on) {
      assertDone(await ask(on, "GET", "manifest.server"));
      const { status } = await on.send("GET", "/api/sync/retroarch/manifest.server");
      assert(status >= 400 && status < 500, String(status));
    },
  },
  "retroarch-writes-into-no-slot": {
    ...retroarch,
    law: "What RetroArch sends is a row in no slot, and its emulator is the core's folder.",
    async check(on) {
      const bytes = on.bytes();
      assertDone(await ask(on, "PUT", `saves/Snes9x/${stemOf(on)}.srm`, bytes));
      const [row] = await on.rows(null);
      assert.equal(row?.emulator, "Snes9x");
      assert.deepEqual(Buffer.from((await on.content(row.id)).bytes), bytes);
    },
  },
  "retroarch-is-one-device": {
    ...retroarch,
    law: "All that RetroArch sends is one device's, called RetroArch.",
    async check(on) {
      for (const core of ["Snes9x", "bsnes"])
        assertDone(await ask(on, "PUT", `saves/${core}/${stemOf(on)}.srm`, on.bytes()));
      const devices = read(v.array(deviceShape), await on.send("GET", "/api/devices"));
      const [device, ...more] = devices.filter(({ name }) => name === "RetroArch");
      assert.equal(more.length, 0);
      for (const row of await on.rows(null)) assert.equal(row.origin_device_id, device?.id);
    },
  },
  "retroarch-sees-no-slot": {
    ...retroarch,
    law: "RetroArch is shown what lies in no slot, and nothing else.",
    async check(on) {
      const [query, bytes] = [{ emulator: "Snes9x" }, on.bytes()];
      const { file_name } = await on.save({ bytes, query });
      await on.save({ slot: on.slot(), query });
      const path = `saves/Snes9x/${file_name}`;
      assert.deepEqual(await listed(on), [path]);
      assert.deepEqual(Buffer.from((await ask(on, "GET", path)).bytes), bytes);
    },
  },
  "retroarch-deletes-travel": {
    ...retroarch,
    law: "What RetroArch deletes is gone from RomM, and what RomM deletes is gone for RetroArch.",
    async check(on) {
      const [here, there] = [await on.save({}), await on.save({})];
      assertDone(await ask(on, "DELETE", `saves/${there.file_name}`));
      assert.deepEqual(
        (await on.rows(null)).map((row) => row.id),
        [here.id],
      );
      await on.remove([here.id]);
      assert.deepEqual(await listed(on), []);
    },
  },
  "retroarch-unknown-game-is-409": {
    ...retroarch,
    law: "A file that no game is called like is a 409.",
    async check(on) {
      assert.equal((await ask(on, "PUT", `saves/Snes9x/${on.unique()}.srm`, on.bytes())).status, 409);
    },
  },
} satisfies Record<string, Behaviour>;

function ask(on: Bench, method: string, path: string, bytes?: Uint8Array): Promise<Reply> {
  const authorization = `Basic ${Buffer.from("player:password").toString("base64")}`;
  return on.send(method, `/api/sync/retroarch/${encodeURI(path)}`, {
    authorization,
    ...(bytes !== undefined && { body: { type: "application/octet-stream", bytes } }),
  });
}

async function listed(on: Bench): Promise<string[]> {
  return read(manifestShape, await ask(on, "GET", "manifest.server")).map(({ path }) => path);
}

/** RetroArch calls a save like its game. */
function stemOf(on: Bench): string {
  const rom = on.rules.database.roms.find(({ id }) => id === on.romId);
  return (rom?.fs_name ?? "").replace(/\.sfc$/, "");
}

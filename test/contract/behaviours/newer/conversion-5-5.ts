import assert from "node:assert/strict";
import * as v from "valibot";
import { storeZip } from "../../../world/romm/rules/ground/store-zip.ts";
import { type Behaviour, reasons } from "../../suite/behaviour.ts";
import { assertDone, type Bench, detailOf, entryOf, read } from "../../suite/bench.ts";

const section = "5.5: layouts";
const refusalShape = v.object({ error: v.string(), message: v.string() });

/** A save in another emulator's files. What a layout is made of, and which there are, is RomM's: only the manners are known. */
export const conversion55 = {
  "layouts-are-listed": {
    section,
    law: "The layouts of a platform's saves are a list.",
    since: "5.5",
    async check(on) {
      read(v.array(v.unknown()), await layouts(on));
    },
  },
  "layouts-were-a-number": {
    section,
    law: "Before 5.5 `layouts` was read as a save's number: a 422.",
    until: "5.5",
    async check(on) {
      assert.equal((await layouts(on)).status, 422);
    },
  },
  "one-file-tells-its-path": {
    section,
    law: "A save that is one file comes raw, with its percent-encoded path under the emulator's folder of saves.",
    since: "5.5",
    standInOnly: reasons.deduced,
    async check(on) {
      const bytes = on.bytes();
      const { id } = await on.save({ slot: on.slot(), bytes });
      const reply = await on.content(id, { core: "snes9x" });
      assert.deepEqual([reply.status, reply.text], [200, bytes.toString()]);
      const path = reply.headers.get("x-save-path") ?? "";
      assert.match(path, /^[\w%./-]+$/);
      assert(!decodeURIComponent(path).startsWith("/"));
    },
  },
  "several-files-come-zipped": {
    section,
    law: "A save of several files comes as an archive, without a path.",
    since: "5.5",
    standInOnly: reasons.deduced,
    async check(on) {
      const names = ["save.sram", "clock.rtc"];
      const bytes = storeZip(names.map((name) => ({ name, bytes: on.bytes() })));
      const { id } = await on.save({ slot: on.slot(), bytes, fileName: "Game.zip" });
      const { headers } = await on.content(id, { core: "snes9x" });
      assert.deepEqual([headers.get("content-type"), headers.get("x-save-path")], ["application/zip", null]);
    },
  },
  "unknown-layout-is-400": {
    section,
    law: "A layout that there is not is a 400 with an error and a message.",
    since: "5.5",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const reply = await on.content(id, { core: "no-such-layout" });
      assert.equal(reply.status, 400);
      v.parse(refusalShape, detailOf(reply));
    },
  },
  "conversion-needs-a-helper": {
    section,
    law: "A server without the library that converts answers 503 to both; the bytes as they are still come.",
    since: "5.5",
    standInOnly: reasons.admin,
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const { traits } = on.rules;
      traits.hasConverter = false;
      try {
        assert.equal((await layouts(on)).status, 503);
        assert.equal((await on.content(id, { core: "snes9x" })).status, 503);
        assertDone(await on.content(id));
      } finally {
        traits.hasConverter = true;
      }
    },
  },
  "conversion-is-a-download": {
    section,
    law: "A converted save is told of a device as a download is: at once, unless `optimistic` is off.",
    since: "5.5",
    standInOnly: reasons.deduced,
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      const device_id = await on.device();
      const isCurrent = async () => entryOf(await on.row(id, device_id), device_id)?.is_current;
      assertDone(await on.content(id, { core: "snes9x", device_id, optimistic: false }));
      assert.equal(await isCurrent(), false);
      assertDone(await on.content(id, { core: "snes9x", device_id }));
      assert.equal(await isCurrent(), true);
    },
  },
  "core-was-no-word": {
    section,
    law: "Before 5.5 `core` was ignored: the bytes come as they are, and no path says that they were converted.",
    since: "5.0",
    until: "5.5",
    async check(on) {
      const bytes = on.bytes();
      const { id } = await on.save({ slot: on.slot(), bytes });
      const { text, headers } = await on.content(id, { core: "snes9x" });
      assert.deepEqual([text, headers.get("x-save-path")], [bytes.toString(), null]);
    },
  },
} satisfies Record<string, Behaviour>;

function layouts(on: Bench) {
  return on.send("GET", "/api/saves/layouts", { query: { platform: "snes" } });
}

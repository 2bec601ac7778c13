import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { read } from "../suite/bench.ts";
import { filePart, multipart } from "../suite/http.ts";
import { saveShape } from "../suite/shapes.ts";

const section = "corrections";
const only47 = { section, until: "4.8" };

/** What the oldest releases did otherwise, as it was measured on them. */
export const older = {
  "missing-file-was-400": {
    ...only47,
    law: "4.7 asked for the file in its handler: a 400.",
    async check(on) {
      const body = multipart([filePart("other", "a.srm", on.bytes())]);
      const query = { rom_id: on.romId, slot: on.slot() };
      assert.equal((await on.send("POST", "/api/saves", { query, body })).status, 400);
    },
  },
  "names-were-taken-as-they-came": {
    ...only47,
    law: "4.7 took signs into a file's name that later releases leave out.",
    async check(on) {
      const { file_name } = await on.save({ slot: on.slot(), fileName: "A*B<C>.srm" });
      assert.match(file_name, /^A\*B<C> \[/);
    },
  },
  "put-wrote-beside-the-row": {
    ...only47,
    law: "4.7 wrote a PUT under the name that was sent: the row's own bytes stayed, and only its size followed.",
    standInOnly: "would leave a file that no row names",
    async check(on) {
      const bytes = on.bytes();
      const { id } = await on.save({ slot: on.slot(), bytes });
      const body = multipart([filePart("saveFile", `${on.unique()}.srm`, Buffer.from("other"))]);
      const row = read(saveShape, await on.send("PUT", `/api/saves/${id}`, { body }));
      assert.equal(row.file_size_bytes, "other".length);
      assert.equal((await on.content(id)).text, bytes.toString());
    },
  },
  "unknown-client-token-was-500": {
    ...only47,
    law: "4.7 took a client token for a broken JWT.",
    async check(on) {
      const authorization = `Bearer rmm_${"0".repeat(64)}`;
      assert.equal((await on.send("GET", "/api/users/me", { authorization })).status, 500);
    },
  },
  "empty-bearer-was-500": {
    section,
    until: "4.9",
    law: "Before 4.9 a malformed Authorization header was a 500, on the heartbeat too.",
    async check(on) {
      for (const authorization of ["Bearer ", "Foo"])
        assert.equal((await on.send("GET", "/api/heartbeat", { authorization })).status, 500, authorization);
    },
  },
  "negotiate-without-device-was-422": {
    section,
    since: "4.9",
    until: "5.0",
    law: "In 4.9 a negotiation without a device did not validate.",
    async check(on) {
      assert.equal((await on.send("POST", "/api/sync/negotiate", { json: { saves: [] } })).status, 422);
    },
  },
  "old-put-kept-the-hash": {
    section: "5.3",
    until: "4.9",
    law: "Before 4.9 a PUT left the hash of the bytes that it replaced.",
    standInOnly: reasons.deduced,
    async check(on) {
      const { id, content_hash } = await on.save({ slot: on.slot(), bytes: on.archive() });
      await on.nextSecond();
      await on.put(id, on.archive());
      assert.equal((await on.row(id)).content_hash, content_hash);
    },
  },
} satisfies Record<string, Behaviour>;

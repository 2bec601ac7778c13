import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { detailOf, read } from "../suite/bench.ts";
import { filePart, multipart } from "../suite/http.ts";
import { deviceShape, savesShape } from "../suite/shapes.ts";

const romWithId = v.object({ id: v.number() });

/** Section 0. */
export const conventions = {
  "trailing-slash": {
    section: "0",
    law: "A route answers with and without a trailing slash.",
    async check(on) {
      for (const path of ["/api/users/me", "/api/users/me/"])
        assert.equal((await on.send("GET", path)).status, 200, path);
    },
  },
  "errors-have-detail": {
    section: "0",
    law: "An error is JSON with a detail that names the thing.",
    async check(on) {
      const id = crypto.randomUUID();
      assert.equal(detailOf(await on.send("GET", `/api/devices/${id}`)), `Device with ID ${id} not found`);
    },
  },
  "validation-answers-a-list": {
    section: "0",
    law: "A bad parameter is a 422 whose detail is a list of places.",
    async check(on) {
      const reply = await on.send("GET", "/api/saves/summary", { query: { rom_id: "seven" } });
      assert.equal(reply.status, 422);
      const problems = v.parse(v.array(v.object({ loc: v.array(v.unknown()) })), detailOf(reply));
      assert.deepEqual(problems[0]?.loc, ["query", "rom_id"]);
    },
  },
  "validation-before-scopes": {
    section: "0",
    law: "Parameters and body are read before anyone asks who is asking.",
    since: "4.8",
    async check(on) {
      const body = multipart([filePart("wrongField", "a.srm", on.bytes())]);
      const reply = await on.send("POST", "/api/saves", {
        query: { rom_id: on.romId },
        body,
        authorization: "Bearer rmm_nobody",
      });
      assert.equal(reply.status, 422);
    },
  },
  "no-authorization-is-csrf": {
    section: "corrections",
    law: "What changes something, and comes without Authorization, is a 403 in plain text before its body is read.",
    async check(on) {
      const body = multipart([filePart("wrongField", "a.srm", on.bytes())]);
      const query = { rom_id: on.romId };
      const reply = await on.send("POST", "/api/saves", { query, body, authorization: null });
      assert.deepEqual([reply.status, reply.text], [403, "CSRF token verification failed"]);
    },
  },
  "scopes-before-handler": {
    section: "0",
    law: "The scope guard answers before the handler looks for anything.",
    standInOnly: reasons.admin,
    async check(on) {
      const authorization = on.bearer({ scopes: ["assets.read"] });
      const reply = await on.upload({ romId: 987_654, slot: on.slot(), authorization });
      assert.equal(reply.status, 403);
    },
  },
  "no-identity-is-401": {
    section: "0",
    law: "No valid identity is a 401 that names Bearer.",
    since: "5.2",
    async check(on) {
      const reply = await on.send("GET", "/api/users/me", { authorization: null });
      assert.equal(reply.status, 401);
      assert.equal(detailOf(reply), "Not authenticated");
      assert.equal(reply.headers.get("www-authenticate"), "Bearer");
    },
  },
  "no-identity-was-403": {
    section: "0",
    law: "Before 5.2 no valid identity was a 403.",
    until: "5.2",
    async check(on) {
      const reply = await on.send("GET", "/api/users/me", { authorization: null });
      assert.equal(reply.status, 403);
    },
  },
  "missing-scope-is-403": {
    section: "0",
    law: "An identity without the scope is a 403.",
    standInOnly: reasons.admin,
    async check(on) {
      const authorization = on.bearer({ scopes: ["assets.read"] });
      const reply = await on.send("GET", "/api/devices", { authorization });
      assert.equal(reply.status, 403);
      assert.equal(detailOf(reply), "Forbidden");
    },
  },
  "hidden-rom-is-404": {
    section: "0",
    law: "A rom that the administrator hid is as unknown as none.",
    since: "5.0",
    standInOnly: reasons.admin,
    async check(on) {
      const rom = on.rules.admin.addRom({
        platform: "snes",
        fsName: `${on.unique()}.sfc`,
        isHiddenByAdmin: true,
      });
      assert.equal((await on.send("GET", `/api/roms/${rom.id}`)).status, 404);
    },
  },
  "times-have-offset": {
    section: "0",
    law: "A time carries its offset.",
    async check(on) {
      const device = await on.device();
      const { created_at } = read(deviceShape, await on.send("GET", `/api/devices/${device}`));
      assert.match(created_at, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?(\+\d{2}:\d{2}|Z)$/);
    },
  },
  "mariadb-keeps-whole-seconds": {
    section: "0",
    law: "MariaDB keeps no fraction of a second.",
    profile: "mariadb",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      assert.doesNotMatch((await on.row(id)).created_at, /\./);
    },
  },
  "postgres-keeps-fractions": {
    section: "0",
    law: "PostgreSQL keeps the fraction of a second.",
    profile: "postgres",
    async check(on) {
      const { id } = await on.save({ slot: on.slot() });
      assert.match((await on.row(id)).created_at, /\.\d{6}/);
    },
  },
  "mariadb-folds-slot-names": {
    section: "0",
    law: "MariaDB compares slots without case, accents and trailing spaces.",
    until: "5.4",
    profile: "mariadb",
    async check(on) {
      const slot = on.slot();
      const { id } = await on.save({ slot });
      const spelling = `${slot.replace("contract", "CÓNTRÄCT")}  `;
      const query = { rom_id: on.romId, slot: spelling };
      const rows = read(savesShape, await on.send("GET", "/api/saves", { query }));
      assert.deepEqual(
        rows.map((row) => row.id),
        [id],
      );
    },
  },
  "postgres-compares-exactly": {
    section: "0",
    law: "PostgreSQL compares slots exactly.",
    profile: "postgres",
    async check(on) {
      const slot = on.slot();
      await on.save({ slot });
      const query = { rom_id: on.romId, slot: slot.toUpperCase() };
      assert.deepEqual(read(savesShape, await on.send("GET", "/api/saves", { query })), []);
    },
  },
  "too-large-is-413": {
    section: "0",
    law: "A body over the limit is refused by its announced length.",
    since: "5.1",
    standInOnly: reasons.large,
    async check(on) {
      const limit = on.rules.traits.maxUploadBytes ?? 0;
      const reply = await on.upload({ slot: on.slot(), bytes: new Uint8Array(limit + 1) });
      assert.equal(reply.status, 413);
      assert.match(String(detailOf(reply)), /^Request body exceeds/);
    },
  },
  "unknown-parameters-are-ignored": {
    section: "0",
    law: "A query parameter that the server does not know is ignored.",
    async check(on) {
      const query = { with_nothing: "true", limit: 1 };
      const reply = await on.send("GET", "/api/roms", { query });
      assert(v.is(v.object({ items: v.array(romWithId) }), reply.json), reply.text.slice(0, 200));
    },
  },
} satisfies Record<string, Behaviour>;

import assert from "node:assert/strict";
import * as v from "valibot";
import type { PropsFlags } from "../../world/romm/rules/library/props.ts";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { type Bench, read } from "../suite/bench.ts";
import type { Reply } from "../suite/http.ts";
import { ingestShape, playSessionShape, romShape } from "../suite/shapes.ts";

const sending = { section: "7", since: "4.9", standInOnly: reasons.status };
const minute = 60_000;
const dayStart = Date.parse("2026-01-01T12:00:00Z");

/** Section 7. */
export const playSessions = {
  "sessions-are-201": {
    ...sending,
    law: "Play sessions that are sent are a 201.",
    async check(on) {
      assert.equal((await send(on, [{}])).status, 201);
    },
  },
  "results-carry-their-index": {
    ...sending,
    law: "Results come in groups, each with the place of its session.",
    async check(on) {
      const sent = await send(on, [
        { startMs: dayStart },
        { startMs: dayStart, endMs: Date.parse("2999-01-01") },
      ]);
      const { results } = read(ingestShape, sent);
      assert.deepEqual(
        results.map(({ index, status }) => [index, status]),
        [
          [1, "error"],
          [0, "created"],
        ],
      );
    },
  },
  "same-start-is-a-duplicate": {
    ...sending,
    law: "The same device, rom and second of start are a duplicate.",
    async check(on) {
      await send(on, [{}]);
      const { results } = read(ingestShape, await send(on, [{ endMs: dayStart + 2 * minute }]));
      assert.equal(results[0]?.status, "duplicate");
    },
  },
  "end-follows-start": {
    ...sending,
    law: "An end that does not follow its start is a 422, fractions dropped.",
    async check(on) {
      assert.equal((await send(on, [{ endMs: dayStart + 900 }])).status, 422);
    },
  },
  "duration-is-not-negative": {
    ...sending,
    law: "A negative duration is a 422.",
    async check(on) {
      assert.equal((await send(on, [{ duration_ms: -1 }])).status, 422);
    },
  },
  "naive-session-times-are-500": {
    ...sending,
    law: "A time without an offset is a 500.",
    async check(on) {
      const reply = await send(on, [{ start_time: "2026-01-01T12:00:00", end_time: "2026-01-01T12:01:00" }]);
      assert.equal(reply.status, 500);
    },
  },
  "batches-end-at-a-hundred": {
    ...sending,
    law: "None, or more than a hundred sessions, are a 400.",
    async check(on) {
      const many = Array.from({ length: 101 }, (_, index) => ({ startMs: dayStart + index * minute }));
      for (const sessions of [[], many]) assert.equal((await send(on, sessions)).status, 400);
    },
  },
  "unknown-rom-becomes-null": {
    ...sending,
    law: "Unknown roms and devices are kept as null.",
    async check(on) {
      const sent = await send(on, [{ rom_id: 987_654_321 }], crypto.randomUUID());
      const [created] = read(ingestShape, sent).results;
      const listed = await listAll(on);
      const row = listed.find((session) => session.id === created?.id);
      assert.deepEqual([row?.rom_id, row?.device_id], [null, null]);
    },
  },
  "play-changes-the-status": {
    ...sending,
    since: "5.1",
    law: "A session turns finished into incomplete and says now playing.",
    async check(on) {
      setStatus(on, "finished");
      await send(on, [{}]);
      const { status, now_playing } = await rowOf(on);
      assert.deepEqual([status, now_playing], ["incomplete", true]);
    },
  },
  "play-keeps-the-final-statuses": {
    ...sending,
    since: "5.1",
    law: "A session leaves completed_100, retired and never_playing.",
    async check(on) {
      setStatus(on, "retired");
      await send(on, [{}]);
      assert.equal((await rowOf(on)).status, "retired");
    },
  },
  "old-play-changes-nothing": {
    ...sending,
    since: "5.1",
    law: "A session that ended before last_played changes no status.",
    async check(on) {
      setStatus(on, "finished", { updateLastPlayed: true });
      await send(on, [{ startMs: dayStart - 400 * 24 * 60 * minute }]);
      assert.equal((await rowOf(on)).status, "finished");
    },
  },
  "play-only-set-last-played": {
    ...sending,
    until: "5.1",
    law: "Before 5.1 a session changed only last_played.",
    async check(on) {
      setStatus(on, "finished");
      await send(on, [{}]);
      const { status, now_playing, last_played } = await rowOf(on);
      assert.deepEqual([status, now_playing], ["finished", false]);
      assert.match(String(last_played), /^2026-01-01T12:01:00/);
    },
  },
  "mariadb-shows-naive-times": {
    ...sending,
    profile: "mariadb",
    law: "On MariaDB a session's times come without an offset.",
    async check(on) {
      await send(on, [{}]);
      assert.equal((await listOwn(on))[0]?.start_time, "2026-01-01T12:00:00");
    },
  },
  "postgres-shows-offsets": {
    ...sending,
    profile: "postgres",
    law: "On PostgreSQL a session's times come with an offset.",
    async check(on) {
      await send(on, [{}]);
      assert.match((await listOwn(on))[0]?.start_time ?? "", /(Z|[+-]\d{2}:\d{2})$/);
    },
  },
  "mariadb-drops-the-offset": {
    ...sending,
    profile: "mariadb",
    law: "On MariaDB an offset other than UTC is dropped, and the time is wrong by it.",
    async check(on) {
      await send(on, [{ start_time: "2026-01-01T14:00:00+02:00", end_time: "2026-01-01T14:05:00+02:00" }]);
      assert.match((await listOwn(on))[0]?.start_time ?? "", /T14:00:00/);
    },
  },
  "bound-token-sees-its-sessions": {
    ...sending,
    until: "5.4",
    law: "A bound token sees the sessions of its device only.",
    async check(on) {
      const [deviceId, other] = [await on.device(), await on.device()];
      await send(on, [{}], other);
      const authorization = on.bearer({ deviceId });
      const reply = await on.send("GET", "/api/play-sessions", {
        query: { rom_id: on.romId },
        authorization,
      });
      assert.deepEqual(reply.json, []);
    },
  },
  "sessions-can-be-deleted": {
    ...sending,
    law: "A session is deleted once.",
    async check(on) {
      const [created] = read(ingestShape, await send(on, [{}])).results;
      const path = `/api/play-sessions/${created?.id}`;
      assert.equal((await on.send("DELETE", path)).status, 204);
      assert.equal((await on.send("DELETE", path)).status, 404);
    },
  },
} satisfies Record<string, Behaviour>;

interface Session {
  startMs?: number;
  endMs?: number;
  start_time?: string;
  end_time?: string;
  duration_ms?: number;
  rom_id?: number;
}

function send(on: Bench, sessions: Session[], device_id?: string): Promise<Reply> {
  const json = {
    device_id,
    sessions: sessions.map(({ startMs = dayStart, endMs = startMs + minute, ...session }) => ({
      rom_id: on.romId,
      start_time: new Date(startMs).toISOString(),
      end_time: new Date(endMs).toISOString(),
      duration_ms: minute,
      ...session,
    })),
  };
  return on.send("POST", "/api/play-sessions", { json });
}

async function listOwn(on: Bench) {
  const reply = await on.send("GET", "/api/play-sessions", { query: { rom_id: on.romId } });
  return read(v.array(playSessionShape), reply);
}

async function listAll(on: Bench) {
  return read(
    v.array(playSessionShape),
    await on.send("GET", "/api/play-sessions", { query: { limit: 1000 } }),
  );
}

async function rowOf(on: Bench) {
  return read(romShape, await on.send("GET", `/api/roms/${on.romId}`)).rom_user;
}

/** By the back door: props have behaviours of their own. */
function setStatus(on: Bench, status: "finished" | "retired", flags: PropsFlags = {}): void {
  const [user] = on.rules.database.users;
  assert(user);
  const caller = { userId: user.id, scopes: user.scopes, deviceId: null };
  on.rules.roms.changeProps(caller, on.romId, { status }, flags);
}

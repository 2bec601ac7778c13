import {
  afterwards,
  answer,
  asObject,
  type Breakage,
  type JsonObject,
  on,
  rebody,
  replaceJson,
  restatus,
} from "./breakage.ts";

const send = "POST /api/play-sessions";
const list = "GET /api/play-sessions";

/** Section 7. */
export const playSessionBreakages = {
  "sessions-are-201": restatus(send, 201, 200),
  "results-carry-their-index": on(send, async (c, next) => {
    await next();
    if (c.res.status < 300)
      await replaceJson(c, (body) => {
        const { results, ...rest } = asObject(body);
        const byIndex = (a: JsonObject, b: JsonObject) => Number(a.index) - Number(b.index);
        return { ...rest, results: Array.isArray(results) ? results.map(asObject).sort(byIndex) : results };
      });
  }),
  "same-start-is-a-duplicate": on(send, async (c, next) => {
    await next();
    await replaceJson(c, (body) => JSON.parse(JSON.stringify(body).replaceAll('"duplicate"', '"created"')));
  }),
  "end-follows-start": changeSessions((session) => {
    const [start, end] = [Date.parse(String(session.start_time)), Date.parse(String(session.end_time))];
    return end > start && end < start + 1000
      ? { ...session, end_time: new Date(start + 1000).toISOString() }
      : session;
  }),
  "duration-is-not-negative": changeSessions((session) => ({
    ...session,
    duration_ms: Math.max(Number(session.duration_ms), 0),
  })),
  "naive-session-times-are-500": changeSessions((session) => ({
    ...session,
    start_time: withZone(session.start_time),
    end_time: withZone(session.end_time),
  })),
  "batches-end-at-a-hundred": changeSessions((session) => session, 100),
  "unknown-rom-becomes-null": on(send, async (c, next) => {
    const { sessions } = asObject(await c.req.json());
    const isUnknown =
      Array.isArray(sessions) && sessions.some((session) => asObject(session).rom_id === 987_654_321);
    if (isUnknown) await answer(c, 404, { detail: "Rom not found" });
    else await next();
  }),
  "play-changes-the-status": { traits: { playSessionsChangeStatus: false } },
  "play-keeps-the-final-statuses": afterwards(send, (c) => {
    for (const row of c.get("rules").database.romUsers)
      if (row.status === "retired") row.status = "incomplete";
  }),
  "old-play-changes-nothing": on(send, async (c, next) => {
    for (const row of c.get("rules").database.romUsers) row.last_played = null;
    await next();
  }),
  "play-only-set-last-played": { traits: { playSessionsChangeStatus: true } },
  "mariadb-shows-naive-times": { traits: { playSessionsHaveOffset: true } },
  "postgres-shows-offsets": { traits: { playSessionsHaveOffset: false } },
  "mariadb-drops-the-offset": changeSessions((session) => ({
    ...session,
    start_time: inUtc(session.start_time),
    end_time: inUtc(session.end_time),
  })),
  "bound-token-sees-its-sessions": on(list, async (c, next) => {
    const { tokens } = c.get("rules").database;
    const bound = tokens.map((token) => token.device_id);
    for (const token of tokens) token.device_id = null;
    await next();
    for (const [index, token] of tokens.entries()) token.device_id = bound[index] ?? null;
  }),
  "sessions-can-be-deleted": restatus("DELETE /api/play-sessions/*", 404, 400),
} satisfies Record<string, Breakage>;

function changeSessions(change: (session: JsonObject) => JsonObject, most = Infinity): Breakage {
  return rebody(send, (body) => ({
    ...body,
    sessions: Array.isArray(body.sessions)
      ? body.sessions.slice(0, most).map((session) => change(asObject(session)))
      : [],
  }));
}

function withZone(time: unknown): string {
  return /(Z|[+-]\d{2}:\d{2})$/.test(String(time)) ? String(time) : `${String(time)}Z`;
}

function inUtc(time: unknown): unknown {
  return /[+-]\d{2}:\d{2}$/.test(String(time)) ? new Date(String(time)).toISOString() : time;
}

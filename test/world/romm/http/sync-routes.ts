import * as v from "valibot";
import { refuse } from "../rules/ground/answer.ts";
import { type ReadTime, readTime } from "../rules/ground/time.ts";
import type { RommRules } from "../rules/rules.ts";
import type { NewPlaySession } from "../rules/sync/play-sessions.ts";
import { type RommApp, type RommContext, respond } from "./app.ts";
import { given } from "./given.ts";
import { readJson, readPathInt, readQuery } from "./validate.ts";

const int = v.pipe(v.number(), v.integer());
const text = v.nullish(v.string(), null);

const time = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, ReadTime>(({ dataset, addIssue, NEVER }) => {
    const read = readTime(dataset.value);
    if (read !== null) return read;
    addIssue({ message: "Input should be a valid datetime" });
    return NEVER;
  }),
);

const playSession = v.pipe(
  v.object({
    rom_id: v.nullish(int, null),
    save_slot: text,
    start_time: time,
    end_time: time,
    duration_ms: v.pipe(int, v.minValue(0)),
  }),
  // Fractions are dropped before the two are compared.
  v.check(
    ({ start_time, end_time }) => Math.floor(end_time.ms / 1000) > Math.floor(start_time.ms / 1000),
    "end_time must be after start_time",
  ),
  v.transform(
    ({ rom_id, save_slot, start_time, end_time, duration_ms }): NewPlaySession => ({
      romId: rom_id,
      saveSlot: save_slot,
      start: start_time,
      end: end_time,
      durationMs: duration_ms,
    }),
  ),
);

const negotiateBody = v.object({
  device_id: v.nullish(v.string()),
  rom_ids: v.optional(v.array(int)),
  restore_unlisted: v.optional(v.boolean()),
  emulators: v.optional(v.array(v.string())),
  cores: v.optional(v.array(v.string())),
  saves: v.array(
    v.pipe(
      v.object({
        rom_id: int,
        file_name: v.string(),
        slot: text,
        emulator: text,
        content_hash: text,
        updated_at: time,
        file_size_bytes: int,
      }),
      v.transform((save) => ({
        romId: save.rom_id,
        fileName: save.file_name,
        slot: save.slot,
        emulator: save.emulator,
        contentHash: save.content_hash,
        updatedAtMs: save.updated_at.ms,
      })),
    ),
  ),
});

const completeBody = v.object({
  operations_completed: v.optional(int, 0),
  operations_failed: v.optional(int, 0),
  play_sessions: v.nullish(v.array(playSession)),
});

const playSessionsBody = v.object({ device_id: v.nullish(v.string(), null), sessions: v.array(playSession) });

/** Sections 6 and 7; before 4.9 none of it was there. */
export function addSyncRoutes(app: RommApp): void {
  app.use(
    "/api/sync/*",
    since((rules) => rules.traits.hasSync),
  );
  app.use(
    "/api/play-sessions/*",
    since((rules) => rules.traits.hasPlaySessions),
  );
  app.post("/api/sync/negotiate", async (c) => {
    const body = await readJson(c, negotiateBody);
    if (!body.ok) return respond(c, body);
    const { device_id, saves, rom_ids, restore_unlisted, emulators, cores } = body.value;
    const scope = { romIds: rom_ids, restoresUnlisted: restore_unlisted, emulators, cores };
    const request = { saves, ...given(scope), ...(device_id && { deviceId: device_id }) };
    return respond(c, c.get("rules").sync.negotiate(c.get("caller"), request));
  });
  app.post("/api/sync/sessions/:id/complete", async (c) => {
    const sessionId = readPathInt(c, "id");
    const body = await readJson(c, completeBody, { optional: true });
    if (!sessionId.ok || !body.ok) return respond(c, sessionId.ok ? body : sessionId);
    const { operations_completed, operations_failed, play_sessions } = body.value;
    const completion = {
      operationsCompleted: operations_completed,
      operationsFailed: operations_failed,
      ...(play_sessions && { playSessions: play_sessions }),
    };
    return respond(c, c.get("rules").sync.complete(c.get("caller"), sessionId.value, completion));
  });
  app.get("/api/sync/sessions", (c) => {
    const query = readQuery(c);
    const filter = { deviceId: query.text("device_id"), limit: query.int("limit") };
    return respond(c, query.refusal() ?? c.get("rules").sync.sessions(c.get("caller"), given(filter)));
  });
  app.get("/api/sync/sessions/:id", (c) => {
    const sessionId = readPathInt(c, "id");
    return respond(
      c,
      sessionId.ok ? c.get("rules").sync.session(c.get("caller"), sessionId.value) : sessionId,
    );
  });
  app.post("/api/play-sessions", async (c) => {
    const body = await readJson(c, playSessionsBody);
    if (!body.ok) return respond(c, body);
    const { device_id, sessions } = body.value;
    return respond(c, c.get("rules").playSessions.send(c.get("caller"), { deviceId: device_id, sessions }));
  });
  app.get("/api/play-sessions", (c) => {
    const query = readQuery(c);
    const filter = {
      romId: query.int("rom_id"),
      deviceId: query.text("device_id"),
      startAfterMs: query.timeMs("start_after"),
      endBeforeMs: query.timeMs("end_before"),
      limit: query.int("limit"),
      offset: query.int("offset"),
    };
    return respond(c, query.refusal() ?? c.get("rules").playSessions.list(c.get("caller"), given(filter)));
  });
  app.delete("/api/play-sessions/:id", (c) => {
    const id = readPathInt(c, "id");
    return respond(c, id.ok ? c.get("rules").playSessions.remove(c.get("caller"), id.value) : id);
  });
}

function since(isThere: (rules: RommRules) => boolean) {
  return async (c: RommContext, next: () => Promise<void>): Promise<Response | undefined> => {
    if (!isThere(c.get("rules"))) return respond(c, refuse(404, "Not Found"));
    await next();
    return undefined;
  };
}

import { guarded } from "../accounts/access.ts";
import { type Answer, crash, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, stored, storedNow } from "../ground/context.ts";
import { nextId, type PlaySessionRow } from "../ground/database.ts";
import { romUserOf } from "../ground/rom-user.ts";
import { isoTime, naiveTime, type ReadTime } from "../ground/time.ts";

export interface NewPlaySession {
  romId: number | null;
  saveSlot: string | null;
  start: ReadTime;
  end: ReadTime;
  durationMs: number;
}

export interface Ingest {
  deviceId: string | null;
  sessions: NewPlaySession[];
  sessionId?: number;
}

export interface IngestResult {
  results: {
    index: number;
    status: "created" | "duplicate" | "error";
    id: number | null;
    detail: string | null;
  }[];
  created_count: number;
  skipped_count: number;
}

interface PlaySessionQuery {
  romId?: number;
  deviceId?: string;
  startAfterMs?: number;
  endBeforeMs?: number;
  limit?: number;
  offset?: number;
}

const largestBatch = 100;
const toleratedFutureMs = 5 * 60_000;

/** Section 7. */
export function createPlaySessions(context: Context) {
  return {
    send: guarded(context, ["roms.user.write"], send),
    list: guarded(context, ["roms.user.read"], list),
    remove: guarded(context, ["roms.user.write"], remove),
  };
}

function send(context: Context, caller: Caller, request: Ingest): Answer<IngestResult> {
  const count = request.sessions.length;
  if (count === 0 || count > largestBatch) return refuse(400, `Send 1 to ${largestBatch} sessions`);
  const answer = ingest(context, caller, { ...request, deviceId: request.deviceId ?? caller.deviceId });
  return answer.ok ? grant(answer.value, 201) : answer;
}

function remove(context: Context, caller: Caller, id: number): Answer<null> {
  const rows = context.database.playSessions;
  const index = rows.findIndex((row) => row.id === id && row.user_id === caller.userId);
  if (index < 0) return refuse(404, `Play session with ID ${id} not found`);
  rows.splice(index, 1);
  return grant(null, 204);
}

/** Keeps play sessions; also called when a sync session is completed. Results come in groups, not in input order. */
export function ingest(context: Context, caller: Caller, request: Ingest): Answer<IngestResult> {
  // A naive time cannot be compared with the server's: python raises.
  if (request.sessions.some(({ start, end }) => start.offsetMinutes === null || end.offsetMinutes === null))
    return crash();
  const groups: Record<"error" | "duplicate" | "created", IngestResult["results"]> = {
    error: [],
    duplicate: [],
    created: [],
  };
  const kept: PlaySessionRow[] = [];
  for (const [index, session] of request.sessions.entries()) {
    const row = toRow(context, caller, request, session);
    const known = findTwin(context, row);
    if (session.end.ms > context.clock() + toleratedFutureMs)
      groups.error.push({ index, status: "error", id: null, detail: "end_time is in the future" });
    else if (known !== undefined)
      groups.duplicate.push({ index, status: "duplicate", id: known.id, detail: null });
    else {
      row.id = nextId(context.database, "playSessions");
      context.database.playSessions.push(row);
      kept.push(row);
      groups.created.push({ index, status: "created", id: row.id, detail: null });
    }
  }
  for (const row of newestPerRom(kept)) markPlayed(context, caller, row);
  return grant({
    results: [...groups.error, ...groups.duplicate, ...groups.created],
    created_count: groups.created.length,
    skipped_count: groups.error.length + groups.duplicate.length,
  });
}

function toRow(context: Context, caller: Caller, request: Ingest, session: NewPlaySession): PlaySessionRow {
  const { database, traits } = context;
  // The MySQL family drops the offset: the wall clock of wherever it was is then read as UTC.
  const keep = ({ ms, offsetMinutes }: ReadTime) =>
    stored(context, traits.keepsWholeSeconds ? ms + (offsetMinutes ?? 0) * 60_000 : ms);
  const now = storedNow(context);
  const isKnownRom = database.roms.some((rom) => rom.id === session.romId);
  const isKnownDevice = database.devices.some(
    (device) => device.id === request.deviceId && device.user_id === caller.userId,
  );
  return {
    id: 0,
    user_id: caller.userId,
    device_id: isKnownDevice ? request.deviceId : null,
    rom_id: isKnownRom ? session.romId : null,
    sync_session_id: request.sessionId ?? null,
    save_slot: session.saveSlot,
    start_time: keep(session.start),
    end_time: keep(session.end),
    duration_ms: session.durationMs,
    created_at: now,
    updated_at: now,
  };
}

function findTwin({ database }: Context, row: PlaySessionRow): PlaySessionRow | undefined {
  return database.playSessions.find(
    (other) =>
      other.user_id === row.user_id &&
      other.device_id === row.device_id &&
      other.rom_id === row.rom_id &&
      Math.floor(other.start_time / 1000) === Math.floor(row.start_time / 1000),
  );
}

function newestPerRom(rows: PlaySessionRow[]): PlaySessionRow[] {
  const newest = new Map<number, PlaySessionRow>();
  for (const row of rows)
    if (row.rom_id !== null && row.end_time > (newest.get(row.rom_id)?.end_time ?? -1))
      newest.set(row.rom_id, row);
  return [...newest.values()];
}

function markPlayed(context: Context, caller: Caller, { rom_id, end_time }: PlaySessionRow): void {
  if (rom_id === null) return;
  const row = romUserOf(context, caller.userId, rom_id);
  if (row.last_played !== null && row.last_played >= end_time) return;
  row.last_played = end_time;
  if (!context.traits.playSessionsChangeStatus) return;
  row.now_playing = true;
  if (row.status === null || row.status === "finished") row.status = "incomplete";
}

/** Without the right to read devices: those of the token's own, which must be named. */
function mayList({ scopes, deviceId }: Caller, asked: string | undefined): boolean {
  return scopes.includes("devices.read") || (deviceId !== null && asked === deviceId);
}

function list(context: Context, caller: Caller, query: PlaySessionQuery = {}) {
  const { romId, startAfterMs, endBeforeMs, limit = 50, offset = 0 } = query;
  const isGuarded = context.traits.guardsPlaySessions;
  if (isGuarded && !mayList(caller, query.deviceId)) return refuse(403, "Forbidden");
  const deviceId = isGuarded ? query.deviceId : (caller.deviceId ?? query.deviceId);
  const hasTimeFilter = startAfterMs !== undefined || endBeforeMs !== undefined;
  const rows = context.database.playSessions
    .filter((row) => row.user_id === caller.userId)
    .filter((row) => romId === undefined || row.rom_id === romId)
    .filter((row) => deviceId === undefined || row.device_id === deviceId)
    .filter((row) => startAfterMs === undefined || row.start_time > startAfterMs)
    .filter((row) => endBeforeMs === undefined || row.end_time < endBeforeMs)
    .sort((a, b) => b.start_time - a.start_time || b.id - a.id);
  const { playSessionsHaveOffset, playSessionsTellSync } = context.traits;
  const time = playSessionsHaveOffset ? isoTime : naiveTime;
  const page = hasTimeFilter ? rows : rows.slice(offset, offset + limit);
  return grant(
    page.map(({ sync_session_id, ...row }) => ({
      ...row,
      ...(playSessionsTellSync && { sync_session_id }),
      start_time: time(row.start_time),
      end_time: time(row.end_time),
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    })),
  );
}

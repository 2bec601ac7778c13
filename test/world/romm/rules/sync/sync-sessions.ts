import { guarded } from "../accounts/access.ts";
import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import type { SyncSessionRow } from "../ground/database.ts";
import { isoTime, isoTimeOrNull } from "../ground/time.ts";
import { negotiate } from "./negotiate.ts";
import { type IngestResult, ingest, type NewPlaySession } from "./play-sessions.ts";

type SyncSessionView = ReturnType<typeof viewSession>;

interface Completion {
  operationsCompleted: number;
  operationsFailed: number;
  playSessions?: NewPlaySession[];
}

/** Sections 6.1 and 6.3. */
export function createSync(context: Context) {
  return {
    negotiate: guarded(context, ["assets.read", "devices.read"], negotiate),
    complete: guarded(context, ["devices.write"], complete),
    sessions: guarded(context, ["devices.read"], list),
    session: guarded(context, ["devices.read"], one),
  };
}

function list(
  context: Context,
  caller: Caller,
  { deviceId, limit = 50 }: { deviceId?: string; limit?: number } = {},
): Answer<SyncSessionView[]> {
  const rows = context.database.syncSessions
    .filter((row) => row.user_id === caller.userId && (deviceId === undefined || row.device_id === deviceId))
    .sort((a, b) => b.id - a.id);
  return grant(rows.slice(0, limit).map(viewSession));
}

function one(context: Context, caller: Caller, sessionId: number): Answer<SyncSessionView> {
  const session = findSession(context, caller, sessionId);
  return session.ok ? grant(viewSession(session.value)) : session;
}

function complete(
  context: Context,
  caller: Caller,
  sessionId: number,
  { operationsCompleted, operationsFailed, playSessions }: Completion,
): Answer<{ session: SyncSessionView; play_session_ingest: IngestResult | null }> {
  const found = findSession(context, caller, sessionId);
  if (!found.ok) return found;
  const session = found.value;
  if (session.status !== "PENDING" && session.status !== "IN_PROGRESS")
    return refuse(400, `Session is already ${session.status}`);
  const now = storedNow(context);
  Object.assign(session, {
    status: "COMPLETED",
    completed_at: now,
    updated_at: now,
    operations_completed: operationsCompleted,
    operations_failed: operationsFailed,
  });
  // The session is committed by now: what fails from here on cannot be sent again through it.
  const ingested =
    playSessions === undefined
      ? null
      : ingest(context, caller, { deviceId: session.device_id, sessions: playSessions, sessionId });
  if (ingested !== null && !ingested.ok) return ingested;
  return grant({ session: viewSession(session), play_session_ingest: ingested?.value ?? null });
}

function findSession(context: Context, caller: Caller, sessionId: number): Answer<SyncSessionRow> {
  const session = context.database.syncSessions.find(
    (row) => row.id === sessionId && row.user_id === caller.userId,
  );
  return session === undefined ? refuse(404, `Sync session with ID ${sessionId} not found`) : grant(session);
}

function viewSession(session: SyncSessionRow) {
  return {
    ...session,
    initiated_at: isoTime(session.initiated_at),
    completed_at: isoTimeOrNull(session.completed_at),
    created_at: isoTime(session.created_at),
    updated_at: isoTime(session.updated_at),
  };
}

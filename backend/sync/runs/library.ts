import { decide } from "../../core/decide/decide.ts";
import { standstillOf } from "../../core/decide/standstill.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { RomId, RommErrorCode, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { describeDefect } from "../../work/defects.ts";
import { createSleepWatch } from "../../work/sleep-watch.ts";
import { rowsIn } from "../look/listed.ts";
import type { Look } from "../look/look.ts";
import { readUnit, toSighting } from "../look/observe.ts";
import { observeToShow } from "../look/observe-local.ts";

/** Every row of the account at one moment, by rom: one request instead of one for each unit. */
export interface Library {
  /** When it was asked for. */
  atMs: number;
  /** Young enough to send by, and the machine has not slept since. */
  isFresh: () => boolean;
  rows: ReadonlyMap<RomId, SaveRow[]>;
}

/** A listing that is sent by: older ones would leave much to RomM's lock. */
const freshMs = 60_000;

/** RomM makes one query per row, also for roms that are not on this device: beyond this, asking rom by rom is cheaper. */
const rowsPerUnit = 50;

/** Fewer units are asked about one by one. A dry run shows everything at once, and may wait for it. */
const fewestUnits = { run: 8, "dry-run": 2, answer: 2 };

export interface LibraryReader {
  /** Null: not worth it, or RomM could not tell in time; then each rom is asked about by itself. */
  read(p: LibraryRequest): Promise<Library | null>;
}

interface LibraryRequest {
  session: ServerSession;
  unitCount: number;
  purpose: "run" | "dry-run" | "answer";
  signal: AbortSignal;
}

export function createLibraryReader({ log, clock }: Pick<SyncDeps, "log" | "clock">): LibraryReader {
  /** Of the last listing; infinite where RomM did not manage one. */
  let rowCount = 0;

  async function list({ session, signal }: LibraryRequest): Promise<Library | null> {
    const { server, deviceId } = session;
    const atMs = clock.now();
    const isFresh = watchAge(clock);
    try {
      const rows = await server.listAllSaves({ deviceId }, signal);
      rowCount = rows.length;
      return { atMs, isFresh, rows: Map.groupBy(rows, (row) => row.romId) };
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof RommError)) {
        log.error("A defect at the listing of all saves.", { error: describeDefect(error) });
        return null;
      }
      if (tooMuch.has(error.code)) rowCount = Number.POSITIVE_INFINITY;
      log.info("The listing of all saves failed; each game is asked about by itself.", { code: error.code });
      return null;
    }
  }

  return {
    async read(p) {
      const isCheap = p.purpose === "dry-run" || rowCount <= rowsPerUnit * p.unitCount;
      return isCheap && p.unitCount >= fewestUnits[p.purpose] ? await list(p) : null;
    },
  };
}

function watchAge(clock: SyncDeps["clock"]): () => boolean {
  const sleep = createSleepWatch(clock);
  sleep.begin();
  const sinceMs = clock.monotonic();
  return () => clock.monotonic() - sinceMs < freshMs && !sleep.hasSlept();
}

const tooMuch: ReadonlySet<RommErrorCode> = new Set(["timeout", "server-error", "busy", "too-large"]);

/** Looks at several units by one listing; null: there is none, and each is asked about by itself. */
export function createGlances(deps: SyncDeps, libraries: LibraryReader) {
  return async (p: Omit<LibraryRequest, "purpose">) => {
    const library = await libraries.read({ ...p, purpose: "answer" });
    if (library === null) return null;
    return (unitId: UnitId) => glance(deps, p.session, { unitId, library, signal: p.signal });
  };
}

/**
 * A look that asks nothing more of the server. It serves to show and to keep; null where more must be known: a mark to
 * settle, a row that is missing, contents that only a download can compare. What moves bytes needs a look of its own.
 */
export async function glance(
  deps: SyncDeps,
  session: ServerSession,
  p: { unitId: UnitId; library: Library; signal: AbortSignal },
): Promise<Look | null> {
  const now = readUnit(deps, session, p.unitId);
  if (!now || standstillOf(now.unit, now.account)) return null;
  const { unit } = now;
  const rows = rowsIn(unit, p.library.rows.get(unit.rom.romId) ?? []);
  if (rows === null) return null;
  const observed = await observeToShow(deps, unit, p.signal);
  const sighting = toSighting({ ...now, session, ...observed, rows, proven: new Map() });
  const verdict = decide(sighting.observation);
  return verdict.kind === "decided" && verdict.decision !== "skip" ? { sighting, verdict, rows } : null;
}

import { decide } from "../../core/decide/decide.ts";
import { standstillOf } from "../../core/decide/standstill.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { RomId, RommErrorCode, SaveId, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { describeDefect } from "../../work/defects.ts";
import { createSleepWatch } from "../../work/sleep-watch.ts";
import { rowsIn } from "../look/listed.ts";
import type { Look } from "../look/look.ts";
import { readUnit, toObserved } from "../look/observe.ts";
import { observeToShow } from "../look/observe-local.ts";
import { createKnownLibrary, hasSameIds } from "./known-library.ts";

/** The rows of all units' roms at one moment: one request instead of one for each unit. */
export interface Library {
  /** When it was asked for. */
  atMs: number;
  /** Young enough to send by, and the machine has not slept since. */
  isFresh: () => boolean;
  /** Null: the rom was not asked about. */
  rowsOf: (romId: RomId) => SaveRow[] | null;
  /** One to send by, once several units need it; null: this unit is asked about by itself. */
  renew: () => Promise<Library | null>;
}

/** From so many on, RomM takes longer to list them than it takes for another question before. */
const manyRows = 100;

/** Beyond so many changed saves, one listing costs the server less than one for each. */
const fewAlone = 5;

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
  /** Their roms; absent: every row of the account is asked for. */
  romIds?: readonly RomId[];
  purpose: "run" | "dry-run" | "answer";
  signal: AbortSignal;
}

export function createLibraryReader({ log, clock }: Pick<SyncDeps, "log" | "clock">): LibraryReader {
  const known = createKnownLibrary(clock);
  /** Of the last listing; infinite where RomM did not manage one. */
  let rowCount = 0;
  /** RomM made the last one of the wanted roms alone: however many others the account holds costs nothing. */
  let isOfSome = false;

  /** `told`: the account's ids, asked for before. */
  async function list(p: LibraryRequest, told: readonly SaveId[] | null): Promise<Library | null> {
    const { session, signal, romIds } = p;
    const { server, deviceId } = session;
    const atMs = clock.now();
    const isFresh = watchAge(clock);
    try {
      const some = romIds ? await server.listSavesOf({ romIds, deviceId }, signal) : null;
      isOfSome = some !== null;
      const rows = some ?? (await server.listAllSaves({ deviceId }, signal));
      rowCount = rows.length;
      const byRom = Map.groupBy(rows, (row) => row.romId);
      const asked = some && new Set(romIds);
      const rowsOf = (romId: RomId) => byRom.get(romId) ?? (asked?.has(romId) === false ? null : []);
      const ids = some ? told : rows.map(({ id }) => id);
      if (ids) known.remember(session.accountId, { isFresh, rowsOf, ids: new Set(ids) });
      return { atMs, isFresh, rowsOf, renew: async () => null };
    } catch (error) {
      const code = codeOf(error, signal);
      if (code === null) return null;
      if (tooMuch.has(code)) rowCount = Number.POSITIVE_INFINITY;
      log.info("The listing of all saves failed; each game is asked about by itself.", { code });
      return null;
    }
  }

  /** The last listing, where RomM has the same rows still, or a new one. */
  async function recallOrList(p: LibraryRequest): Promise<Library | null> {
    const listing = known.recall(p.session.accountId);
    const atMs = clock.now();
    const told = listing || isOfSome ? await askIds(p) : null;
    const isAsked = listing !== null && (p.romIds ?? []).every((romId) => listing.rowsOf(romId) !== null);
    if (!isAsked || told === null || !hasSameIds(listing, told)) return await list(p, told);
    return { atMs, isFresh: listing.isFresh, rowsOf: listing.rowsOf, renew: afterSome(() => list(p, null)) };
  }

  /** Null: RomM does not tell. */
  async function askIds(p: LibraryRequest): Promise<SaveId[] | null> {
    try {
      return await p.session.server.listSaveIds(p.signal);
    } catch (error) {
      const code = codeOf(error, p.signal);
      if (code !== null)
        log.info("RomM does not tell the ids of its saves; it is asked for the rows.", { code });
      return null;
    }
  }

  /** Null: it was stopped, or it is a defect, which stands in the log. */
  function codeOf(error: unknown, signal: AbortSignal): RommErrorCode | null {
    if (signal.aborted) return null;
    if (error instanceof RommError) return error.code;
    log.error("A defect at the listing of all saves.", { error: describeDefect(error) });
    return null;
  }

  return {
    async read(p) {
      const mostRows = isOfSome ? Number.MAX_VALUE : rowsPerUnit * p.unitCount;
      const isCheap = p.purpose === "dry-run" || rowCount <= mostRows;
      if (!isCheap || p.unitCount < fewestUnits[p.purpose]) return null;
      const isWorthAsking = p.purpose === "run" && rowCount >= manyRows;
      return await (isWorthAsking ? recallOrList(p) : list(p, null));
    },
  };
}

/** Null for the first few; then one listing for all others. */
function afterSome(list: () => Promise<Library | null>): () => Promise<Library | null> {
  let asked = 0;
  let listed: Promise<Library | null> | null = null;
  return async () => {
    asked += 1;
    if (asked <= fewAlone) return null;
    listed ??= list();
    return await listed;
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
export function createListedLooks(deps: SyncDeps, libraries: LibraryReader) {
  return async (p: Omit<LibraryRequest, "purpose">) => {
    const library = await libraries.read({ ...p, purpose: "answer" });
    if (library === null) return null;
    return (unitId: UnitId) => listedLook(deps, p.session, { unitId, library, signal: p.signal });
  };
}

/**
 * A look that asks nothing more of the server. It serves to show and to keep; null where more must be known: a mark to
 * settle, a row that is missing, contents that only a download can compare. What moves bytes needs a look of its own.
 */
export async function listedLook(
  deps: SyncDeps,
  session: ServerSession,
  p: { unitId: UnitId; library: Library; signal: AbortSignal },
): Promise<Look | null> {
  const now = readUnit(deps, session, p.unitId);
  if (!now || standstillOf(now.unit, now.account)) return null;
  const { unit } = now;
  const listed = p.library.rowsOf(unit.rom.romId);
  const rows = listed && rowsIn(unit, listed);
  if (rows === null) return null;
  const onDisk = await observeToShow(deps, unit, p.signal);
  const observed = toObserved({ ...now, session, ...onDisk, rows, proven: new Map() });
  const verdict = decide(observed.observation);
  return verdict.kind === "decided" && verdict.decision !== "skip" ? { observed, verdict, rows } : null;
}

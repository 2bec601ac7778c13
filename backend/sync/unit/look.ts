import { decide } from "../../core/decide/decide.ts";
import { settleIncoming, settleSent } from "../../core/decide/marks.ts";
import { RommError } from "../../core/romm-error.ts";
import type { Unit } from "../../core/state.ts";
import type { ReasonCode, SaveId, Sha256 } from "../../core/vocabulary.ts";
import { ChangedMeanwhile } from "../deps.ts";
import type { Decided } from "../status/knowledge.ts";
import { observeLocal, type Rows, readUnit, type Sighting, splitRows, toSighting } from "./observe.ts";
import { changeUnit, type Work } from "./record.ts";
import { proveRow } from "./stage.ts";

export interface Look {
  sighting: Sighting;
  verdict: Decided;
  rows: Rows | null;
}

/**
 * Observes a unit and decides. `assume` asks the server nothing, which is enough where its 409 will speak up; it
 * falls back to asking wherever a mark stands that only a listing can settle. Settles marks, and changes nothing else.
 */
export async function look(
  work: Work,
  how: { ask: "server" | "assume" },
  signal: AbortSignal,
): Promise<Look> {
  const first = await sight(work, null, signal);
  if (first.local.kind === "unavailable" || !first.unit.isTracked) {
    return { sighting: first, verdict: toDecided(decide(first.observation)), rows: null };
  }
  if (how.ask === "assume" && isAssumable(first.unit)) {
    const verdict = decide(first.observation);
    if (verdict.kind === "decided" && verdict.reason !== "not-reached")
      return { sighting: first, verdict, rows: null };
  }
  const rows = await list(work, first.unit, signal);
  const stop = await checkRom(work, first.unit, rows, signal);
  const sighting = await sight(work, rows, signal);
  if (stop)
    return { sighting, verdict: { kind: "decided", decision: "skip", reason: stop, head: null }, rows };
  return await decideWithProofs(work, sighting, rows, signal);
}

/** The unit now, its marks settled by what is seen. */
async function sight(work: Work, rows: Rows | null, signal: AbortSignal): Promise<Sighting> {
  const { deps, session, unitId } = work;
  const before = readUnit(deps, session, unitId);
  if (!before) throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  const { local, realPath } = await observeLocal(deps, before.unit.location, signal);
  if (realPath !== null) {
    const staged = before.unit.marks.incoming?.stagedPath ?? null;
    const isStagedGone = staged === null || (await deps.disk.stat(staged)) === null;
    // While the racing game runs, equal bytes prove nothing: it may have loaded the save that was replaced.
    const isHeld =
      before.unit.marks.incoming?.isRaced === true &&
      (await deps.fence.isRunning(before.unit, before.account));
    await changeUnit(work, (unit) => {
      if (isHeld) return unit;
      const facts = { local, realPath, isStagedGone, atMs: deps.clock.now() };
      const settled = settleIncoming(unit, facts);
      if (rows === null) return settled;
      return settleSent(settled, { ...facts, slotRows: rows.slotRows, ownDeviceId: session.deviceId });
    });
    const isSettled = readUnit(deps, session, unitId)?.unit.marks.incoming === undefined;
    if (staged !== null && isSettled) await deps.disk.remove(staged);
  }
  const now = readUnit(deps, session, unitId);
  if (!now) throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  return toSighting({ ...now, session, local, realPath, rows, proven: new Map() });
}

/** With a parent standing, a row that raced our upload was not looked for yet; the next push would hide it for ever. */
function isAssumable(unit: Unit): boolean {
  return (
    unit.marks.sent === undefined &&
    unit.marks.confirm === undefined &&
    unit.marks.incoming === undefined &&
    unit.marks.pending === undefined &&
    (unit.baseline?.parentSaveId ?? null) === null
  );
}

async function list(work: Work, unit: Unit, signal: AbortSignal): Promise<Rows> {
  const { server, deviceId } = work.session;
  return splitRows(unit, await server.listSaves({ romId: unit.rom.romId, deviceId }, signal));
}

/** The agreed row is not listed: first make sure that this still is the same rom. */
async function checkRom(work: Work, unit: Unit, rows: Rows, signal: AbortSignal): Promise<ReasonCode | null> {
  const { baseline } = unit;
  if (baseline === null || rows.slotRows.some((row) => row.id === baseline.row.id)) return null;
  const rom = await work.session.server.findRom({ romId: unit.rom.romId }, signal);
  const isSame = rom?.platformSlug === unit.rom.platformSlug && rom.fsName === unit.rom.fsName;
  return isSame ? null : "unlinked";
}

async function decideWithProofs(
  work: Work,
  sighting: Sighting,
  rows: Rows,
  signal: AbortSignal,
): Promise<Look> {
  const proven = new Map<SaveId, Sha256>();
  const { observation, realPath } = sighting;
  for (;;) {
    const trust = { ...observation.trust, proven };
    const verdict = decide({ ...observation, trust });
    if (verdict.kind === "decided") return { sighting, verdict, rows };
    if (realPath === null || proven.has(verdict.row.id)) {
      throw new RommError("malformed", `Save ${verdict.row.id} cannot be compared.`);
    }
    const [id, sha256] = await proveRow(work, verdict.row, realPath, signal);
    proven.set(id, sha256);
  }
}

function toDecided(verdict: ReturnType<typeof decide>): Decided {
  if (verdict.kind === "decided") return verdict;
  return { kind: "decided", decision: "skip", reason: "not-reached", head: verdict.row };
}

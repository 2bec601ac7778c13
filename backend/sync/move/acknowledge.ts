import { decide } from "../../core/decide/decide.ts";
import { newestRow } from "../../core/decide/remote-change.ts";
import { isRowLost } from "../../core/decide/twins.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { spellSlot } from "../../core/units.ts";
import { readUnit, splitRows, toObserved } from "../look/observe.ts";
import { observeLocal } from "../look/observe-local.ts";
import type { Work } from "../look/record.ts";

/**
 * After a 409: if what stands here is to go up all the same (RomM re-dated a row that we hold, or lost the file of the one
 * that we made), the server is told so for every row it may mean, and the next round passes its lock. If something is
 * new, the next round sees it.
 */
export async function acknowledgeRows(work: Work, signal: AbortSignal): Promise<void> {
  const { deps, session, unitId } = work;
  const known = readUnit(deps, session, unitId);
  if (!known?.unit.baseline?.isTrusted) return;
  const { unit } = known;
  const { baseline, seen } = known.unit;
  const here = await observeLocal(deps, unit, signal);
  if (here.realPath !== baseline?.realPath) return;
  const { deviceId, server } = session;
  const listed = await server.listSaves({ romId: unit.rom.romId, deviceId }, signal);
  const rows = splitRows(unit, work.proofs.mark(listed));
  const { slotRows, line } = rows;
  const { observation } = toObserved({ ...known, ...here, session, rows, proven: work.proofs.of(slotRows) });
  const verdict = decide(observation);
  const latestMs = Math.max(...slotRows.map((row) => row.updatedAtMs));
  // PostgreSQL, and RomM from 5.4 on, look only at the rows whose slot is spelt as the upload spells it.
  const spelt = spellSlot(unit.slot, slotRows);
  const latestSpelt = newestRow(slotRows.filter((row) => row.slot === spelt));
  const isAsked = (row: SaveRow) => row.updatedAtMs === latestMs || row === latestSpelt;
  const latest = slotRows.filter((row) => (line ? row.id === line.currentId : isAsked(row)));
  // Below a row that was fetched lies only what was there before it: a crash may have kept it from being written down.
  const isBelow = (row: SaveRow) => baseline?.parentSaveId === null && row.id < baseline.row.id;
  // Where nothing is new, only our own uploads that came late lie above it.
  const isAbove = (row: SaveRow) => row.id > baseline.row.id;
  // One whose file is lost, or is our own row's, has nothing that could be seen.
  const isKnown = (row: SaveRow) => isBelow(row) || isAbove(row) || isRowLost(row);
  const isAllSeen = latest.every(
    (row) => seen[row.id] !== undefined || row.id === baseline.row.id || isKnown(row),
  );
  if (verdict.kind !== "decided" || verdict.decision !== "upload" || !isAllSeen) return;
  for (const { id: saveId, contentHash } of latest)
    await server.confirmDownload({ saveId, deviceId, contentHash }, signal);
}

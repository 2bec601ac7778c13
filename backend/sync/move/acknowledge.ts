import { newestRow, viewRemote } from "../../core/decide/remote-change.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { spellSlot } from "../../core/units.ts";
import { readUnit, splitRows } from "../look/observe.ts";
import { observeLocal } from "../look/observe-local.ts";
import type { Work } from "../look/record.ts";

/**
 * After a 409: if by our rule nothing is new in the slot (RomM re-dated a row we hold), the server is told so for
 * every row it may mean, and the next round passes its lock. If something is new, the next round sees it.
 */
export async function acknowledgeRows(work: Work, signal: AbortSignal): Promise<void> {
  const { deps, session, unitId } = work;
  const unit = readUnit(deps, session, unitId)?.unit;
  if (!unit?.baseline?.isTrusted) return;
  const { baseline, seen, late } = unit;
  const { realPath, local } = await observeLocal(deps, unit, signal);
  if (realPath !== baseline.realPath) return;
  const { deviceId, server } = session;
  const listed = await server.listSaves({ romId: unit.rom.romId, deviceId }, signal);
  const { slotRows } = splitRows(unit, work.proofs.mark(listed));
  const view = viewRemote(slotRows, {
    baseline,
    seen,
    proven: work.proofs.of(slotRows),
    local,
    late,
    ownDeviceId: deviceId,
  });
  const latestMs = Math.max(...slotRows.map((row) => row.updatedAtMs));
  // PostgreSQL, and RomM from 5.4 on, look only at the rows whose slot is spelt as the upload spells it.
  const spelt = spellSlot(unit.slot, slotRows);
  const latestSpelt = newestRow(slotRows.filter((row) => row.slot === spelt));
  const latest = slotRows.filter((row) => row.updatedAtMs === latestMs || row === latestSpelt);
  // Below a row that was fetched lies only what was there before it: a crash may have kept it from being written down.
  const isBelow = (row: SaveRow) => baseline.parentSaveId === null && row.id < baseline.row.id;
  // Where nothing is new, only our own uploads that came late lie above it.
  const isAbove = (row: SaveRow) => row.id > baseline.row.id;
  const isAllSeen = latest.every(
    (row) => seen[row.id] !== undefined || row.id === baseline.row.id || isBelow(row) || isAbove(row),
  );
  if (view.change !== "unchanged" || view.unsettled || view.racedBy || !isAllSeen) return;
  for (const { id: saveId, contentHash } of latest)
    await server.confirmDownload({ saveId, deviceId, contentHash }, signal);
}

import { viewRemote } from "../../core/decide/remote-change.ts";
import { observeLocal, readUnit, splitRows } from "./observe.ts";
import type { Work } from "./record.ts";

/**
 * After a 409: if by our rule nothing is new in the slot (RomM re-dated a row we hold), the server is told so for
 * every row it may mean, and the next round passes its lock. If something is new, the next round sees it.
 */
export async function acknowledgeRows(work: Work, signal: AbortSignal): Promise<void> {
  const { deps, session, unitId } = work;
  const now = readUnit(deps, session, unitId);
  if (!now?.unit.baseline?.isProven) return;
  const { unit } = now;
  const { realPath } = await observeLocal(deps, unit.location, signal);
  if (realPath !== unit.baseline?.realPath) return;
  const { deviceId, server } = session;
  const { slotRows } = splitRows(unit, await server.listSaves({ romId: unit.rom.romId, deviceId }, signal));
  const view = viewRemote(slotRows, unit.baseline, unit.seen, deviceId);
  const latestMs = Math.max(...slotRows.map((row) => row.updatedAtMs));
  const latest = slotRows.filter((row) => row.updatedAtMs === latestMs);
  const isAllSeen = latest.every(
    (row) => unit.seen[row.id] !== undefined || row.id === unit.baseline?.row.id,
  );
  if (view.change !== "unchanged" || view.racedBy || !isAllSeen) return;
  for (const row of latest) await server.confirmDownload({ saveId: row.id, deviceId }, signal);
}

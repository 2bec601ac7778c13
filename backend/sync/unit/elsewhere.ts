import type { NewerElsewhere } from "../../contract/saves/newer-elsewhere.ts";
import type { SyncLine } from "../../contract/saves/sync.ts";
import { makerOf } from "../../core/elsewhere/maker.ts";
import {
  type ElsewhereFacts,
  type NewerRow,
  newestElsewhere,
  tellElsewhere,
} from "../../core/elsewhere/newer-elsewhere.ts";
import type { Unit } from "../../core/state.ts";
import { baselineAt } from "../../core/units.ts";
import type { DeviceId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import { toSyncError } from "../../work/problems.ts";
import { readUnit } from "../look/observe.ts";
import { changeUnit, type Work } from "../look/record.ts";
import type { UnitSync } from "./act.ts";
import type { Known } from "./knowledge.ts";

/** As far as the last look showed; null: nothing is. */
export function newerElsewhereOf(
  known: Known | null,
  unit: Unit,
  session: Pick<ServerSession, "deviceId"> | null,
): NewerElsewhere | null {
  const facts = session && factsOf(known, unit, session.deviceId);
  const newest = facts && newestElsewhere(facts);
  return newest && toNewer(newest, facts);
}

/**
 * The line, with a newer save elsewhere that nobody was told of yet. What was told is durable first, so that no start tells
 * it again. A run of many tells of all its saves at once; else it is told here.
 */
export async function withElsewhere(
  work: Work,
  known: Known | null,
  line: SyncLine,
  p: Pick<UnitSync, "purpose" | "isQuiet" | "alarms" | "isCounted">,
): Promise<SyncLine> {
  const unit = readUnit(work.deps, work.session, work.unitId)?.unit;
  const facts = unit && factsOf(known, unit, work.session.deviceId);
  if (!facts || p.purpose === "dry-run") return line;
  const { memory, news } = tellElsewhere(facts);
  if (memory !== unit.elsewhere && !(await hasKept(work, memory))) return line;
  if (news === null) return line;
  const newerElsewhere = toNewer(news, facts);
  const isToldByRun = p.alarms !== undefined || p.isCounted === true || p.isQuiet === true;
  if (!isToldByRun)
    work.deps.notice({ kind: "newer-elsewhere", name: line.name, count: 1, save: newerElsewhere });
  return { ...line, newerElsewhere };
}

/** False: the disk takes nothing now. What is not written down is not told either: a later look finds it anew. */
async function hasKept(work: Work, memory: Unit["elsewhere"]): Promise<boolean> {
  try {
    await changeUnit(work, (now) => withMemory(now, memory));
    return true;
  } catch (error) {
    if (toSyncError(error) === null) throw error;
    return false;
  }
}

function withMemory({ elsewhere: _before, ...unit }: Unit, memory: Unit["elsewhere"]): Unit {
  return memory === undefined ? unit : { ...unit, elsewhere: memory };
}

/** Null: RomM's rows were not read since the start, or may be another rom's. */
function factsOf(known: Known | null, unit: Unit, ownDeviceId: DeviceId): ElsewhereFacts | null {
  if (!known?.rows || !known.observed || known.verdict?.reason === "unlinked") return null;
  const { local, realPath } = known.observed;
  if (local.kind === "unavailable" || !unit.isTracked) return null;
  const { slotRows, otherRows } = known.rows;
  return { unit, baseline: baselineAt(unit, realPath), local, slotRows, otherRows, ownDeviceId };
}

function toNewer({ row, slot, atMs }: NewerRow, { slotRows, otherRows }: ElsewhereFacts): NewerElsewhere {
  return { saveId: row.id, slot, maker: makerOf(row, [...slotRows, ...otherRows]), atMs };
}

import { isRowLost, withTwins } from "../../core/decide/twins.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { pack } from "../../core/shapes/shapes.ts";
import type { Baseline, Unit } from "../../core/state.ts";
import { baselineAt } from "../../core/units.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { inAccount } from "../../work/in-account.ts";
import type { UnitSyncParts } from "./act.ts";

/** Up to here the whole content is asked for: an equal first byte says little of a small file. */
const wholeUpToBytes = 1024 * 1024;

/**
 * `lost`: RomM has not what was sent, or something else in its place; the next look says what to do. `unknown`: it did
 * not say, and nothing is changed by that. `none`: there is nothing to be shown (any more).
 */
export type Shown = "stored" | "lost" | "unknown" | "none";

export type ProofParts = Pick<UnitSyncParts, "deps" | "knowledge" | "proofs">;

/** A save of which RomM has not shown yet that it holds it. */
export function isToBeShown({ baseline }: Unit): boolean {
  return baseline?.isTrusted === true && !baseline.isStored && baseline.sha256 !== null;
}

/**
 * Asks RomM for what was sent (sync/README.md 5, Stored): a 200, a new id and a fitting hash prove nothing. It only reads, takes
 * no turn, and tells no device, so that no launch waits for it and RomM believes nothing by it. One after the other; what was
 * shown is recorded at once, for the state is written whole. Who dies before that asks again.
 */
export async function proveStored(
  parts: ProofParts,
  unitIds: readonly UnitId[],
  signal: AbortSignal,
): Promise<Map<UnitId, Shown>> {
  const stored: Asked[] = [];
  const shown = new Map<UnitId, Shown>();
  try {
    for (const unitId of unitIds) {
      const asked = askedOf(parts, unitId);
      const answer = asked === null ? "none" : await orUnknown(ask(parts, asked, signal));
      shown.set(unitId, answer);
      if (asked && answer === "stored") stored.push(asked);
    }
  } finally {
    if (stored.length > 0) await record(parts, stored);
  }
  return shown;
}

/** Null: there is nothing to be shown. */
function askedOf({ deps }: ProofParts, unitId: UnitId): Asked | null {
  const active = activeUnits(deps);
  const unit = active?.account.units[unitId];
  const baseline = unit ? baselineAt(unit, unit.baseline?.realPath ?? null) : null;
  return active && unit && baseline && isToBeShown(unit) ? { active, unit, baseline } : null;
}

async function orUnknown(asking: Promise<Shown>): Promise<Shown> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof RommError) return "unknown";
    throw error;
  }
}

interface Asked {
  active: ActiveUnits;
  unit: Unit;
  baseline: Baseline;
}

async function ask(parts: ProofParts, p: Asked, signal: AbortSignal): Promise<Shown> {
  const { baseline, unit, active } = p;
  const known = parts.knowledge.get(unit.unitId)?.rows?.slotRows.find(({ id }) => id === baseline.row.id);
  // The bytes that come tell by themselves; where RomM's hash is to tell, it is asked anew.
  const isSmall =
    isHashedAsSent(unit) &&
    known !== undefined &&
    known.sizeBytes <= wholeUpToBytes &&
    known.contentHash !== null;
  const slotRows = isSmall ? [known] : await listSlot(p, signal);
  const row = slotRows.find(({ id }) => id === baseline.row.id);
  if (row === undefined || row.contentHash !== baseline.row.contentHash) return "lost";
  if (isRowLost(row)) return "lost";
  const proofs = parts.proofs.of(unit.unitId);
  const { server } = active.session;
  const isWhole =
    baseline.isSent === true &&
    isHashedAsSent(unit) &&
    (row.sizeBytes <= wholeUpToBytes || row.contentHash === null);
  if (!isWhole) {
    if (await server.isHandedOut({ saveId: row.id }, signal)) return "stored";
    proofs.noteBroken(row);
    return "lost";
  }
  const sha256 = await hashContent(parts, { active, row }, signal);
  if (sha256 === null) {
    proofs.noteBroken(row);
    return "lost";
  }
  proofs.note(row, { sha256, contentHashes: [] });
  return sha256 === baseline.sha256 ? "stored" : "lost";
}

/** A tree's hash is made of its members', so that of its archive is another; RomM's own hash of those tells instead. */
function isHashedAsSent(unit: Unit): boolean {
  return !pack(unit, []).isTree;
}

async function listSlot({ active, unit }: Asked, signal: AbortSignal): Promise<SaveRow[]> {
  const { server, deviceId } = active.session;
  const rows = await server.listSaves({ romId: unit.rom.romId, deviceId }, signal);
  return withTwins(rows.filter((row) => row.slot !== null));
}

/** Null: RomM says that the file is not on its disk. */
async function hashContent(
  { deps }: ProofParts,
  { active, row }: { active: ActiveUnits; row: SaveRow },
  signal: AbortSignal,
) {
  try {
    const { chunks } = await active.session.server.downloadSave({ saveId: row.id, deviceId: null }, signal);
    return (await deps.hashChunks(chunks)).sha256;
  } catch (error) {
    if (error instanceof RommError && error.entity === "save-file") return null;
    throw error;
  }
}

async function record({ deps }: ProofParts, stored: readonly Asked[]): Promise<void> {
  for (const [accountId, asked] of Map.groupBy(stored, ({ active }) => active.session.accountId)) {
    await inAccount(deps.store, accountId).change((account) => {
      const units = { ...account.units };
      for (const { unit } of asked) {
        const now = units[unit.unitId];
        if (now) units[unit.unitId] = asStored(now, unit);
      }
      return { ...account, units };
    });
  }
  deps.changed("saves");
}

/** Only of what was asked about: by now something else may be agreed on. */
function asStored(unit: Unit, asked: Unit): Unit {
  const { baseline } = unit;
  const isSame = baseline?.row.id === asked.baseline?.row.id && baseline?.sha256 === asked.baseline?.sha256;
  return baseline && isSame ? { ...unit, baseline: { ...baseline, isStored: true } } : unit;
}

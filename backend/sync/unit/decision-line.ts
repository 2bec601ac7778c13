import type { SyncLine } from "../../contract/saves/sync.ts";
import { changesIn } from "../../core/decide/changes.ts";
import type { LocalSide } from "../../core/decide/observation.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Baseline, Unit } from "../../core/state.ts";
import type { LogFacts } from "../../machine/log.ts";
import type { ActiveUnits } from "../../work/active-units.ts";
import { orElse } from "../../work/defects.ts";
import { Aborted } from "../../work/gate.ts";
import type { Purpose } from "../look/record.ts";
import type { UnitSyncParts } from "./act.ts";
import type { Known } from "./knowledge.ts";
import { nameUnit } from "./report.ts";

/*
 * Law: each decision is one line of the log, what was kept or skipped too, and whatever is said in between names the game
 * and the unit that it is about. From these lines alone a stranger can say what was seen on both sides, what was decided
 * and what came of it.
 */

interface Turn {
  active: ActiveUnits;
  unit: Unit;
  purpose: Purpose;
}

/** The unit's turn, told when it has ended. */
export async function tellDecision(
  { deps, knowledge }: Pick<UnitSyncParts, "deps" | "knowledge">,
  { active, unit, purpose }: Turn,
  work: () => Promise<SyncLine | null>,
): Promise<SyncLine | null> {
  const { unitId, slot, rom } = unit;
  const { name } = nameUnit(active.account, unitId);
  return await deps.log.during({ game: name, unit: unitId, rom: rom.romId, slot, purpose }, async () => {
    const startedAtMs = deps.clock.monotonic();
    const tell = (level: "info" | "debug", facts: LogFacts) => {
      const tookMs = Math.round(deps.clock.monotonic() - startedAtMs);
      deps.log[level]("Decision.", { ...facts, tookMs });
    };
    knowledge.beginTurn(unitId);
    try {
      const line = await work();
      const looks = knowledge.endTurn(unitId);
      if (line)
        tell(
          isNews(line) ? "info" : "debug",
          orElse(deps, {}, () => describe(looks, line)),
        );
      return line;
    } catch (error) {
      const looks = knowledge.endTurn(unitId);
      if (error instanceof Aborted)
        tell("info", { ...orElse(deps, {}, () => seenIn(looks, null)), outcome: "given-up" });
      throw error;
    }
  });
}

/** What moved, asks or went wrong. */
function isNews({ outcome, direction, decision }: SyncLine): boolean {
  return direction !== null || outcome === "asks" || outcome === "failed" || decision === "forget";
}

function describe(looks: Known[], line: SyncLine): LogFacts {
  const seen = seenIn(looks, line);
  const isOther = seen.verdict !== undefined && !String(seen.verdict).startsWith(`${line.decision}, `);
  // What is held is skipped, whatever was decided: both are worth knowing.
  return { ...seen, verdict: isOther ? seen.verdict : undefined, ...cameOf(line) };
}

/** The look that led to what was done; more than one, where the first was overtaken or an answer was followed by a sync. */
function seenIn(looks: Known[], line: SyncLine | null): LogFacts {
  const seen = looks.filter(({ observed }) => observed !== null);
  const look =
    seen.find(({ verdict }) => verdict?.decision === line?.decision) ??
    seen.find(({ verdict }) => verdict?.reason === line?.reason) ??
    seen.at(-1);
  if (!look?.observed) return {};
  const { observed, verdict } = look;
  const { local, observation } = observed;
  const changes = changesIn(observation);
  return {
    ...{ local: changes.local, remote: changes.remote },
    verdict: verdict ? `${verdict.decision}, ${verdict.reason}` : undefined,
    here: describeLocal(local),
    head: verdict?.head && describeRow(verdict.head),
    baseline: describeBaseline(observation.baseline),
    looks: looksIn(seen),
  };
}

/** Worth a word where one was not enough. */
function looksIn(seen: Known[]): number | undefined {
  const count = new Set(seen.map(({ observed }) => observed)).size;
  return count > 1 ? count : undefined;
}

function cameOf({ decision, reason, outcome, direction, saveId, problem, waitsFor }: SyncLine): LogFacts {
  const detail = problem && "detail" in problem ? problem.detail : undefined;
  const code = problem && "code" in problem ? problem.code : undefined;
  return {
    ...{ decision, reason, outcome, direction, save: saveId },
    ...{ problem: problem?.kind, code, detail, waitsFor },
  };
}

function describeLocal(local: LocalSide): string {
  if (local.kind === "absent") return "nothing";
  if (local.kind === "unavailable") return local.detail;
  const { sha256, contentHash, sizeBytes, modifiedAtMs, isBlank } = local;
  return [
    ...[`sha256 ${short(sha256)}`, describeHash(contentHash), `${sizeBytes} bytes`, time(modifiedAtMs)],
    ...(isBlank ? ["blank"] : []),
  ].join(", ");
}

function describeRow(row: SaveRow): string {
  const { id, contentHash, sizeBytes, updatedAtMs, originDeviceId, deviceSyncs, isMissingOnDisk } = row;
  const device = deviceSyncs.find(({ deviceId }) => deviceId === originDeviceId)?.deviceName;
  return [
    `row ${id}`,
    describeHash(contentHash),
    `${sizeBytes} bytes`,
    time(updatedAtMs),
    ...(device ? [`of ${device}`] : []),
    ...(isMissingOnDisk ? ["without its file"] : []),
  ].join(", ");
}

function describeBaseline(baseline: Baseline | null): string {
  if (baseline === null) return "none";
  const { sha256, row, agreedAtMs, isTrusted, isStored } = baseline;
  return [
    sha256 === null ? "chosen over the row" : `sha256 ${short(sha256)}`,
    `row ${row.id}`,
    time(agreedAtMs),
    ...(isTrusted ? [] : ["not trusted"]),
    ...(isStored ? [] : ["not proven"]),
  ].join(", ");
}

/** RomM's own hash, by which both sides can be compared. */
function describeHash(hash: string | null): string {
  return hash === null ? "no md5" : `md5 ${short(hash)}`;
}

/** Enough to tell two contents apart. */
function short(hash: string): string {
  return hash.slice(0, 8);
}

function time(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? "no date" : date.toISOString().replace(/\.\d+Z$/, "Z");
}

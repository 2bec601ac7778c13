import type { SyncError } from "../contract/saves/sync.ts";
import type { Version, VersionList } from "../contract/saves/version.ts";
import type { Unit } from "../core/state.ts";
import { isSameSlot, unitOfApp } from "../core/units.ts";
import type { AppId, Outcome, Sha256, UnitId } from "../core/vocabulary.ts";
import type { RowsKnown } from "../ports/rows-known.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import { type ActiveUnits, activeUnits } from "../work/active-units.ts";
import { joinVersions } from "./join-versions.ts";
import type { RetentionDeps } from "./prune.ts";
import { planRetention } from "./retention.ts";
import type { StoredCopy } from "./stored/history-folder.ts";

export interface VersionListDeps extends Pick<SyncDeps, "session" | "store"> {
  retention: RetentionDeps;
  engine: {
    /** RomM's rows of the unit's rom; asked for anew unless they were read within the last minute. */
    rowsOf(unitId: UnitId): Promise<RowsKnown>;
    /** The content that stands in the save's place; null: none, or it cannot be read. */
    liveContent(unitId: UnitId): Promise<Sha256 | null>;
  };
}

export interface OfGame {
  active: ActiveUnits;
  unit: Unit;
}

/** Reads what a game's save once was; throws `FileError`. */
export function createVersionList(deps: VersionListDeps) {
  const { engine, retention } = deps;

  function gameOf(appId: AppId): Outcome<OfGame, SyncError> {
    const active = activeUnits(deps);
    if (!active) return { ok: false, error: { kind: "signed-out" } };
    const unit = unitOfApp(active.account, appId);
    if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
    return { ok: true, value: { active, unit } };
  }

  /** Of the playthrough that is played now. */
  async function copiesOf({ active, unit }: OfGame): Promise<StoredCopy[]> {
    const { accountId } = active.session;
    const all = await retention.stored.readAll();
    return all.filter(({ label }) => {
      if (label === null || label.reason === "found" || label.accountId !== accountId) return false;
      const ids = [unit.rom.romId, ...(unit.rom.formerIds ?? [])];
      return ids.includes(label.romId) && isSameSlot(label.slot, unit.slot);
    });
  }

  async function read(game: OfGame): Promise<VersionList> {
    const { unit, active } = game;
    const rows = await engine.rowsOf(unit.unitId);
    const copies = await copiesOf(game);
    const { standings } = planRetention(copies, await retention.readFacts(copies));
    const liveSha256 = await engine.liveContent(unit.unitId);
    const { deviceId } = active.session;
    const versions = joinVersions({
      ...{ unit, copies, standings, liveSha256, ownDeviceId: deviceId },
      rows: rows.rows?.slotRows ?? [],
    });
    return { versions, rommAsOfMs: rows.asOfMs, problem: rows.problem };
  }

  async function find(
    game: OfGame,
    versionId: string,
  ): Promise<Outcome<Version, { kind: "unknown-version" }>> {
    const { versions } = await read(game);
    const version = versions.find((one) => one.versionId === versionId || one.otherIds.includes(versionId));
    return version ? { ok: true, value: version } : { ok: false, error: { kind: "unknown-version" } };
  }

  return { gameOf, copiesOf, read, find };
}

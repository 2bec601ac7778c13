import type { Observation, PresentLocal, ProvenRow } from "../../backend/core/decide/observation.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import { type SeenRow, toSeenRow } from "../../backend/core/seen-row.ts";
import type { Baseline } from "../../backend/core/state.ts";
import type { ContentHash, DeviceId, RomId, SaveId, Sha256, Slot } from "../../backend/core/vocabulary.ts";

/** Builders for one small world: contents are named by a letter, rows by a number, times are whole seconds. */
export const here = "here" as DeviceId;
export const elsewhere = "elsewhere" as DeviceId;

export function sha(content: string): Sha256 {
  return `sha-${content}` as Sha256;
}

export function md5(content: string): ContentHash {
  return `md5-${content}` as ContentHash;
}

export function aLocal(content: string, facts: Partial<PresentLocal> = {}): PresentLocal {
  return {
    kind: "present",
    sha256: sha(content),
    contentHash: md5(content),
    isZip: false,
    sizeBytes: 100,
    isBlank: false,
    members: [],
    modifiedAtMs: 0,
    ...facts,
  };
}

export function aRow(id: number, content: string, facts: Partial<SaveRow> = {}): SaveRow {
  return {
    id: id as SaveId,
    romId: 1 as RomId,
    slot: "autosave" as Slot,
    fileName: "Game [2026-01-01_00-00-00].srm",
    emulator: "retroarch",
    sizeBytes: 100,
    contentHash: md5(content),
    createdAtMs: id * 1000,
    updatedAtMs: id * 1000,
    originDeviceId: elsewhere,
    isMissingOnDisk: false,
    deviceSyncs: [],
    ...facts,
  };
}

/** A row that RomM before 4.9 made, whatever RomM is now. */
export function anOldRow(id: number, content: string, facts: Partial<SaveRow> = {}): SaveRow {
  return aRow(id, content, { originDeviceId: null, ...facts });
}

/** What a fetched row was found to hold. */
export function fetched(content: string): ProvenRow {
  return { sha256: sha(content), contentHashes: [md5(content)] };
}

/** A row that this device sent: RomM notes that it holds it. */
export function anOwnRow(id: number, content: string, facts: Partial<SaveRow> = {}): SaveRow {
  const own = { deviceId: here, deviceName: null, isUntracked: false, isCurrent: true };
  return aRow(id, content, { originDeviceId: here, deviceSyncs: [own], ...facts });
}

export function aBaseline(id: number, content: string, facts: Partial<Baseline> = {}): Baseline {
  return {
    romId: 1 as RomId,
    slot: "autosave" as Slot,
    realPath: "/saves/Game.srm",
    sha256: sha(content),
    sizeBytes: 100,
    row: { id: id as SaveId, ...toSeenRow(aRow(id, content)) },
    chosenSha256: null,
    parentSaveId: null,
    isTrusted: true,
    isStored: true,
    agreedAtMs: 0,
    ...facts,
  };
}

export function seenOf(rows: SaveRow[]): Record<string, SeenRow> {
  return Object.fromEntries(rows.map((row) => [row.id, toSeenRow(row)]));
}

export function anObservation(
  facts: Partial<Observation> & { rows?: SaveRow[]; otherRows?: SaveRow[] },
): Observation {
  const { rows = [], otherRows = [], ...rest } = facts;
  return {
    isTracked: true,
    local: { kind: "absent" },
    baseline: null,
    seen: {},
    remote: { kind: "listed", slotRows: rows, otherRows },
    ownDeviceId: here,
    isWrittenByOther: false,
    isRaced: false,
    proven: new Map(),
    ...rest,
  };
}

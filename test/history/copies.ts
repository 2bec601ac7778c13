import { createHash } from "node:crypto";
import type {
  AccountId,
  ContentHash,
  RomId,
  SaveId,
  SaveLocation,
  Sha256,
  Slot,
} from "../../backend/core/vocabulary.ts";
import { type OwnedLabel, unitKeyOf } from "../../backend/history/labels.ts";
import type { CopyFacts, RetentionFacts, StandingRow, UnitFacts } from "../../backend/history/retention.ts";

export const dayMs = 24 * 3600 * 1000;
export const nowMs = Date.UTC(2026, 0, 1);

export const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex") as Sha256;
export const hashOf = (text: string) => createHash("md5").update(text).digest("hex") as ContentHash;

export const place: SaveLocation = { kind: "file", path: "/saves/Game.srm", emulator: "retroarch" };
const owner = {
  accountId: "https://romm#1" as AccountId,
  romId: 1 as RomId,
  slot: "autosave" as Slot,
  location: place,
};
export const unitKey = unitKeyOf(owner);

/** A copy of the unit, as its text says; `ageDays` before now. */
export function copyOf(text: string, ageDays: number, more: Partial<CopyFacts> = {}): CopyFacts {
  return {
    ...{ id: `id of ${text}`, sha256: sha256Of(text), contentHash: hashOf(text), sizeBytes: text.length },
    ...{ keptAtMs: nowMs - ageDays * dayMs, isPinned: false, unit: unitKey, followedRow: null },
    ...more,
  };
}

export function rowOf(id: number, text: string, more: Partial<StandingRow> = {}): StandingRow {
  const content = { contentHash: hashOf(text), sizeBytes: text.length };
  const times = { createdAtMs: id * 1000, updatedAtMs: id * 1000 };
  return { id: id as SaveId, ...content, ...times, isMissingOnDisk: false, isStored: true, ...more };
}

export function factsOf(unit: Partial<UnitFacts>, more: Partial<RetentionFacts> = {}): RetentionFacts {
  const units = new Map([[unitKey, { rows: [], liveSha256: null, cleanupLimit: 10, ...unit }]]);
  return { nowMs, isClockTrusted: true, units, ...more };
}

/** The label that such a copy has on the disk. */
export function labelOf(text: string, copy: CopyFacts): OwnedLabel {
  const { sha256, contentHash, keptAtMs, isPinned, followedRow } = copy;
  return {
    ...{ version: 1, sha256, sizeBytes: text.length, contentHash, keptAtMs, reason: "sent" },
    ...owner,
    path: "/saves/Game.srm",
    ...(isPinned ? { isPinned: true as const } : {}),
    ...(followedRow === null ? {} : { followedRow }),
  };
}

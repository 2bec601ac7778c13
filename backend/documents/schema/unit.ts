import * as v from "valibot";
import type { ElsewhereMemory } from "../../core/elsewhere/memory.ts";
import type { Baseline, BrakeState, LeftSlot, Unit } from "../../core/state.ts";
import type { HeldReason, SaveDecision } from "../../core/vocabulary.ts";
import { markEntries } from "./marks.ts";
import {
  baselineRow,
  body,
  conflictId,
  contentHash,
  count,
  name,
  romId,
  saveId,
  saveLocation,
  seenRows,
  sha256,
  slot,
  text,
  timeMs,
  unitId,
} from "./words.ts";

const baseline: v.GenericSchema<unknown, Baseline> = v.strictObject({
  romId,
  slot,
  realPath: name,
  sha256: v.nullable(sha256),
  sizeBytes: count,
  members: v.exactOptional(v.array(text)),
  body: v.exactOptional(body),
  row: baselineRow,
  chosenSha256: v.nullable(sha256),
  parentSaveId: v.nullable(saveId),
  isTrusted: v.boolean(),
  isStored: v.boolean(),
  isFirst: v.exactOptional(v.literal(true)),
  lineSaveId: v.exactOptional(saveId),
  isSent: v.exactOptional(v.literal(true)),
  agreedAtMs: timeMs,
});

export const brakeEntries = {
  kind: v.picklist(["held", "answered"]),
  reason: v.picklist(["vanished", "behind", "gone", "looks-lost", "older-content"] satisfies HeldReason[]),
  decision: v.picklist([
    "keep",
    "adopt",
    "upload",
    "download",
    "conflict",
    "ask",
    "forget",
    "skip",
  ] satisfies SaveDecision[]),
};

const brake: v.GenericSchema<unknown, BrakeState> = v.strictObject({
  ...brakeEntries,
  sides: v.strictObject({ local: v.nullable(sha256), remote: v.nullable(name) }),
});

/** What has not changed since version 1. */
export const unitEntries = {
  unitId,
  rom: v.strictObject({
    romId,
    platformSlug: text,
    platformFolder: v.exactOptional(text),
    fsName: text,
    stem: v.exactOptional(text),
    md5: v.exactOptional(text),
    sizeBytes: v.exactOptional(v.number()),
    formerIds: v.exactOptional(v.array(romId)),
  }),
  slot,
  isTracked: v.boolean(),
  seen: seenRows,
  postponed: v.nullable(conflictId),
};

const leftSlot: v.GenericSchema<unknown, LeftSlot> = v.strictObject({
  slot,
  baseline: v.nullable(baseline),
  seen: seenRows,
  parked: v.nullable(sha256),
});

const elsewhere: v.GenericSchema<unknown, ElsewhereMemory> = v.strictObject({
  rows: v.record(
    text,
    v.strictObject({
      contentHash: v.nullable(contentHash),
      sizeBytes: count,
      atMs: timeMs,
      isWrittenOver: v.exactOptional(v.literal(true)),
    }),
  ),
  told: v.array(text),
});

export const unitSchema: v.GenericSchema<unknown, Unit> = v.strictObject({
  ...unitEntries,
  location: saveLocation,
  baseline: v.nullable(baseline),
  ...markEntries,
  brake: v.exactOptional(brake),
  left: v.exactOptional(v.array(leftSlot)),
  elsewhere: v.exactOptional(elsewhere),
  card: v.exactOptional(v.strictObject({ uuid: text, point: name })),
  configured: v.exactOptional(name),
  sizes: v.exactOptional(v.array(count)),
  unwritten: v.exactOptional(v.strictObject({ sessions: count, sinceMs: timeMs })),
});

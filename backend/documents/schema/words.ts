import * as v from "valibot";
import type { Body } from "../../core/save-formats/body.ts";
import type { BaselineRow, SeenRow } from "../../core/seen-row.ts";
import type {
  AccountId,
  AppId,
  ConflictId,
  ContentHash,
  DeviceId,
  RomId,
  SaveId,
  SaveLocation,
  Sha256,
  Slot,
  UnitId,
} from "../../core/vocabulary.ts";

/** The words of `state.json`, in every version of it. */

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const timeMs = v.pipe(v.number(), v.finite());
export const text = v.string();
export const name = v.pipe(v.string(), v.nonEmpty());

export const romId = v.pipe(
  count,
  v.transform((id) => id as RomId),
);
export const saveId = v.pipe(
  count,
  v.transform((id) => id as SaveId),
);
export const appId = v.pipe(
  v.number(),
  v.safeInteger(),
  v.transform((id) => id as AppId),
);
export const deviceId = v.pipe(
  name,
  v.transform((id) => id as DeviceId),
);
export const slot = v.pipe(
  text,
  v.transform((id) => id as Slot),
);
/** `<origin>#<user id>` */
export const accountId = v.pipe(
  name,
  v.transform((id) => id as AccountId),
);
export const unitId = v.pipe(
  name,
  v.transform((id) => id as UnitId),
);
export const conflictId = v.pipe(
  name,
  v.transform((id) => id as ConflictId),
);
export const sha256 = v.pipe(
  text,
  v.regex(/^[0-9a-f]{64}$/),
  v.transform((hex) => hex as Sha256),
);
// RomM's words are kept as RomM spelt them.
export const contentHash = v.pipe(
  text,
  v.transform((hash) => hash as ContentHash),
);

const seenEntries = {
  createdAtMs: timeMs,
  contentHash: v.nullable(contentHash),
  sizeBytes: v.exactOptional(count),
  updatedAtMs: v.exactOptional(timeMs),
  isOriginless: v.exactOptional(v.literal(true)),
  sha256: v.exactOptional(sha256),
};

const seenRow: v.GenericSchema<unknown, SeenRow> = v.strictObject(seenEntries);

export const seenRows = v.record(text, seenRow);

export const baselineRow: v.GenericSchema<unknown, BaselineRow> = v.strictObject({
  id: saveId,
  ...seenEntries,
});

export const body: v.GenericSchema<unknown, Body> = v.strictObject({
  progress: v.exactOptional(sha256),
  hasClock: v.exactOptional(v.literal(true)),
  isEmpty: v.exactOptional(v.literal(true)),
  measure: v.record(text, v.strictObject({ sizeBytes: count, dataBytes: count })),
});

const everywhere = {
  emulator: text,
  travelsAs: v.exactOptional(name),
  deviceParts: v.exactOptional(v.array(name)),
  isWholeCard: v.exactOptional(v.literal(true)),
};

export const saveLocation: v.GenericSchema<unknown, SaveLocation> = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: name, ...everywhere }),
  v.strictObject({
    kind: v.literal("files"),
    folder: name,
    match: v.union([
      v.strictObject({ stem: name, extensions: v.array(name) }),
      v.strictObject({ glob: name, not: v.exactOptional(name) }),
    ]),
    ...everywhere,
  }),
  v.strictObject({ kind: v.literal("folder"), path: name, beside: v.exactOptional(name), ...everywhere }),
  v.strictObject({ kind: v.literal("folders"), parent: name, prefix: name, ...everywhere }),
]);

import * as v from "valibot";
import type {
  Format1Account,
  Format1Baseline,
  Format1Brake,
  Format1Location,
  Format1Marks,
  Format1Sent,
  Format1Unit,
} from "../../core/formats/format-1.ts";
import { accountRestEntries } from "./account.ts";
import { brakeEntries, unitEntries } from "./unit.ts";
import { baselineRow, contentHash, count, name, saveId, seenRows, sha256, text, timeMs } from "./words.ts";

/* Law: version 1 of `state.json` was exactly this; what is read as it and is not, is damaged. */

const incoming = v.strictObject({
  realPath: v.exactOptional(name),
  members: v.exactOptional(v.array(text)),
  row: baselineRow,
  sha256,
  sizeBytes: count,
  replaced: v.nullable(sha256),
  seen: v.exactOptional(seenRows),
  isOneOfTwo: v.exactOptional(v.literal(true)),
  stagedPath: name,
  isRaced: v.boolean(),
});

const sent: v.GenericSchema<unknown, Format1Sent> = v.strictObject({
  realPath: v.exactOptional(name),
  members: v.exactOptional(v.array(text)),
  sha256,
  contentHash: v.nullable(contentHash),
  md5: v.exactOptional(contentHash),
  sizeBytes: count,
  parentSaveId: v.nullable(saveId),
  seen: v.exactOptional(seenRows),
  sentAtMs: timeMs,
});

const swap = v.strictObject({
  parts: v.array(
    v.strictObject({
      path: name,
      aside: name,
      staged: v.nullable(name),
      before: v.nullable(sha256),
      after: v.nullable(sha256),
    }),
  ),
});

const marks: v.GenericSchema<unknown, Format1Marks> = v.strictObject({
  incoming: v.exactOptional(incoming),
  swap: v.exactOptional(swap),
  sent: v.exactOptional(sent),
  late: v.exactOptional(v.array(sent)),
  confirm: v.exactOptional(v.strictObject({ saveId, contentHash: v.nullable(contentHash) })),
  pending: v.exactOptional(v.strictObject({ sinceMs: timeMs })),
  tracking: v.exactOptional(v.strictObject({ isTracked: v.boolean() })),
});

const baseline: v.GenericSchema<unknown, Format1Baseline> = v.strictObject({
  realPath: name,
  sha256: v.nullable(sha256),
  sizeBytes: count,
  members: v.exactOptional(v.array(text)),
  row: baselineRow,
  chosenSha256: v.nullable(sha256),
  parentSaveId: v.nullable(saveId),
  isProven: v.boolean(),
  agreedAtMs: timeMs,
});

const brake: v.GenericSchema<unknown, Format1Brake> = v.strictObject({ ...brakeEntries, sides: name });

const location: v.GenericSchema<unknown, Format1Location> = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: name, emulator: text }),
  v.strictObject({
    kind: v.literal("files"),
    folder: name,
    stem: name,
    extensions: v.array(name),
    emulator: text,
  }),
]);

const unit: v.GenericSchema<unknown, Format1Unit> = v.strictObject({
  ...unitEntries,
  location,
  baseline: v.nullable(baseline),
  marks,
  brake: v.exactOptional(brake),
});

export const format1AccountSchema: v.GenericSchema<unknown, Format1Account> = v.strictObject({
  ...accountRestEntries,
  units: v.record(text, unit),
});

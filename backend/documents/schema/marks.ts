import * as v from "valibot";
import type { Branch, Intent, Marks, Owed, PullSource, SentUpload, Swap } from "../../core/marks.ts";
import {
  baselineRow,
  body,
  contentHash,
  count,
  name,
  saveId,
  seenRows,
  sha256,
  slot,
  text,
  timeMs,
} from "./words.ts";

const swap: v.GenericSchema<unknown, Swap> = v.strictObject({
  parts: v.array(
    v.strictObject({
      path: name,
      aside: name,
      staged: v.nullable(name),
      before: v.nullable(sha256),
      after: v.nullable(sha256),
      isFolder: v.exactOptional(v.literal(true)),
    }),
  ),
});

const pullSource: v.GenericSchema<unknown, PullSource> = v.variant("kind", [
  v.strictObject({
    kind: v.literal("row"),
    row: baselineRow,
    seen: seenRows,
    isOneOfTwo: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ kind: v.literal("kept-copy") }),
  v.strictObject({ kind: v.literal("parked"), slot }),
  v.strictObject({ kind: v.literal("slot"), slot, parked: v.nullable(sha256) }),
  v.strictObject({ kind: v.literal("forgotten") }),
]);

const sentEntries = {
  body: v.exactOptional(body),
  realPath: name,
  sha256,
  members: v.exactOptional(v.array(text)),
  contentHash: v.nullable(contentHash),
  md5: v.exactOptional(contentHash),
  sizeBytes: count,
  parentSaveId: v.nullable(saveId),
  sentAtMs: timeMs,
};

const sentUpload: v.GenericSchema<unknown, SentUpload> = v.strictObject(sentEntries);

const intent: v.GenericSchema<unknown, Intent> = v.variant("kind", [
  v.strictObject({
    kind: v.literal("pull"),
    source: pullSource,
    realPath: name,
    sha256: v.nullable(sha256),
    sizeBytes: count,
    members: v.exactOptional(v.array(text)),
    body: v.exactOptional(body),
    replaced: v.nullable(sha256),
    stagedPath: name,
    swap: v.exactOptional(swap),
    isRaced: v.boolean(),
  }),
  v.strictObject({ kind: v.literal("push"), ...sentEntries, seen: v.exactOptional(seenRows) }),
  v.strictObject({
    kind: v.literal("switch"),
    realPath: name,
    from: slot,
    to: slot,
    fromSha256: v.nullable(sha256),
    toSha256: v.nullable(sha256),
  }),
]);

const branch: v.GenericSchema<unknown, Branch> = v.strictObject({
  step: v.picklist(["send", "take", "publish"]),
  slot,
  sha256,
  saveId,
});

const owed: v.GenericSchema<unknown, Owed> = v.strictObject({
  confirm: v.exactOptional(v.strictObject({ saveId, contentHash: v.nullable(contentHash) })),
  tracking: v.exactOptional(v.strictObject({ isTracked: v.boolean() })),
  look: v.exactOptional(v.strictObject({ sinceMs: timeMs })),
  branch: v.exactOptional(branch),
});

export const markEntries = {
  intent: v.nullable(intent),
  late: v.array(sentUpload),
  owed,
} satisfies Record<keyof Marks, unknown>;

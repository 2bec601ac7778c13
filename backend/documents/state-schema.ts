import * as v from "valibot";
import type {
  AccountState,
  BaselineRow,
  BrakeMark,
  IncomingMark,
  Marks,
  PathWriter,
  PlayStatusMemory,
  RegisteredShortcut,
  RomStatusMemory,
  SeenRow,
  SentMark,
  StatusChange,
  SwapMark,
  Unit,
} from "../core/state.ts";
import type {
  AccountId,
  AppId,
  ConflictId,
  ContentHash,
  DeviceId,
  HeldReason,
  PlayStatus,
  RomId,
  SaveDecision,
  SaveId,
  SaveLocation,
  Sha256,
  Slot,
  UnitId,
} from "../core/vocabulary.ts";

/*
 * Law: version 1 of `state.json` is exactly this. A shape that changes gets a new version and a migration; a file of
 * version 1 would otherwise be taken for damaged by one side of an update. `test/documents/samples` holds one.
 */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const timeMs = v.pipe(v.number(), v.finite());
const text = v.string();
const name = v.pipe(v.string(), v.nonEmpty());

const romId = v.pipe(
  count,
  v.transform((id) => id as RomId),
);
const saveId = v.pipe(
  count,
  v.transform((id) => id as SaveId),
);
const appId = v.pipe(
  v.number(),
  v.safeInteger(),
  v.transform((id) => id as AppId),
);
const deviceId = v.pipe(
  name,
  v.transform((id) => id as DeviceId),
);
const slot = v.pipe(
  text,
  v.transform((id) => id as Slot),
);
/** `<origin>#<user id>` */
export const accountId = v.pipe(
  name,
  v.transform((id) => id as AccountId),
);
const unitId = v.pipe(
  name,
  v.transform((id) => id as UnitId),
);
const conflictId = v.pipe(
  name,
  v.transform((id) => id as ConflictId),
);
const sha256 = v.pipe(
  text,
  v.regex(/^[0-9a-f]{64}$/),
  v.transform((hex) => hex as Sha256),
);
// RomM's words are kept as RomM spelt them.
const contentHash = v.pipe(
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

const seenRows = v.record(text, seenRow);

const baselineRow: v.GenericSchema<unknown, BaselineRow> = v.strictObject({ id: saveId, ...seenEntries });

const incoming: v.GenericSchema<unknown, IncomingMark> = v.strictObject({
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

const sent: v.GenericSchema<unknown, SentMark> = v.strictObject({
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

const swap: v.GenericSchema<unknown, SwapMark> = v.strictObject({
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

const marks = v.strictObject({
  incoming: v.exactOptional(incoming),
  swap: v.exactOptional(swap),
  sent: v.exactOptional(sent),
  late: v.exactOptional(v.array(sent)),
  confirm: v.exactOptional(v.strictObject({ saveId, contentHash: v.nullable(contentHash) })),
  pending: v.exactOptional(v.strictObject({ sinceMs: timeMs })),
  tracking: v.exactOptional(v.strictObject({ isTracked: v.boolean() })),
} satisfies Record<keyof Marks, unknown>);

const baseline = v.strictObject({
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

const saveLocation: v.GenericSchema<unknown, SaveLocation> = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: name, emulator: text }),
  v.strictObject({
    kind: v.literal("files"),
    folder: name,
    stem: name,
    extensions: v.array(name),
    emulator: text,
  }),
]);

const brake: v.GenericSchema<unknown, BrakeMark> = v.strictObject({
  kind: v.picklist(["held", "answered"]),
  sides: conflictId,
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
});

export const unitSchema: v.GenericSchema<unknown, Unit> = v.strictObject({
  unitId,
  rom: v.strictObject({
    romId,
    platformSlug: text,
    platformFolder: v.exactOptional(text),
    fsName: text,
  }),
  slot,
  location: saveLocation,
  isTracked: v.boolean(),
  baseline: v.nullable(baseline),
  seen: seenRows,
  marks,
  postponed: v.nullable(conflictId),
  brake: v.exactOptional(brake),
});

export const shortcutSchema: v.GenericSchema<unknown, RegisteredShortcut> = v.strictObject({
  appId,
  name: text,
  unitId,
  launch: v.nullable(v.strictObject({ exe: text, startDir: text, options: text })),
  registeredAtMs: timeMs,
  steamUser: v.exactOptional(text),
});

const playStatus = v.picklist([
  "incomplete",
  "finished",
  "completed_100",
  "retired",
  "never_playing",
] satisfies PlayStatus[]);

const romStatus: v.GenericSchema<unknown, RomStatusMemory> = v.strictObject({
  raId: v.pipe(v.number(), v.safeInteger()),
  written: v.nullable(playStatus),
  sent: v.nullable(playStatus),
});

const statusChange: v.GenericSchema<unknown, StatusChange> = v.strictObject({
  romId,
  name: text,
  from: v.nullable(text),
  to: playStatus,
  atMs: timeMs,
});

export const playStatusSchema: v.GenericSchema<unknown, PlayStatusMemory> = v.strictObject({
  lastRunAtMs: v.nullable(timeMs),
  roms: v.record(text, romStatus),
  lastChanges: v.array(statusChange),
});

const accountEntries = {
  origin: name,
  username: text,
  deviceId: v.nullable(deviceId),
  deviceName: text,
  serverVersion: text,
  isPaused: v.exactOptional(v.literal(true)),
  clearedAtMs: v.nullable(timeMs),
};

/** An account without its large parts, which are encoded piece by piece. */
export const accountHeadSchema = v.strictObject(accountEntries);

export const accountSchema: v.GenericSchema<unknown, AccountState> = v.strictObject({
  ...accountEntries,
  // Files that were written before play statuses were remembered have none.
  playStatus: v.exactOptional(playStatusSchema),
  shortcut_registry: v.record(text, shortcutSchema),
  units: v.record(text, unitSchema),
});

export const pathWriterSchema: v.GenericSchema<unknown, PathWriter> = v.strictObject({
  accountId,
  slot,
  sha256,
  isMixed: v.exactOptional(v.literal(true)),
});

import * as v from "valibot";
import type {
  AccountState,
  PathWriter,
  PlayStatusMemory,
  RegisteredShortcut,
  RomStatusMemory,
  StatusChange,
} from "../../core/state.ts";
import type { PlayStatus } from "../../core/vocabulary.ts";
import { unitSchema } from "./unit.ts";
import { accountId, appId, deviceId, name, romId, sha256, slot, text, timeMs, unitId } from "./words.ts";

/*
 * Law: version 3 of `state.json` is exactly this. A shape that changes gets a new version and a migration; a file of
 * version 3 would otherwise be taken for damaged by one side of an update. `test/documents/samples` holds some of each.
 */

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

/** An account without its units, as every version has it. */
export const accountRestEntries = {
  ...accountEntries,
  // Files that were written before play statuses were remembered have none.
  playStatus: v.exactOptional(playStatusSchema),
  shortcut_registry: v.record(text, shortcutSchema),
};

export const accountSchema: v.GenericSchema<unknown, AccountState> = v.strictObject({
  ...accountRestEntries,
  units: v.record(text, unitSchema),
});

export const pathWriterSchema: v.GenericSchema<unknown, PathWriter> = v.strictObject({
  accountId,
  slot,
  sha256,
  isMixed: v.exactOptional(v.literal(true)),
});

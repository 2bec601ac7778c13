import * as v from "valibot";
import type {
  AppId,
  ConflictId,
  DeviceId,
  LaunchCommand,
  RomId,
  SaveId,
  SaveLocation,
  Slot,
  SteamShortcut,
  UnitId,
} from "../../core/vocabulary.ts";

/** The domain's words as a caller may write them. What is stored could otherwise match nothing for ever. */

/** Half of a surrogate pair names no file and no slot, and NUL ends a path; both are refused. */
export function text(longest: number) {
  return v.pipe(
    v.string(),
    v.maxLength(longest),
    v.check((value) => value.isWellFormed() && !value.includes("\0"), "is no text"),
  );
}

export function someText(longest: number) {
  return v.pipe(text(longest), v.regex(/\S/, "is empty"));
}

/** For people to read: what is not well-formed is replaced. */
export const label = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.transform((value) => value.toWellFormed()),
);

/** What a person wrote or pasted somewhere, such as a browser's address with all that a sign-in adds to it. */
export const typed = v.pipe(
  v.string(),
  v.maxLength(10_000),
  v.transform((value) => value.toWellFormed()),
);

const longestPath = 4_096;

/** Steam's API tells the 32 bits as a signed number in places; its own games are below 2^31. */
export const appId = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(-(2 ** 31)),
  v.maxValue(2 ** 32 - 1),
  v.transform((id) => id >>> 0),
  v.minValue(2 ** 31, "is no shortcut's: Steam's own games are not synced"),
  v.transform((id) => id as AppId),
);

export const romId = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.transform((id) => id as RomId),
);

export const saveId = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.transform((id) => id as SaveId),
);

export const deviceId = v.pipe(
  someText(200),
  v.transform((id) => id as DeviceId),
);

export const unitId = v.pipe(
  someText(10_000),
  v.transform((id) => id as UnitId),
);

export const conflictId = v.pipe(
  someText(10_000),
  v.transform((id) => id as ConflictId),
);

/** Of a line of the activity. */
export const lineId = someText(200);

/** As long as RomM's column. */
export const slot = v.pipe(
  someText(255),
  v.transform((name) => name as Slot),
);

export const path = someText(longestPath);

const fileName = someText(255);

const everywhere = {
  emulator: text(100),
  travelsAs: v.exactOptional(fileName),
  deviceParts: v.exactOptional(v.pipe(v.array(fileName), v.maxLength(100))),
  isWholeCard: v.exactOptional(v.literal(true)),
};

const stemMatch = v.object({
  stem: fileName,
  extensions: v.pipe(v.array(someText(100)), v.minLength(1), v.maxLength(100)),
});

const globMatch = v.object({ glob: fileName, not: v.exactOptional(fileName) });

/** Whether a shape can be synced yet, the registry says. */
export const saveLocation: v.GenericSchema<unknown, SaveLocation> = v.variant("kind", [
  v.object({ kind: v.literal("file"), path, ...everywhere }),
  v.object({
    kind: v.literal("files"),
    folder: path,
    match: v.union([stemMatch, globMatch]),
    ...everywhere,
  }),
  v.object({ kind: v.literal("folder"), path, beside: v.exactOptional(fileName), ...everywhere }),
  v.object({ kind: v.literal("folders"), parent: path, prefix: fileName, ...everywhere }),
]);

/** Whatever Steam lets a player type. */
const longestCommand = 32_768;

export const launchCommand: v.GenericSchema<unknown, LaunchCommand> = v.object({
  exe: text(longestCommand),
  startDir: text(longestCommand),
  options: text(longestCommand),
});

export const steamUser = v.exactOptional(text(100));

export const steamShortcut: v.GenericSchema<unknown, SteamShortcut> = v.object({
  appId,
  name: label,
  launch: launchCommand,
  steamUser,
});

/** More than any player has; one call is at most a mebibyte on its way through Decky. */
export function listOf<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(v.array(schema), v.maxLength(100_000));
}

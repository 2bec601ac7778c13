import * as v from "valibot";
import { RommError } from "../core/romm-error.ts";
import type { ContentHash, DeviceId, RomId, SaveId, Slot, UserId } from "../core/vocabulary.ts";

/** Reads an answer by its schema; unknown keys are tolerated, anything else wrong is `malformed`. Tells no values. */
export function decode<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
  json: unknown,
  task: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? "the whole answer";
  throw new RommError(
    "malformed",
    `Could not ${task}: the answer is not as RomM sends it (${place}: ${issue.expected ?? issue.type} expected). ` +
      "Check that the address leads to RomM itself, and that Savepoint is up to date.",
  );
}

/** An id of RomM's database. */
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const romId = v.pipe(
  positive,
  v.transform((id) => id as RomId),
);
export const saveId = v.pipe(
  positive,
  v.transform((id) => id as SaveId),
);
export const userId = v.pipe(
  positive,
  v.transform((id) => id as UserId),
);
export const deviceId = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform((id) => id as DeviceId),
);
/** The empty slot is one that cannot be written to: an archive entry like null. */
export const slotOrArchive = v.pipe(
  v.nullish(v.string(), null),
  v.transform((slot) => (slot === null || slot === "" ? null : (slot as Slot))),
);
export const contentHash = v.pipe(
  v.nullish(v.string(), null),
  v.check((hash) => hash === null || /^([0-9a-f]{32})?$/i.test(hash), "not an MD5"),
  v.transform((hash) => (hash === null || hash === "" ? null : (hash.toLowerCase() as ContentHash))),
);
export const sizeBytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const textOrNull = v.nullish(v.string(), null);

/**
 * Milliseconds of a whole second. RomM's dates are UTC, with an offset or (MariaDB) without one; fractions are cut
 * off, since MariaDB drops them between the answer to an upload and the next listing.
 */
export const time = v.pipe(
  v.string(),
  v.transform(parseTime),
  v.check((ms) => !Number.isNaN(ms), "not a date"),
);

const isoDate = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

function parseTime(text: string): number {
  const [, day, clock = "", offset = "Z"] = isoDate.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const zone = /^z$/i.test(offset)
    ? "Z"
    : offset.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, h, m) => `${h}:${m ?? "00"}`);
  return Date.parse(`${day}T${clock.length === 5 ? `${clock}:00` : clock}${zone}`);
}

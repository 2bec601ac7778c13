import * as v from "valibot";

/** A value would not be read back as what it is: a defect, found before it reaches the disk. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Bytes of JSON, in order. */
export type Chunks = Uint8Array[];

/** Members of an object, each with a comma before it. */
export type Members = Chunks;

/**
 * Encodes large records of small values: the bytes of what was encoded before are not made again. That is right only
 * while values are never changed in place, so each is frozen when it is first seen.
 */
export function createPieces() {
  const pieces = new WeakMap<object, { key: string; bytes: Uint8Array }>();
  const records = new WeakMap<object, Members>();

  function piece<T extends object>(schema: v.GenericSchema<unknown, T>, key: string, value: T): Uint8Array {
    const known = pieces.get(value);
    if (known?.key === key) return known.bytes;
    const bytes = Buffer.from(`,${JSON.stringify(key)}:${checkedJson(schema, value, key)}`);
    pieces.set(freeze(value), { key, bytes });
    return bytes;
  }

  return {
    members<T extends object>(schema: v.GenericSchema<unknown, T>, record: Record<string, T>): Members {
      const known = records.get(record);
      if (known) return known;
      const members: Members = [];
      for (const key of Object.keys(record)) {
        const value = record[key];
        if (value !== undefined) members.push(piece(schema, key, value));
      }
      records.set(Object.freeze(record), members);
      return members;
    },
  };
}

/** JSON text that the schema accepts; throws `ShapeError` with the place, never with the value. */
export function checkedJson(schema: v.GenericSchema, value: unknown, key: string): string {
  const text = JSON.stringify(value);
  const result = v.safeParse(schema, JSON.parse(text));
  if (result.success) return text;
  const place = v.getDotPath(result.issues[0]) ?? "";
  throw new ShapeError(`What is to be saved at ${key} ${place} does not have its shape.`);
}

/** The members of an object's JSON text. */
export function membersOf(objectText: string): Members {
  return objectText === "{}" ? [] : [Buffer.from(`,${objectText.slice(1, -1)}`)];
}

/** One member. */
export function named(key: string, value: Chunks): Members {
  return [Buffer.from(`,${JSON.stringify(key)}:`), ...value];
}

/** An object of these members, in order. */
export function objectOf(members: Members[]): Chunks {
  const [first, ...others] = members.flat();
  return first ? [opening, first.subarray(1), ...others, closing] : [opening, closing];
}

const opening = Buffer.from("{");
const closing = Buffer.from("}");

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) freeze(inner);
  }
  return Object.freeze(value);
}

import * as v from "valibot";
import { fromFormat1Location } from "../core/formats/from-format-1.ts";
import type { SaveLocation } from "../core/vocabulary.ts";

const everywhere = {
  emulator: v.string(),
  travelsAs: v.exactOptional(v.string()),
  deviceParts: v.exactOptional(v.array(v.string())),
  isWholeCard: v.exactOptional(v.literal(true)),
};

/** Labels stay for years: how their first ones told of a set is read for ever. */
const olderSet = v.pipe(
  v.object({
    kind: v.literal("files"),
    folder: v.string(),
    stem: v.string(),
    extensions: v.array(v.string()),
    emulator: v.string(),
  }),
  v.transform((set): SaveLocation => fromFormat1Location(set)),
);

const stemMatch = v.object({ stem: v.string(), extensions: v.array(v.string()) });
const globMatch = v.object({ glob: v.string(), not: v.exactOptional(v.string()) });

/** Where a kept copy's save was. */
export const labelLocation: v.GenericSchema<unknown, SaveLocation> = v.union([
  v.object({ kind: v.literal("file"), path: v.string(), ...everywhere }),
  v.object({
    kind: v.literal("files"),
    folder: v.string(),
    match: v.union([stemMatch, globMatch]),
    ...everywhere,
  }),
  olderSet,
  v.object({
    kind: v.literal("folder"),
    path: v.string(),
    beside: v.exactOptional(v.string()),
    ...everywhere,
  }),
  v.object({ kind: v.literal("folders"), parent: v.string(), prefix: v.string(), ...everywhere }),
]);

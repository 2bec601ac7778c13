import * as v from "valibot";
import shipped from "../../../../defaults/retroarch-cores.json" with { type: "json" };
import { lazily } from "../../../core/lazily.ts";

const words = v.array(v.pipe(v.string(), v.nonEmpty()));
const extensions = v.array(v.pipe(v.string(), v.startsWith(".")));

/** What a core keeps of one game, and on which conditions. */
const saveRule = v.strictObject({
  /** Core options and the values of which one must be set; null: it is not set at all. */
  when: v.optional(v.record(v.string(), v.array(v.nullable(v.string()))), {}),
  /** The rom's extension. */
  on: v.optional(extensions),
  noton: v.optional(extensions),
  root: v.optional(v.picklist(["saves", "system", "content"]), "saves"),
  /** Below the root. */
  folder: v.optional(v.string()),
  /** A set with the rom's stem. */
  extensions: v.optional(extensions),
  /** Files by name. */
  names: v.optional(words),
  glob: v.optional(v.string()),
  /** One folder below the root. */
  path: v.optional(v.string()),
  beside: v.optional(v.string()),
  /** Folders that begin so. */
  prefix: v.optional(v.string()),
  /** The game's id that the name needs. */
  id: v.optional(v.string()),
  shared: v.optional(v.picklist(["memory-card"])),
  none: v.optional(v.picklist(["inside-rom", "keeps-no-saves"])),
  /** What would give the game a save of its own. */
  setting: v.optional(v.strictObject({ name: v.string(), value: v.string() })),
  isGuess: v.optional(v.boolean(), false),
});

export type CoreSaveRule = v.InferOutput<typeof saveRule>;

const coreSchema = v.strictObject({
  core: v.string(),
  /** What the core says that it is called, after which RetroArch sorts and overrides. */
  library: v.string(),
  /** The library name was not read from the core itself. */
  isNameGuess: v.optional(v.boolean(), false),
  saves: v.array(saveRule),
  source: v.string(),
});

export type RetroarchCore = v.InferOutput<typeof coreSchema>;

const tableSchema = v.strictObject({ about: v.string(), cores: v.array(coreSchema) });
export const retroarchCores = lazily((): RetroarchCore[] => v.parse(tableSchema, shipped).cores);

const byName = lazily(() => new Map(retroarchCores().map((core) => [core.core.toLowerCase(), core])));

/** By its file's name without `_libretro.so`; null: not known. */
export function coreOf(name: string): RetroarchCore | null {
  return byName().get(name.toLowerCase()) ?? null;
}

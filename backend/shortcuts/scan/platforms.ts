import * as v from "valibot";
import shipped from "../../../defaults/platforms.json" with { type: "json" };
import { lazily } from "../../core/lazily.ts";
import { type PlatformKin, type PlatformTable, platformWord } from "../../core/match/where.ts";

const word = v.pipe(v.string(), v.nonEmpty());
const slugs = v.array(word);
const bySlugs = v.record(word, slugs);
const sources = v.array(word);

/** `source` says where a line was read, for whoever has to correct it. */
const schema = v.strictObject({
  about: v.string(),
  rules: v.array(v.strictObject({ rule: v.string(), source: v.string() })),
  platforms: v.array(
    v.strictObject({
      folder: word,
      name: word,
      slugs,
      related: v.optional(slugs, []),
      aliases: v.optional(v.array(word), []),
      source: sources,
    }),
  ),
  extensions: bySlugs,
  extensionsSource: sources,
  cores: bySlugs,
  coresSource: sources,
  emulators: bySlugs,
  emulatorsSource: sources,
});

/** `defaults/platforms.json`, which is the one place to correct it. */
export const platformTable = lazily((): PlatformTable => readTable(v.parse(schema, shipped)));

/** A folder's own name goes before what others are called beside it. */
function readTable(table: v.InferOutput<typeof schema>): PlatformTable {
  const folders = new Map<string, PlatformKin>();
  for (const { folder, slugs, related } of table.platforms)
    folders.set(platformWord(folder), { slugs, related });
  for (const { name, aliases, slugs, related } of table.platforms)
    for (const alias of [...aliases, name]) {
      if (!folders.has(platformWord(alias))) folders.set(platformWord(alias), { slugs, related });
    }
  return {
    folders,
    extensions: new Map(Object.entries(table.extensions)),
    cores: new Map(Object.entries(table.cores)),
    emulators: new Map(Object.entries(table.emulators)),
  };
}

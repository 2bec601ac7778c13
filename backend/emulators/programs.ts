import * as v from "valibot";
import shipped from "../../defaults/programs.json" with { type: "json" };

const words = v.array(v.pipe(v.string(), v.nonEmpty()));

/** A program that starts the one named behind it. */
const wrapperSchema = v.strictObject({
  names: words,
  /** Its options that take the next word. */
  valueOptions: v.optional(words, []),
  /** How many words of its own stand before the program: one for `taskset 0xff retroarch`. */
  positionals: v.optional(v.number(), 0),
  /** Words of its own, if they are there: `run`, `enter`. */
  verbs: v.optional(words, []),
  /** Everything up to `--` is its own. */
  fromSeparator: v.optional(v.boolean(), false),
});

export type Wrapper = v.InferOutput<typeof wrapperSchema>;

const schema = v.strictObject({
  about: v.string(),
  wrappers: v.array(wrapperSchema),
  /** Programs that show in the process table with what they run behind them. */
  interpreters: words,
  shells: words,
  /** Programs that scripts call beside what they are for. */
  asides: words,
  launcherPrograms: words,
  /** Ids of Flatpaks, or their beginnings. */
  launcherFlatpaks: words,
  openers: words,
});

const { wrappers, interpreters, shells, asides, launcherPrograms, launcherFlatpaks, openers } = v.parse(
  schema,
  shipped,
);
const wrappersByName = new Map(wrappers.flatMap((wrapper) => wrapper.names.map((name) => [name, wrapper])));
const shellNames = new Set(shells);
const interpreterNames = new Set(interpreters);
const asideNames = new Set(asides);
const launcherNames = new Set(launcherPrograms);
const openerNames = new Set(openers);

/** Names are lower case and without a folder. */
export const wrapperOf = (name: string): Wrapper | null => wrappersByName.get(name) ?? null;
export const isInterpreter = (name: string): boolean => interpreterNames.has(name);
export const isShell = (name: string): boolean => shellNames.has(name);
export const isAside = (name: string): boolean => asideNames.has(name);
export const isOpener = (name: string): boolean => openerNames.has(name);

/** Stores, browsers, streaming clients, front ends: what may start games, but none that we could know. */
export function isLauncher(name: string): boolean {
  return launcherNames.has(name.replace(/\.(sh|exe|appimage|lnk|desktop|bin)$/, ""));
}

export function isLauncherFlatpak(id: string): boolean {
  return launcherFlatpaks.some((beginning) => id.startsWith(beginning));
}

import * as v from "valibot";
import shipped from "../../../../defaults/save-places.json" with { type: "json" };
import { lazily } from "../../../core/lazily.ts";

const text = v.pipe(v.string(), v.nonEmpty());
const extensions = v.array(v.pipe(v.string(), v.startsWith(".")));
const roots = v.strictObject({ config: v.optional(text), data: v.optional(text) });
const install = v.picklist(["native", "appimage", "flatpak", "emudeck", "retrodeck", "steam"]);

/** Where a value comes from; of several sources the first that has one counts. */
const sourceSchema = v.variant("from", [
  v.strictObject({
    from: v.literal("setting"),
    name: text,
    /** `folder`: a path; `standing-folder`: one that is passed over unless it is there. */
    as: v.optional(v.picklist(["text", "folder", "standing-folder"]), "text"),
    /** Where a path that is not whole begins. */
    below: v.optional(text),
    /** An end of the path that does not count. */
    without: v.optional(
      v.pipe(
        text,
        v.transform((pattern) => new RegExp(pattern)),
      ),
    ),
    /** What stands for another path in it: `$(EmulatorDir)`. */
    standsFor: v.optional(v.strictObject({ word: text, value: text })),
    /** Other settings and what each may be for it to count; null: it is not set. */
    where: v.optional(v.record(text, v.array(v.nullable(v.string()))), {}),
  }),
  v.strictObject({ from: v.literal("command"), what: v.picklist(["data-folder", "user"]) }),
  v.strictObject({ from: v.literal("text"), text: v.string() }),
  v.strictObject({ from: v.literal("path"), path: text }),
]);

export type ValueSource = v.InferOutput<typeof sourceSchema>;

/** A part of the path that only a look at the Deck tells: a number or a profile that the emulator made. */
const findSchema = v.strictObject({
  name: text,
  below: text,
  /** What such folders are called. */
  like: v.pipe(
    text,
    v.transform((pattern) => new RegExp(pattern, "i")),
  ),
  /** A file in it that begins with the game's id, its lowest byte first. */
  holding: v.optional(text),
  /** Where there is none yet. */
  usual: v.optional(text),
});

export type FindRule = v.InferOutput<typeof findSchema>;

const placeSchema = v.strictObject({
  /** Values and what each may be; null: it has none. */
  when: v.optional(v.record(text, v.array(v.nullable(v.string()))), {}),
  /** Only where these paths are known. */
  needs: v.optional(v.array(text), []),
  /** Only if such a thing stands there. */
  standing: v.optional(v.strictObject({ path: text, as: v.picklist(["file", "folder"]) })),
  on: v.optional(extensions),
  /** The ids that its name needs, by system. */
  id: v.optional(text),
  find: v.optional(findSchema),
  file: v.optional(text),
  folder: v.optional(text),
  /** In `folder`: files of which this is a pattern. */
  glob: v.optional(text),
  /** In `folder`: the rom's stem with one of these. */
  extensions: v.optional(extensions),
  /** In `folder`: folders that begin so. */
  prefix: v.optional(text),
  beside: v.optional(text),
  travelsAs: v.optional(text),
  /** Values that differ from device to device. */
  deviceParts: v.optional(v.array(text), []),
  shared: v.optional(v.picklist(["memory-card"])),
  none: v.optional(v.picklist(["inside-rom", "keeps-no-saves", "disk-image", "not-saved-yet"])),
  setting: v.optional(v.strictObject({ name: v.string(), value: v.string() })),
  /** A candidate at most, and only where something stands there. */
  isGuess: v.optional(v.boolean(), false),
});

export type PlaceRule = v.InferOutput<typeof placeSchema>;

const emulatorSchema = v.strictObject({
  emulators: v.array(text),
  /** Installations for which it was read in the emulator's source or its packer's scripts. */
  verified: v.array(install),
  /** Others: their places are candidates. */
  unverified: v.optional(v.array(install), []),
  /** The Flatpak that is meant where the command names none. */
  flatpak: v.optional(text),
  /** What EmuDeck's script starts. */
  emudeck: v.optional(v.picklist(["native", "flatpak"]), "native"),
  roots: v.optional(roots, {}),
  /** Where they are others. */
  rootsIn: v.optional(v.record(install, roots), {}),
  /** Something beside the program that moves the roots when it is there. */
  portable: v.optional(v.array(v.strictObject({ marker: text, ...roots.entries })), []),
  /** Roots by the folder that the command names. */
  movedRoots: v.optional(roots),
  /** The first that is there counts. */
  settings: v.optional(
    v.array(
      v.strictObject({
        file: text,
        format: v.picklist(["ini", "toml", "xml", "yaml", "json", "bml", "mame", "shell"]),
      }),
    ),
    [],
  ),
  values: v.optional(v.record(text, v.array(sourceSchema)), {}),
  places: v.array(placeSchema),
  source: text,
});

export type SavePlaces = v.InferOutput<typeof emulatorSchema>;

const tableSchema = v.strictObject({ about: text, emulators: v.array(emulatorSchema) });
export const savePlaces = lazily((): SavePlaces[] => v.parse(tableSchema, shipped).emulators);

/** Null: nothing is known of where it saves. */
export function savePlacesOf(emulator: string): SavePlaces | null {
  return savePlaces().find(({ emulators }) => emulators.includes(emulator)) ?? null;
}

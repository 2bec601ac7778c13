import type { SaveLocation } from "../vocabulary.ts";
import { type GlobLocation, globFiles } from "./glob.ts";
import { type SetLocation, set } from "./set.ts";
import type { Shape } from "./shape.ts";

type Files = Extract<SaveLocation, { kind: "files" }>;

/** Several files of one folder: one stem with some extensions, or whatever a pattern finds. */
export function filesShapeOf(location: Files): Shape<Files> {
  return (sortFiles(location).by === "glob" ? globFiles : set) as Shape<Files>;
}

/** By which of the two rules. */
export function sortFiles({
  match,
  ...place
}: Files): { by: "glob"; location: GlobLocation } | { by: "stem"; location: SetLocation } {
  return "glob" in match
    ? { by: "glob", location: { ...place, match } }
    : { by: "stem", location: { ...place, match } };
}

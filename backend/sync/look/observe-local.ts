import { sortFiles } from "../../core/shapes/files.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import { FileError } from "../../machine/disk.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import { observeFile } from "./observe-file.ts";
import { observeSet } from "./observe-set.ts";
import { observeFolder, observeFolders, observeGlob } from "./observe-tree.ts";
import { type LocalDeps, type ObservedLocal, type Observer, unavailable } from "./observed-local.ts";

const observeFiles: Observer<"files"> = (deps, unit, signal) => {
  const sorted = sortFiles(unit.location);
  return sorted.by === "glob"
    ? observeGlob(deps, { ...unit, location: sorted.location }, signal)
    : observeSet(deps, { ...unit, location: sorted.location }, signal);
};

/** Total, like `core/shapes`: what a shape means on a disk. */
const observers: { [Kind in SaveLocation["kind"]]: Observer<Kind> } = {
  file: observeFile,
  files: observeFiles,
  folder: observeFolder,
  folders: observeFolders,
};

/** The unit's files now, hashed as they travel. Absent only if proven so in a folder that can be read. */
export async function observeLocal(
  deps: LocalDeps,
  unit: Parameters<Observer<SaveLocation["kind"]>>[1],
  signal: AbortSignal,
): Promise<ObservedLocal> {
  const observe = observers[unit.location.kind] as Observer<SaveLocation["kind"]>;
  try {
    const seen = await observe(deps, unit, signal);
    const trouble = await deps.placeTrouble?.(unit, seen.local.kind === "absent");
    return trouble ? unavailable(trouble) : seen;
  } catch (error) {
    if (error instanceof FileError) return unavailable(error.message);
    throw error;
  }
}

/** For what is only shown: a set that is being written reads as not to be had now. */
export async function observeToShow(...p: Parameters<typeof observeLocal>): Promise<ObservedLocal> {
  try {
    return await observeLocal(...p);
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return unavailable(error.message);
    throw error;
  }
}

import { nameOf, parentOf } from "../../core/paths.ts";
import { findFolder } from "./beginning.ts";
import {
  type LocalDeps,
  missingFolder,
  type ObservedLocal,
  type Observer,
  unavailable,
} from "./observed-local.ts";

/** One file; a link is followed, and the save is where it leads. */
export const observeFile: Observer<"file"> = async (deps, unit, signal) => {
  const { location } = unit;
  const realPath = await deps.disk.realPath(location.path);
  if (realPath === null) return await observeAbsent(deps, unit);
  const stat = await deps.disk.stat(realPath);
  if (stat === null) return unavailable("The save file vanished while it was looked at.");
  if (stat.kind !== "file") return unavailable(`Not a file: ${realPath}`);
  const hashed = await deps.hashFile(realPath, signal, stat);
  if (hashed === null) return unavailable("The save file vanished while it was read.");
  return {
    local: { kind: "present", modifiedAtMs: stat.modifiedAtMs, members: [], ...hashed },
    realPath,
    files: new Map([[realPath, hashed.sha256]]),
  };
};

async function observeAbsent(
  { disk }: LocalDeps,
  unit: Parameters<Observer<"file">>[1],
): Promise<ObservedLocal> {
  const { path } = unit.location;
  const folder = await findFolder(disk, unit, parentOf(path));
  if (folder === null) return missingFolder(parentOf(path));
  const names = (await disk.list(folder)) ?? [];
  const name = nameOf(path);
  if (names.includes(name)) return unavailable(`A link that leads nowhere: ${path}`);
  const realPath = `${folder === "/" ? "" : folder}/${name}`;
  return { local: { kind: "absent" }, realPath, files: new Map() };
}

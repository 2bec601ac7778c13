import { nameOf, parentOf } from "../../core/paths.ts";
import { type LocalDeps, type LocalSight, missingFolder, type Observer, unavailable } from "./local-sight.ts";

/** One file; a link is followed, and the save is where it leads. */
export const observeFile: Observer<"file"> = async (deps, { location }, signal) => {
  const realPath = await deps.disk.realPath(location.path);
  if (realPath === null) return await observeAbsent(deps, location.path);
  const stat = await deps.disk.stat(realPath);
  if (stat === null) return unavailable("The save file vanished while it was looked at.");
  if (stat.kind !== "file") return unavailable(`Not a file: ${realPath}`);
  const hashed = await deps.hashFile(realPath, signal);
  if (hashed === null) return unavailable("The save file vanished while it was read.");
  return {
    local: { kind: "present", modifiedAtMs: stat.modifiedAtMs, members: [], ...hashed },
    realPath,
    files: new Map([[realPath, hashed.sha256]]),
  };
};

async function observeAbsent({ disk }: LocalDeps, path: string): Promise<LocalSight> {
  const folder = await disk.realPath(parentOf(path));
  const names = folder === null ? null : await disk.list(folder);
  if (folder === null || names === null) return missingFolder(parentOf(path));
  const name = nameOf(path);
  if (names.includes(name)) return unavailable(`A link that leads nowhere: ${path}`);
  const realPath = `${folder === "/" ? "" : folder}/${name}`;
  return { local: { kind: "absent" }, realPath, files: new Map() };
}

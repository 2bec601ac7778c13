import { joinPath, nameOf, parentOf } from "../../core/paths.ts";
import type { Body } from "../../core/save-formats/body.ts";
import { withoutDeviceParts } from "../../core/shapes/device-parts.ts";
import { keyBeside, rootKey } from "../../core/shapes/folder.ts";
import { inOrder } from "../../core/shapes/folder-names.ts";
import { type GlobLocation, isMatched } from "../../core/shapes/glob.ts";
import { nameOfPlace, ownsName, pack, shapeOf } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import type { FolderEntry } from "../../machine/disk.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import { walkFolder } from "../../work/walk-folder.ts";
import { findFolder } from "./beginning.ts";
import {
  hashPacked,
  type LocalDeps,
  missingFolder,
  type ObservedLocal,
  type Observer,
  unavailable,
} from "./observed-local.ts";

/** All that stands below one folder, and what lies beside it. */
export const observeFolder: Observer<"folder"> = async (deps, unit, signal) => {
  const { disk } = deps;
  const { path, deviceParts } = unit.location;
  const real = await disk.realPath(path);
  const parent = real === null ? await findFolder(disk, unit, parentOf(path)) : parentOf(real);
  if (parent === null) return missingFolder(parentOf(path));
  const root = real ?? joinPath(parent, nameOf(path));
  const around = (await disk.entries(parent)) ?? [];
  if (real === null && around.some(({ name }) => name === nameOf(root)))
    return unavailable(`A link that leads nowhere: ${path}`);
  const location = { ...unit.location, path: root };
  const beside = around.find(({ name }) => name === location.beside);
  if (beside && beside.kind !== "file") return unavailable(`Not a file: ${joinPath(parent, beside.name)}`);
  const walk = real === null ? null : await walkFolder(disk, root);
  if (real !== null && walk === null) return unavailable(`Not a folder: ${root}`);
  if (walk?.trouble) return unavailable(walk.trouble);
  const below = [...(walk?.files ?? []), ...(walk?.emptyFolders ?? [])];
  const keys = below.map((name) => (name === "" ? rootKey : withoutDeviceParts(name, deviceParts)));
  if (beside) keys.push(keyBeside(beside.name));
  return await observeKeys(deps, { ...unit, location }, { keys, around }, signal);
};

/** Every folder that belongs to the game by its name. */
export const observeFolders: Observer<"folders"> = async (deps, unit, signal) => {
  const { disk } = deps;
  const { deviceParts } = unit.location;
  const parent = await findFolder(disk, unit, unit.location.parent);
  if (parent === null) return missingFolder(unit.location.parent);
  const around = (await disk.entries(parent)) ?? [];
  const ofGame = around.filter(({ name }) => ownsName(unit.location, name));
  const link = ofGame.find(({ kind }) => kind === "link" || kind === "other");
  if (link) return unavailable(`Not a folder of the emulator's own: ${joinPath(parent, link.name)}`);
  const keys: string[] = [];
  for (const { name } of ofGame.filter(({ kind }) => kind === "folder")) {
    const walk = await walkFolder(disk, joinPath(parent, name));
    if (walk?.trouble) return unavailable(walk.trouble);
    const below = [...(walk?.files ?? []), ...(walk?.emptyFolders ?? [])];
    keys.push(...below.map((file) => withoutDeviceParts(`${name}/${file}`, deviceParts)));
  }
  return await observeKeys(
    deps,
    { ...unit, location: { ...unit.location, parent } },
    { keys, around },
    signal,
  );
};

/** Every file that the pattern finds. */
export async function observeGlob(
  deps: LocalDeps,
  unit: Parameters<Observer<"files">>[1] & { location: GlobLocation },
  signal: AbortSignal,
): Promise<ObservedLocal> {
  const folder = await findFolder(deps.disk, unit, unit.location.folder);
  if (folder === null) return missingFolder(unit.location.folder);
  const around = (await deps.disk.entries(folder)) ?? [];
  const ofGame = around.filter(({ name }) => isMatched(unit.location, name));
  const noFile = ofGame.find(({ kind }) => kind !== "file");
  if (noFile) return unavailable(`Not a file: ${joinPath(folder, noFile.name)}`);
  const keys = ofGame.map(({ name }) => name);
  return await observeKeys(
    deps,
    { ...unit, location: { ...unit.location, folder } },
    { keys, around },
    signal,
  );
}

type Placed = Pick<Parameters<Observer<SaveLocation["kind"]>>[1], "rom"> & { location: SaveLocation };

/** `around`: what stands where the save stands, and where our own temporary files would. */
async function observeKeys(
  deps: LocalDeps,
  unit: Placed,
  { keys, around }: { keys: string[]; around: FolderEntry[] },
  signal: AbortSignal,
): Promise<ObservedLocal> {
  const { location } = unit;
  const realPath = nameOfPlace(location);
  const staged = nameOf(stagedPrefix(realPath));
  const leftovers = around.map(({ name }) => name).filter((name) => name.startsWith(staged));
  if (keys.length === 0) return { local: { kind: "absent" }, realPath, files: new Map(), leftovers };
  const folded = new Set(keys.map((key) => key.normalize("NFC").toLowerCase()));
  if (folded.size < keys.length)
    return unavailable(`Two files of it differ by upper and lower case alone: ${realPath}`);
  const members = inOrder(keys);
  const packed = pack(unit, members);
  const read = await hashPacked(deps, packed, signal);
  if (read === null) throw new ChangedMeanwhile(`Written while it was read: ${realPath}`);
  const { hashed, files } = read;
  const named = packed.members.map(({ name }) => ({ name, isBlank: hashed.isBlank }));
  const isBlank = shapeOf(location).isEmpty(named);
  const body: Body = { measure: {}, ...hashed.body, ...(isBlank && { isEmpty: true }) };
  const modifiedAtMs = await newestOf(
    deps,
    packed.members.map(({ path }) => path),
  );
  return {
    local: { kind: "present", modifiedAtMs, members, ...hashed, isBlank, body },
    realPath,
    files,
    leftovers,
  };
}

/** Only shown: one that vanishes meanwhile is as old as time. */
async function newestOf({ disk }: LocalDeps, paths: string[]): Promise<number> {
  let newestMs = 0;
  for (const path of paths) newestMs = Math.max(newestMs, (await disk.stat(path))?.modifiedAtMs ?? 0);
  return newestMs;
}

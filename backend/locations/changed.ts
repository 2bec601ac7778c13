import type { SaveCandidate } from "../contract/saves/place.ts";
import { extensionOf, joinPath, nameOf, parentOf } from "../core/paths.ts";
import { claimsOf, folderOfPlace, nameOfPlace } from "../core/shapes/shapes.ts";
import type { SaveLocation } from "../core/vocabulary.ts";
import { isRomExtension } from "../emulators/families.ts";
import { isAllowed } from "./find/deck/allowed.ts";
import type { DeckFiles } from "./find/deck/deck-files.ts";

/** What a player has to choose from, at most. */
const mostOffered = 10;
const mostNames = 20_000;
const deepest = 4;
const largestBytes = 64 * 1024 ** 2;

/** Settings, pictures, logs, snapshots of a machine: written while playing, and no saves. */
const otherFiles =
  /\.(?:cfg|ini|opt|conf|toml|xml|json|ya?ml|log|txt|png|jpe?g|webp|bmp|wav|tmp|lock|bak|old|db|lpl|qt-ini|state\d*|auto|ss\d|sst|p2s|cht|slangp|glslp|vdf)$/i;
const otherFolders =
  /^(?:\..*|states?|savestates?|cache.*|shaders?.*|logs?|screenshots?|thumbnails|textures?|config|cores|cheats|playlists|recordings?|dump)$/i;

export interface ChangedSearch {
  /** Where the save is, by the player's or our word, and was not written. */
  location: SaveLocation;
  /** What the emulators' settings name, whether it changed or not. */
  candidates: SaveCandidate[];
  /** The rom's own file; null: it has none. */
  romPath: string | null;
  /** As RomM calls the rom's file. */
  fsName: string;
  sinceMs: number;
  /** Where other games keep theirs. */
  taken: readonly SaveLocation[];
}

interface Changed {
  path: string;
  sizeBytes: number;
  atMs: number;
}

/**
 * What was written since around the place that was not, and around every place that settings name: files of the rom's name
 * first, then the newest. Nothing of other games, and no settings, pictures or states.
 */
export async function findChanged(files: DeckFiles, search: ChangedSearch): Promise<SaveCandidate[]> {
  const roots = await rootsOf(files, search);
  const found = new Map<string, Changed>();
  let left = mostNames;

  async function walk(folder: string, depth: number): Promise<void> {
    for (const name of await files.names(folder)) {
      if (left-- <= 0) return;
      const path = joinPath(folder, name);
      const stat = await files.stat(path);
      if (stat?.kind === "folder" && depth < deepest && !otherFolders.test(name)) await walk(path, depth + 1);
      const isSave = stat?.kind === "file" && stat.sizeBytes > 0 && stat.sizeBytes <= largestBytes;
      if (!isSave || stat.modifiedAtMs < search.sinceMs || isOther(name) || isTaken(path, search)) continue;
      found.set(path, { path, sizeBytes: stat.sizeBytes, atMs: stat.modifiedAtMs });
    }
  }

  for (const root of roots) await walk(root, 0);
  const groups = [...group([...found.values()], roots).values()].map((some) =>
    toCandidate(some, search, roots),
  );
  return groups.sort(byLikelihood(search)).slice(0, mostOffered);
}

const isOther = (name: string) =>
  name.startsWith(".") || otherFiles.test(name) || isRomExtension(extensionOf(name));

/** A folder above the place too: a flag that sorts saves moves them one folder up or down. */
async function rootsOf(
  files: DeckFiles,
  { location, candidates, romPath }: ChangedSearch,
): Promise<Set<string>> {
  const folders = [location, ...candidates.map((one) => one.location)].map(folderOfPlace);
  const all = [...folders, ...folders.map(parentOf), ...(romPath === null ? [] : [parentOf(romPath)])];
  const roots = new Set<string>();
  for (const folder of new Set(all)) {
    const isHome = folder === files.home || files.home.startsWith(`${folder}/`);
    if (!isHome && (await isAllowed(files, folder)) && (await files.kind(folder)) === "folder")
      roots.add(folder);
  }
  return roots;
}

/** What is another game's, is named already, or is the place itself. */
function isTaken(path: string, { location, candidates, taken }: ChangedSearch): boolean {
  const places = [location, ...candidates.map((one) => one.location), ...taken];
  return places.some((place) =>
    claimsOf(place).some((claim) =>
      claim.is === "prefix"
        ? path.startsWith(claim.path)
        : path === claim.path || path.startsWith(`${claim.path}/`),
    ),
  );
}

/** Files of one stem are one save; several names in a folder of their own are that folder. */
function group(changed: Changed[], roots: ReadonlySet<string>): Map<string, Changed[]> {
  const inFolder = Map.groupBy(changed, ({ path }) => parentOf(path));
  return Map.groupBy(changed, ({ path }) => {
    const folder = parentOf(path);
    const stems = new Set((inFolder.get(folder) ?? []).map((one) => stemOf(one.path)));
    return stems.size > 1 && !roots.has(folder) ? folder : joinPath(folder, stemOf(path));
  });
}

const stemOf = (path: string) => nameOf(path).slice(0, nameOf(path).length - extensionOf(path).length);

function toCandidate(
  some: Changed[],
  { location, candidates }: ChangedSearch,
  roots: ReadonlySet<string>,
): SaveCandidate {
  const { emulator } = location;
  return {
    ...{ location: placeOf(some, emulator, roots), emulator, install: candidates[0]?.install ?? "native" },
    ...{ why: "changed-while-playing", isCertain: false, shared: null },
    sizeBytes: some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    modifiedAtMs: Math.max(...some.map(({ atMs }) => atMs)),
  };
}

function placeOf(some: Changed[], emulator: string, roots: ReadonlySet<string>): SaveLocation {
  const paths = some.map(({ path }) => path);
  const [first = ""] = paths;
  if (paths.length === 1) return { kind: "file", path: first, emulator };
  const folder = parentOf(first);
  const stems = new Set(paths.map(stemOf));
  if (stems.size > 1 && !roots.has(folder)) return { kind: "folder", path: folder, emulator };
  return {
    kind: "files",
    folder,
    match: { stem: stemOf(first), extensions: paths.map(extensionOf) },
    emulator,
  };
}

function byLikelihood({ romPath, fsName }: ChangedSearch): (a: SaveCandidate, b: SaveCandidate) => number {
  const stems = [romPath ?? "", fsName]
    .map((name) => stemOf(name).toLowerCase())
    .filter((stem) => stem !== "");
  const isOfRom = ({ location }: SaveCandidate) => {
    const name = nameOf(nameOfPlace(location)).toLowerCase();
    return Number(stems.some((stem) => name.startsWith(stem) && !isInWord(name.charAt(stem.length))));
  };
  return (a, b) => isOfRom(b) - isOfRom(a) || (b.modifiedAtMs ?? 0) - (a.modifiedAtMs ?? 0);
}

const isInWord = (letter: string) => /[\p{L}\p{N}]/u.test(letter);

import type { RegisterError, ShortcutBinding } from "../contract/saves/shortcut.ts";
import { parentOf } from "../core/paths.ts";
import { claimsOf, nameOfPlace } from "../core/shapes/shapes.ts";
import type { AccountState } from "../core/state.ts";
import type { AppId, SaveLocation, UnitId } from "../core/vocabulary.ts";

/** What this device can tell of a place. */
export interface Places {
  /** Links resolved, as far as they lead. */
  resolve(path: string): Promise<string>;
  /** Null: a save can live there. */
  whyUnusable(save: SaveLocation): Promise<string | null>;
}

interface Place {
  unitId: UnitId;
  realPath: string;
  /** All that has a name that begins so is the unit's. */
  isPrefix: boolean;
  by: string;
}

/** What of several shortcuts the registry would take; null: all of it. */
export async function checkPlaces(
  places: Places,
  account: AccountState,
  wanted: Wanted[],
): Promise<RegisterError | null> {
  return (await refusalsOf(places, account, wanted)).find((refusal) => refusal !== null) ?? null;
}

export interface Wanted {
  binding: ShortcutBinding;
  unitId: UnitId;
}

/** A save file belongs to one rom and one slot; whatever would give it to two is refused. In their order; null: taken. */
export async function refusalsOf(
  places: Places,
  account: AccountState,
  wanted: Wanted[],
): Promise<(RegisterError | null)[]> {
  const taken = createPlaces();
  const rebound = new Set<AppId>(wanted.map(({ binding }) => binding.appId));
  for (const shortcut of Object.values(account.shortcut_registry)) {
    const unit = account.units[shortcut.unitId];
    if (!unit || rebound.has(shortcut.appId)) continue; // A shortcut that is bound anew gives its old place up.
    for (const { path, is } of claimsOf(unit.location)) {
      const realPath = await places.resolve(path);
      taken.add({ unitId: unit.unitId, realPath, isPrefix: is === "prefix", by: shortcut.name });
    }
  }
  const refusals: (RegisterError | null)[] = [];
  for (const one of wanted) refusals.push(await refusalOf(places, taken, one));
  return refusals;
}

/** Null: its places are taken from now on. */
async function refusalOf(
  { resolve, whyUnusable }: Places,
  taken: ReturnType<typeof createPlaces>,
  { binding, unitId }: Wanted,
): Promise<RegisterError | null> {
  const detail = await whyUnusable(binding.save);
  if (detail !== null) return { kind: "location-unusable", path: nameOfPlace(binding.save), detail };
  const found: Place[] = [];
  for (const { path, is } of claimsOf(binding.save)) {
    const realPath = await resolve(path);
    const place = { unitId, realPath, isPrefix: is === "prefix", by: binding.name };
    const clash = taken.findClash(place);
    if (clash) return { kind: "location-taken", path, by: clash.by };
    found.push(place);
  }
  for (const place of found) taken.add(place);
  return null;
}

/** Finds places that are equal to, inside, or around another in the time it takes to walk up a path. */
function createPlaces() {
  const byPath = new Map<string, Place>();
  const byFolderAbove = new Map<string, Place>();
  const prefixes: Place[] = [];
  // Cards fold upper and lower case, and forms of accents; two saves that differ by no more would be one file there.
  const folded = ({ realPath }: Place) => realPath.normalize("NFC").toLowerCase();
  return {
    add(place: Place): void {
      byPath.set(folded(place), place);
      if (place.isPrefix) prefixes.push(place);
      for (const folder of foldersAbove(folded(place))) byFolderAbove.set(folder, place);
    },
    /** Two shortcuts of one unit share its place. */
    findClash(wanted: Place): Place | null {
      const path = folded(wanted);
      const candidates = [byFolderAbove.get(path), byPath.get(path)];
      for (const folder of foldersAbove(path)) candidates.push(byPath.get(folder));
      candidates.push(...prefixes.filter((prefix) => path.startsWith(folded(prefix))));
      if (wanted.isPrefix)
        for (const [other, place] of byPath) if (other.startsWith(path)) candidates.push(place);
      return candidates.find((place) => place !== undefined && place.unitId !== wanted.unitId) ?? null;
    },
  };
}

function* foldersAbove(path: string): Generator<string> {
  for (let folder = parentOf(path); folder !== "/"; folder = parentOf(folder)) yield folder;
}

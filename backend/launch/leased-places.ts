import { foldCase } from "../core/paths.ts";
import type { Claim } from "../core/shapes/shape.ts";
import { claimsOf } from "../core/shapes/shapes.ts";
import type { SaveLocation, UnitId } from "../core/vocabulary.ts";
import type { Leases } from "./leases.ts";

/*
 * Law: a launch owns the files that its game is about to read, whoever else calls them theirs. Another account that signs
 * in meanwhile, or a shortcut that is bound anew, has a unit of its own at the same files; nothing is put under the game
 * through that one either.
 */

export interface LeasedPlacesDeps {
  leases: Pick<Leases, "isLeased" | "places">;
  /** Of any account; null: there is no such unit. */
  placeOf: (unitId: UnitId) => SaveLocation | null;
  /** Links resolved, as far as they lead. */
  resolve: (path: string) => Promise<string>;
}

/** Whether a launch owns the unit's files: its own, or one of another unit with a file at the same real path. */
export function createLeasedPlaces({ leases, placeOf, resolve }: LeasedPlacesDeps) {
  const realClaims = (place: SaveLocation, toReal = resolve) =>
    Promise.all(claimsOf(place).map(async ({ path, is }) => ({ path: await toReal(path), is })));
  /** A disk that fails at one game's save stops no other game. */
  const orAsNamed = (path: string) => resolve(path).catch(() => path);

  return async (unitId: UnitId): Promise<boolean> => {
    if (leases.isLeased(unitId)) return true;
    const leased = leases.places();
    const place = leased.length > 0 ? placeOf(unitId) : null;
    if (place === null) return false;
    const own = await realClaims(place);
    const others = (await Promise.all(leased.map((one) => realClaims(one, orAsNamed)))).flat();
    return own.some((one) => others.some((other) => reaches(one, other) || reaches(other, one)));
  };
}

function reaches(claim: Claim, other: Claim): boolean {
  const [path, reached] = [claim, other].map((one) => foldCase(one.path));
  if (path === undefined || reached === undefined) return false;
  return reached === path || reached.startsWith(claim.is === "prefix" ? path : `${path}/`);
}

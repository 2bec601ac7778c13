import type { PlaceCheck, PlaceObjection } from "../contract/saves/place.ts";
import type { RegisterError } from "../contract/saves/shortcut.ts";
import { parentOf } from "../core/paths.ts";
import { folderOfPlace, nameOfPlace } from "../core/shapes/shapes.ts";
import { activeAccount } from "../core/units.ts";
import type { AppId, Outcome, RomId, SaveLocation } from "../core/vocabulary.ts";
import type { StateStore } from "../ports/state-store.ts";
import { isSharedContainer } from "./find/containers.ts";
import { isAllowed } from "./find/deck/allowed.ts";
import type { Finder } from "./find/finder.ts";
import { type Measured, measure } from "./find/measure.ts";

export interface CheckDeps {
  store: StateStore;
  createFinder: () => Finder;
  /** Null: a save can live there. */
  whyUnusable: (save: SaveLocation) => Promise<string | null>;
  /** The name of the other game that the place, or one inside or around it, belongs to; null: none. */
  ownerOf: (p: CheckRequest) => Promise<string | null>;
  /** The largest save that RomM is known to take; null: nothing is known. */
  sizeLimit: () => number | null;
}

export interface CheckRequest {
  appId: AppId;
  romId?: RomId;
  save: SaveLocation;
}

/** A hundred times what games keep. */
const tooMany = 5_000;

/** What a place holds and what speaks against it. Nothing is changed. */
export function createPlaceCheck(deps: CheckDeps) {
  return async (p: CheckRequest): Promise<Outcome<PlaceCheck, RegisterError>> => {
    if (!activeAccount(deps.store.current())) return { ok: false, error: { kind: "signed-out" } };
    const finder = deps.createFinder();
    const objection = await finalObjection(deps, finder, p.save);
    if (objection) return { ok: true, value: { ...nothingThere, objections: [objection] } };
    const measured = await measure(finder.files, p.save);
    const { fileCount, sizeBytes, modifiedAtMs } = measured;
    const objections = await doubts(deps, finder, { ...p, measured });
    return { ok: true, value: { fileCount, sizeBytes, modifiedAtMs, objections } };
  };
}

const nothingThere = { fileCount: 0, sizeBytes: 0, modifiedAtMs: null };

async function finalObjection(
  deps: CheckDeps,
  { files }: Finder,
  save: SaveLocation,
): Promise<PlaceObjection | null> {
  const folder = folderOfPlace(save);
  const card = await missingMount(files, folder);
  if (card !== null) return { kind: "not-mounted", path: card, isFinal: true };
  if (folder.startsWith("/") && !(await isAllowed(files, folder)))
    return { kind: "system-folder", path: nameOfPlace(save), isFinal: true };
  const detail = await deps.whyUnusable(save);
  return detail === null ? null : { kind: "unusable", detail, isFinal: true };
}

/** The card's own folder, where that is gone; null: the place is on no card, or its card is there. */
async function missingMount(files: Finder["files"], folder: string): Promise<string | null> {
  const card = /^(?:\/run\/media\/(?:mmcblk[^/]*|[^/]+\/[^/]+|[^/]+)|\/(?:media|mnt)\/[^/]+)/.exec(
    folder,
  )?.[0];
  return card !== undefined && (await files.kind(card)) === "absent" ? card : null;
}

async function doubts(
  deps: CheckDeps,
  { files }: Finder,
  { measured, ...p }: CheckRequest & { measured: Measured },
): Promise<PlaceObjection[]> {
  const found: PlaceObjection[] = [];
  const name = await deps.ownerOf(p);
  if (name !== null) found.push({ kind: "in-use", name, isFinal: false });
  const { fileCount, sizeBytes, isCut } = measured;
  if (isCut || fileCount > tooMany) found.push({ kind: "too-much", fileCount, isFinal: false });
  const limitBytes = deps.sizeLimit();
  if (limitBytes !== null && sizeBytes > limitBytes)
    found.push({ kind: "too-large-for-romm", limitBytes, isFinal: false });
  if (await isSharedContainer(files, p.save)) found.push({ kind: "shared-card", isFinal: false });
  if (fileCount === 0 && (await files.kind(parentOf(folderOfPlace(p.save)))) === "absent")
    found.push({ kind: "nothing-there", isFinal: false });
  return found;
}

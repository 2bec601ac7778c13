import type { NoPlace, ProposeError, SaveCandidate } from "../contract/saves/place.ts";
import type { LaunchTarget } from "../core/launch-target.ts";
import { nameOfPlace } from "../core/shapes/shapes.ts";
import type { AccountState, Unit } from "../core/state.ts";
import { activeAccount, unitOfApp } from "../core/units.ts";
import type { AppId, LaunchCommand, Outcome, RomId, SaveLocation } from "../core/vocabulary.ts";
import type { StateStore } from "../ports/state-store.ts";
import { findChanged } from "./changed.ts";
import type { Finder } from "./find/finder.ts";
import type { FoundPlace, WantedRom } from "./find/found.ts";
import { measure } from "./find/measure.ts";

export interface ProposeDeps {
  store: StateStore;
  /** Made anew for each question: settings may have changed since the last. */
  createFinder: () => Finder;
  recognise: (command: LaunchCommand) => Promise<LaunchTarget>;
  /** What RomM was last seen to say of a rom; null: it was not asked yet. */
  romOf: (romId: RomId) => WantedRom | null;
  /** The same, asked now; null: it is out of reach, or has no such rom. */
  askRom: (romId: RomId) => Promise<WantedRom | null>;
  /** Where its save was, as kept copies and backups of the list tell; newest first. */
  lastPlaces: (p: { appId: AppId; romId: RomId | undefined }) => Promise<SaveLocation[]>;
}

export interface ProposeRequest {
  appId: AppId;
  /** Of a shortcut that is not registered, or was given another command since. */
  launch?: LaunchCommand;
  romId?: RomId;
}

/** Every place where the save of a game may be, each with its reason; or the one reason why there is none. */
export function createProposals(deps: ProposeDeps) {
  return async (p: ProposeRequest): Promise<Outcome<SaveCandidate[], ProposeError>> => {
    const account = activeAccount(deps.store.current())?.account;
    if (!account) return { ok: false, error: { kind: "signed-out" } };
    const launch = p.launch ?? account.shortcut_registry[p.appId]?.launch ?? null;
    const romId = p.romId ?? unitOfApp(account, p.appId)?.rom.romId;
    const target = launch === null ? null : await deps.recognise(launch);
    const finder = deps.createFinder();
    const found = target === null ? notUnderstood : await findFor(deps, finder, { target, romId });
    const unit = unitOfApp(account, p.appId);
    const named = found.ok ? found.value : [];
    const known = unit === null ? named.map(nameOf) : [...named.map(nameOf), nameOfPlace(unit.location)];
    const last = (await deps.lastPlaces({ appId: p.appId, romId })).filter(isNewAmong(known));
    const before = await Promise.all(last.map((location) => toLastKnown(finder, location, named)));
    // Of a game that has a place, only where something still stands.
    const standing = before.filter(({ sizeBytes }) => sizeBytes !== null);
    const candidates = unit === null ? [...before, ...named] : [...named, ...standing];
    const all = unit?.unwritten
      ? await whatChanged(finder, { account, unit, target, candidates })
      : candidates;
    return all.length > 0 ? { ok: true, value: all } : found;
  };
}

const nameOf = ({ location }: SaveCandidate) => nameOfPlace(location);

/** Each name once, and none of these. */
function isNewAmong(known: string[]): (location: SaveLocation) => boolean {
  const seen = new Set(known);
  return (location) => {
    const name = nameOfPlace(location);
    return !seen.has(name) && seen.add(name).has(name);
  };
}

async function toLastKnown(
  finder: Finder,
  location: SaveLocation,
  [first]: SaveCandidate[],
): Promise<SaveCandidate> {
  const install = first?.install ?? "native";
  return await toCandidate(finder, { location, install, why: "last-known", isCertain: false, shared: null });
}

/** RomM is asked only where the save goes by an id that neither this Deck nor what is known of the rom tells. */
async function findFor(
  { romOf, askRom }: ProposeDeps,
  finder: Finder,
  { target, romId }: { target: LaunchTarget; romId: RomId | undefined },
): Promise<Outcome<SaveCandidate[], NoPlace>> {
  const known = romId === undefined ? null : romOf(romId);
  const found = await findPlaces(finder, target, known);
  const isIdMissing = !found.ok && found.error.why === "id-not-known" && (known?.ids ?? []).length === 0;
  const told = isIdMissing && romId !== undefined ? await askRom(romId) : null;
  return told ? await findPlaces(finder, target, told) : found;
}

/**
 * Where sessions wrote nothing at the place that is known: what settings name and did change comes first, then what else
 * was written meanwhile, then the rest.
 */
async function whatChanged(
  { files }: Finder,
  p: { account: AccountState; unit: Unit; target: LaunchTarget | null; candidates: SaveCandidate[] },
): Promise<SaveCandidate[]> {
  const { location, unwritten, unitId, rom } = p.unit;
  const sinceMs = unwritten?.sinceMs ?? Number.POSITIVE_INFINITY;
  const others = Object.values(p.account.units).filter((one) => one.unitId !== unitId);
  const isChanged = (one: SaveCandidate) =>
    (one.modifiedAtMs ?? 0) >= sinceMs && nameOfPlace(one.location) !== nameOfPlace(location);
  const changed = p.candidates
    .filter(isChanged)
    .map((one) => ({ ...one, why: "changed-while-playing" as const }));
  const { target, candidates } = p;
  const romPath = target?.kind === "rom" && target.rom.kind === "file" ? target.rom.path : null;
  const taken = others.map((one) => one.location);
  const around = await findChanged(files, {
    location,
    candidates,
    romPath,
    fsName: rom.fsName,
    sinceMs,
    taken,
  });
  return [...changed, ...around, ...candidates.filter((one) => !isChanged(one))];
}

/** The same for a command that is understood already, as a scan has it. */
export async function findPlaces(
  finder: Finder,
  target: LaunchTarget,
  rom: WantedRom | null,
): Promise<Outcome<SaveCandidate[], NoPlace>> {
  const finding = await finder.find(target, rom);
  if ("nothing" in finding) {
    const { why, setting } = finding.nothing;
    return { ok: false, error: { kind: "no-place", why, emulator: target.emulator, setting } };
  }
  const candidates: SaveCandidate[] = [];
  for (const place of finding.places) candidates.push(await toCandidate(finder, place));
  return { ok: true, value: candidates };
}

async function toCandidate({ files }: Finder, place: FoundPlace): Promise<SaveCandidate> {
  const { fileCount, sizeBytes, modifiedAtMs } = await measure(files, place.location);
  const isThere = fileCount > 0;
  const { emulator } = place.location;
  return {
    ...place,
    emulator,
    sizeBytes: isThere ? sizeBytes : null,
    modifiedAtMs: isThere ? modifiedAtMs : null,
  };
}

/** Registered without its command: only what changed, or was before, can be told. */
const notUnderstood: Outcome<SaveCandidate[], NoPlace> = {
  ok: false,
  error: { kind: "no-place", why: "command-not-understood", emulator: null, setting: null },
};

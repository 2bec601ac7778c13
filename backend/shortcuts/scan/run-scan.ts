import type { ScanPhase } from "../../contract/saves/scan.ts";
import type { Match } from "../../core/match/found.ts";
import type { LibraryRom } from "../../core/match/library.ts";
import { indexLibrary } from "../../core/match/library-index.ts";
import { isWorthReading, type MatchGround, matchRom, type Subject } from "../../core/match/match.ts";
import { wantedPlatforms } from "../../core/match/wanted.ts";
import type { SteamShortcut } from "../../core/vocabulary.ts";
import type { LibraryPlatform, RomLibrary } from "../../ports/rom-library.ts";
import { type PlaceFinder, patienceMs, type ScanDeps } from "./deps.ts";
import { platformTable } from "./platforms.ts";
import type { Proposal } from "./propose.ts";

/** What a run tells while it goes on. */
export interface ScanEars {
  phase(phase: ScanPhase): void;
  roms(done: number, total: number | null): void;
  settled(proposals: Proposal[]): void;
}

export interface ScanRun {
  deps: Pick<ScanDeps, "contents" | "createRecogniser" | "createPlaceFinder" | "breathe" | "log">;
  library: RomLibrary;
  apps: SteamShortcut[];
  ears: ScanEars;
  /** Fires when the player has seen enough. */
  signal: AbortSignal;
}

/** A shortcut whose rom is still in doubt, with the best that was found so far. */
interface Open extends Subject {
  app: SteamShortcut;
  match: Match;
}

/**
 * Names first, from one listing; then what lies inside folders and archives; then the contents of files; each only for
 * what is left. Cancelled while it compares, it settles the rest by what was found. Throws `RommError`.
 */
export async function runScan(scan: ScanRun): Promise<void> {
  const { deps, apps, ears } = scan;
  const run = { ...scan, findPlaces: deps.createPlaceFinder() };
  const recogniser = deps.createRecogniser();
  const subjects: Open[] = [];
  for (const app of apps) {
    const target = await recogniser.recognise(app.launch);
    subjects.push({
      app,
      name: app.name,
      target,
      match: { certainty: "none", evidence: [], candidates: [] },
    });
  }
  ears.phase("library");
  const library = await readLibrary(run, subjects);
  ears.phase("matching");
  let open = await matchAll(run, subjects, library.ground);
  const withFiles = await readFiles(run, open, library);
  if (withFiles !== null) open = await matchAll(run, open, withFiles);
  ears.phase("comparing");
  await compareAll(run, open, withFiles ?? library.ground);
}

type Placing = ScanRun & { findPlaces: PlaceFinder };

/** With the places of their saves, which are by the command and hardly by the rom. */
async function settle({ ears, findPlaces }: Placing, subjects: Open[]): Promise<void> {
  const proposals: Proposal[] = [];
  for (const { app, match, target } of subjects) {
    const [rom] = match.candidates;
    const isGame = match.certainty !== "none" && rom !== undefined;
    const found = isGame
      ? await findPlaces(target, { platformSlug: rom.platformSlug, ids: rom.saveIds ?? [] })
      : null;
    proposals.push({ app, match, found });
  }
  ears.settled(proposals);
}

interface ReadLibrary {
  ground: MatchGround;
  platforms: LibraryPlatform[];
  roms: LibraryRom[];
}

/** Only of the platforms that the shortcuts can be on: a library may be far larger than the list of shortcuts. */
async function readLibrary(run: ScanRun, subjects: Subject[]): Promise<ReadLibrary> {
  const signal = withPatience(run);
  const platforms = await run.library.platforms(signal);
  const wanted = wantedPlatforms(subjects, platformTable(), platforms);
  const roms: LibraryRom[] = [];
  let readCount = 0;
  let unreadable = 0;
  if (wanted === null || wanted.length > 0) {
    const platformIds = (wanted ?? []).map(({ platformId }) => platformId);
    for await (const page of run.library.list({ platformIds, withFiles: false }, signal)) {
      roms.push(...page.roms);
      readCount += page.readCount;
      unreadable += page.unreadable;
      run.ears.roms(readCount, page.total);
    }
  }
  if (unreadable > 0) run.deps.log.warn("Rows of RomM's library could not be read.", { unreadable });
  return { ground: toGround(roms), platforms, roms };
}

function toGround(roms: LibraryRom[]): MatchGround {
  return { index: indexLibrary(roms), platforms: platformTable() };
}

/** So many at once hold nothing up. */
const batch = 25;

/** Tells what is settled, and answers what is not. */
async function matchAll(run: Placing, subjects: Open[], ground: MatchGround): Promise<Open[]> {
  const open: Open[] = [];
  for (let at = 0; at < subjects.length; at += batch) {
    const matched = subjects.slice(at, at + batch).map((one) => ({ ...one, match: matchRom(one, ground) }));
    const settled = matched.filter(isSettled);
    open.push(...matched.filter((one) => !isSettled(one)));
    if (settled.length > 0) await settle(run, settled);
    await run.deps.breathe();
  }
  return open;
}

/** A file of its own can still tell which rom it is. */
function isSettled({ target, match }: Open): boolean {
  return match.certainty === "certain" || target.kind !== "rom" || target.rom.kind !== "file";
}

/** The platforms of what is left once more, with the files of their folders and archives; null: that tells no more. */
async function readFiles(
  run: ScanRun,
  open: Open[],
  { platforms, roms }: ReadLibrary,
): Promise<MatchGround | null> {
  if (open.length === 0 || run.signal.aborted) return null;
  const untold = roms.filter(
    (rom) => rom.files === null && (rom.isFolder || /\.(?:zip|7z|rar)$/i.test(rom.fsName)),
  );
  const wanted = wantedPlatforms(open, platformTable(), platforms) ?? platforms;
  const ids = wanted.filter(({ platformSlug, platformFolder }) =>
    untold.some((rom) => rom.platformSlug === platformSlug && rom.platformFolder === platformFolder),
  );
  if (ids.length === 0) return null;
  const byId = new Map(roms.map((rom) => [rom.romId, rom]));
  const pages = run.library.list(
    { platformIds: ids.map((one) => one.platformId), withFiles: true },
    withPatience(run),
  );
  const isWhole = await orCancelled(run, async () => {
    for await (const page of pages) for (const rom of page.roms) byId.set(rom.romId, rom);
  });
  return isWhole ? toGround([...byId.values()]) : null;
}

async function compareAll(run: Placing, open: Open[], ground: MatchGround): Promise<void> {
  for (const one of open) {
    await orCancelled(run, async () => {
      one.match = await compare(run, one, ground);
    });
    await settle(run, [one]);
  }
}

/** The file is read whole only where its size says that RomM may have it. */
async function compare({ deps, signal }: ScanRun, one: Open, ground: MatchGround): Promise<Match> {
  const { rom } = one.target;
  if (signal.aborted || rom?.kind !== "file") return one.match;
  const file = await deps.contents.measure(rom.path);
  if (file === null) return one.match;
  const match = matchRom(one, ground, file);
  if (match.certainty === "certain" || !isWorthReading(one, ground, file)) return match;
  const md5 = await deps.contents.md5(rom.path, signal);
  return md5 === null ? match : matchRom(one, ground, { ...file, md5 });
}

function withPatience({ signal }: ScanRun): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
}

/** False: the player cancelled it, so that it failed on purpose. */
async function orCancelled({ signal }: ScanRun, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return !signal.aborted;
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
}

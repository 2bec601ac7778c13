import type { RomCandidate, SaveProposal, ScanError, ShortcutMatch } from "../contract/saves/scan.ts";
import type { AppId, Outcome, SteamShortcut } from "../core/vocabulary.ts";
import { toProblem } from "../sync/problems.ts";
import { fileNamesIn } from "./file-names.ts";
import type { LastPlace, RomLibrary, ScanDeps } from "./scan-deps.ts";

export type ShortcutScan = (apps?: SteamShortcut[]) => Promise<Outcome<ShortcutMatch[], ScanError>>;

/** A library of tens of thousands of roms comes in pages of half a second each. */
const patienceMs = 280_000;

/** Proposes which of Steam's shortcuts start which rom, by the name of the rom's file. Writes nothing. */
export function createScan(deps: ScanDeps): ShortcutScan {
  return async (given) => {
    const session = deps.session();
    if (!session) return { ok: false, error: { kind: "signed-out" } };
    const found = given ? { ok: true as const, value: given } : await deps.readSteamShortcuts();
    if (!found.ok) return found;
    try {
      return { ok: true, value: await matchAll(deps, session, found.value) };
    } catch (error) {
      const problem = toProblem(error);
      if (problem === null || problem.kind === "state-read-only") throw error;
      return { ok: false, error: problem };
    }
  };
}

type Session = NonNullable<ReturnType<ScanDeps["session"]>>;

/** Throws `RommError` or `FileError`. */
async function matchAll(deps: ScanDeps, session: Session, apps: SteamShortcut[]): Promise<ShortcutMatch[]> {
  const roms = await findRoms(session.library, apps);
  const places = (await deps.readLastPlaces()).filter(({ accountId }) => accountId === session.accountId);
  const registry = deps.store.current().accounts[session.accountId]?.shortcut_registry ?? {};
  const isRegistered = (appId: AppId) => registry[appId] !== undefined;
  return apps.map((app) => match(app, { roms, places, isRegistered }));
}

type RomsByFile = Map<string, RomCandidate[]>;

/** Only the roms that some shortcut names are kept: a library may be far larger than the list of shortcuts. */
async function findRoms(library: RomLibrary, apps: SteamShortcut[]): Promise<RomsByFile> {
  const byFile: RomsByFile = new Map();
  for (const name of apps.flatMap(({ launch }) => [...fileNamesIn(launch)])) byFile.set(name, []);
  for await (const page of library.listRoms(AbortSignal.timeout(patienceMs))) {
    for (const rom of page) byFile.get(rom.fsName)?.push(rom);
  }
  return byFile;
}

interface MatchFacts {
  roms: RomsByFile;
  places: LastPlace[];
  isRegistered: (appId: AppId) => boolean;
}

function match(app: SteamShortcut, facts: MatchFacts): ShortcutMatch {
  const named = [...fileNamesIn(app.launch)].flatMap((name) => facts.roms.get(name) ?? []);
  const own = facts.places.find(
    ({ appIds, romId }) => appIds.includes(app.appId) && named.some((rom) => rom.romId === romId),
  );
  const candidates = own ? named.filter((rom) => rom.romId === own.romId) : named;
  const save = own ? toProposal(own) : proposeSave(candidates, facts.places);
  const isRegistered = facts.isRegistered(app.appId);
  return { app, isRegistered, candidates, save, binding: isRegistered ? null : bind(app, candidates, save) };
}

function proposeSave(candidates: RomCandidate[], places: LastPlace[]): SaveProposal {
  const [rom, another] = candidates;
  if (!rom) return { kind: "unknown", reason: "no-match" };
  if (another) return { kind: "unknown", reason: "several-matches" };
  const place = places.find(({ romId }) => romId === rom.romId);
  return place ? toProposal(place) : { kind: "unknown", reason: "never-seen" };
}

function toProposal({ location, slot, atMs }: LastPlace): SaveProposal {
  return { kind: "last-known", location, slot, atMs };
}

function bind(app: SteamShortcut, [rom]: RomCandidate[], save: SaveProposal): ShortcutMatch["binding"] {
  if (!rom || save.kind === "unknown") return null;
  const { appId, name, launch } = app;
  return { appId, romId: rom.romId, name, save: save.location, launch, slot: save.slot };
}

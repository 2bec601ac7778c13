import type { SaveProposal, ShortcutMatch } from "../../contract/saves/scan.ts";
import type { Match } from "../../core/match/found.ts";
import type { LibraryRom } from "../../core/match/library.ts";
import type { AppId, SteamShortcut } from "../../core/vocabulary.ts";
import type { LastPlace } from "../../ports/rom-library.ts";
import { toCandidate } from "./deps.ts";

/** What a shortcut starts, before it is known where its save lies. */
export interface Proposal {
  app: SteamShortcut;
  match: Match;
}

export interface ProposalFacts {
  /** Newest first, of this account. */
  places: LastPlace[];
  isRegistered: (appId: AppId) => boolean;
}

/** A proposal as the panel sees it, with the save where it was last. */
export function toShortcutMatch({ app, match }: Proposal, facts: ProposalFacts): ShortcutMatch {
  const { certainty, evidence, candidates, own } = withTiedBefore(app, match, facts.places);
  const save = own ? toSave(own) : proposeSave(certainty === "certain" ? candidates : [], facts, match);
  const isRegistered = facts.isRegistered(app.appId);
  return {
    ...{ app, isRegistered, certainty, evidence, save },
    candidates: candidates.map(toCandidate),
    binding: isRegistered || certainty !== "certain" ? null : bind(app, candidates, save),
  };
}

/** What the shortcut was tied to before settles which of several it is. */
function withTiedBefore({ appId }: SteamShortcut, match: Match, places: LastPlace[]) {
  const isCandidate = (id: number) => match.candidates.some(({ romId }) => romId === id);
  const own = places.find(({ appIds, romId }) => appIds.includes(appId) && isCandidate(romId));
  if (!own || match.certainty === "none") return { ...match, own: null };
  const candidates = [...match.candidates].sort(
    (a, b) => Number(b.romId === own.romId) - Number(a.romId === own.romId),
  );
  const evidence = [...match.evidence.filter((one) => one !== "several-alike"), "tied-before" as const];
  return { certainty: "certain" as const, evidence, candidates, own };
}

function proposeSave(certain: LibraryRom[], { places }: ProposalFacts, { certainty }: Match): SaveProposal {
  const [rom] = certain;
  if (!rom) return { kind: "unknown", reason: certainty === "none" ? "no-match" : "several-matches" };
  const place = places.find(({ romId }) => romId === rom.romId);
  return place ? toSave(place) : { kind: "unknown", reason: "never-seen" };
}

function toSave({ location, slot, atMs }: LastPlace): SaveProposal {
  return { kind: "last-known", location, slot, atMs };
}

function bind(app: SteamShortcut, [rom]: LibraryRom[], save: SaveProposal): ShortcutMatch["binding"] {
  if (!rom || save.kind === "unknown") return null;
  const { appId, name, launch, steamUser } = app;
  const owner = steamUser === undefined ? {} : { steamUser };
  return { appId, romId: rom.romId, name, save: save.location, launch, slot: save.slot, ...owner };
}

import type { NoPlace, SaveCandidate } from "../../contract/saves/place.ts";
import type { SaveProposal, ShortcutMatch } from "../../contract/saves/scan.ts";
import type { Match } from "../../core/match/found.ts";
import type { LibraryRom } from "../../core/match/library.ts";
import type { AppId, Outcome, SteamShortcut } from "../../core/vocabulary.ts";
import type { LastPlace } from "../../ports/rom-library.ts";
import { toCandidate } from "./deps.ts";

/** What a shortcut starts, before it is known where its save lies. */
export interface Proposal {
  app: SteamShortcut;
  match: Match;
  /** Where its save may be; null: it is not settled which rom it is, or it starts none. */
  found: Outcome<SaveCandidate[], NoPlace> | null;
}

export interface ProposalFacts {
  /** Newest first, of this account. */
  places: LastPlace[];
  isRegistered: (appId: AppId) => boolean;
}

/** A proposal as the panel sees it, with the save where it was last. */
export function toShortcutMatch({ app, match, found }: Proposal, facts: ProposalFacts): ShortcutMatch {
  const { certainty, evidence, candidates, own } = withTiedBefore(app, match, facts.places);
  const certain = certainty === "certain" ? candidates : [];
  const save = own ? toSave(own) : proposeSave(certain, facts, { match, found });
  const isRegistered = facts.isRegistered(app.appId);
  return {
    ...{ app, isRegistered, certainty, evidence, save },
    candidates: candidates.map(toCandidate),
    binding: isRegistered ? null : bind(app, certain, save),
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

/** Where it was last goes before what settings say today: only the player moves a save. */
function proposeSave(
  certain: LibraryRom[],
  { places }: ProposalFacts,
  { match, found }: Pick<Proposal, "match" | "found">,
): SaveProposal {
  const [rom] = certain;
  const place = places.find(({ romId }) => romId === rom?.romId);
  if (place) return toSave(place);
  if (match.certainty === "none") return { kind: "unknown", reason: "no-match" };
  // Which rom it is may still say more of the place: that is asked first.
  if (!found?.ok)
    return rom && found
      ? { kind: "none", problem: found.error }
      : { kind: "unknown", reason: "several-matches" };
  const candidate = found.value.find(({ isCertain }) => isCertain);
  return candidate ? { kind: "found", candidate } : { kind: "choose", candidates: found.value };
}

function toSave({ location, slot, atMs }: LastPlace): SaveProposal {
  return { kind: "last-known", location, slot, atMs };
}

function bind(app: SteamShortcut, [rom]: LibraryRom[], save: SaveProposal): ShortcutMatch["binding"] {
  if (!rom) return null;
  const { appId, name, launch, steamUser } = app;
  const owner = steamUser === undefined ? {} : { steamUser };
  const binding = { appId, romId: rom.romId, name, launch, ...owner };
  if (save.kind === "last-known") return { ...binding, save: save.location, slot: save.slot };
  return save.kind === "found" ? { ...binding, save: save.candidate.location } : null;
}

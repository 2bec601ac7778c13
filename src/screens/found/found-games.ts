import type { SaveCandidate } from "../../../backend/contract/saves/place.ts";
import type { RomCandidate, ShortcutMatch } from "../../../backend/contract/saves/scan.ts";
import type { ShortcutBinding } from "../../../backend/contract/saves/shortcut.ts";
import type { AppId } from "../../../backend/contract/words.ts";

type SaveLocation = ShortcutBinding["save"];

/** Where a save is, and what stands there; `isMeasured` false: nobody has looked. */
export interface FoundPlace {
  location: SaveLocation;
  isMeasured: boolean;
  sizeBytes: number | null;
  modifiedAtMs: number | null;
}

/** What the player said about one shortcut; what is not there is as the scan proposes it. */
export interface FoundChoice {
  /** Null: none of RomM's games. */
  rom?: RomCandidate | null;
  /** Where the save of the chosen one may be. */
  candidates?: SaveCandidate[];
  place?: FoundPlace;
  isTicked?: boolean;
}

export type FoundChoices = ReadonlyMap<AppId, FoundChoice>;

/** By what the scan is sure of, never by what was chosen since: a row does not leave the thumb that is on it. */
export type FoundSection = "ready" | "look-at" | "not-in-romm";

/** One of Steam's shortcuts with what is proposed for it and what the player made of that. */
export interface FoundGame {
  match: ShortcutMatch;
  section: FoundSection;
  rom: RomCandidate | null;
  place: FoundPlace | null;
  /** What is still to be chosen before it can travel. */
  lacks: "game" | "place" | null;
  isTicked: boolean;
}

/** Those that are not in the list of games yet. */
export function foundGames(matches: readonly ShortcutMatch[], choices: FoundChoices): FoundGame[] {
  return matches
    .filter(({ isRegistered }) => !isRegistered)
    .map((match) => foundGame(match, choices.get(match.app.appId) ?? {}));
}

function foundGame(match: ShortcutMatch, choice: FoundChoice): FoundGame {
  const rom = choice.rom === undefined ? proposedRom(match) : choice.rom;
  const place = choice.place ?? (choice.rom ? certainOf(choice.candidates ?? []) : proposedPlace(match));
  const lacks = rom === null ? "game" : place === null ? "place" : null;
  const isChosen = choice.isTicked ?? (match.certainty === "certain" || choice.rom !== undefined);
  return { match, section: sectionOf(match), rom, place, lacks, isTicked: lacks === null && isChosen };
}

function sectionOf({ certainty, binding }: ShortcutMatch): FoundSection {
  if (certainty === "none") return "not-in-romm";
  return certainty === "certain" && binding !== null ? "ready" : "look-at";
}

/** Of several that only may fit, none is taken by one press: the wrong one would tie a save to another game. */
function proposedRom({ certainty, candidates }: ShortcutMatch): RomCandidate | null {
  const isSettled = certainty === "certain" || (certainty === "likely" && candidates.length === 1);
  return isSettled ? (candidates[0] ?? null) : null;
}

function proposedPlace({ save }: ShortcutMatch): FoundPlace | null {
  if (save.kind === "found") return measured(save.candidate);
  if (save.kind !== "last-known") return null;
  return { location: save.location, isMeasured: false, sizeBytes: null, modifiedAtMs: null };
}

function certainOf(candidates: SaveCandidate[]): FoundPlace | null {
  const certain = candidates.find(({ isCertain }) => isCertain);
  return certain === undefined ? null : measured(certain);
}

export function measured({ location, sizeBytes, modifiedAtMs }: Omit<FoundPlace, "isMeasured">): FoundPlace {
  return { location, isMeasured: true, sizeBytes, modifiedAtMs };
}

/** What is registered when the player starts. */
export function bindingsOf(games: readonly FoundGame[]): ShortcutBinding[] {
  return games.flatMap(({ match, rom, place, isTicked }) =>
    isTicked && rom !== null && place !== null ? [bindingOf(match, rom, place.location)] : [],
  );
}

function bindingOf(
  { app, binding, save: proposal }: ShortcutMatch,
  rom: RomCandidate,
  save: SaveLocation,
): ShortcutBinding {
  const { appId, name, launch, steamUser } = app;
  const slot = binding?.slot ?? (proposal.kind === "last-known" ? proposal.slot : undefined);
  return {
    ...{ appId, romId: rom.romId, name, save, launch },
    ...(slot === undefined ? {} : { slot }),
    ...(steamUser === undefined ? {} : { steamUser }),
  };
}

import { extensionOf } from "../../../core/paths.ts";
import { folderOfPlace } from "../../../core/shapes/shapes.ts";
import type { SaveLocation } from "../../../core/vocabulary.ts";
import { isAllowed } from "../deck/allowed.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { type Finding, type FoundPlace, nothing, type Wanted } from "../found.ts";
import type { GameIds } from "../game-id/game-ids.ts";
import { isThere } from "../presence.ts";
import type { Entries } from "../settings/entries.ts";
import { readSettingsText } from "../settings/read-settings.ts";
import { fillPath, type TemplateValues } from "../template.ts";
import { type Installation, otherInstallations, ownInstallation } from "./installations.ts";
import { findParts, placeByRule } from "./place-by-rule.ts";
import { type PlaceRule, type SavePlaces, savePlacesOf } from "./rule-table.ts";
import { type Known, valuesOf } from "./values.ts";

export interface StandaloneSearch {
  files: DeckFiles;
  deckHome: string;
  ids: GameIds;
}

/** The save of a rom that an emulator plays by itself, by the rules of `defaults/save-places.json`. */
export async function findStandalone(search: StandaloneSearch, wanted: Wanted): Promise<Finding> {
  const { launch } = wanted;
  const table = savePlacesOf(launch.emulator ?? "");
  const known = table && [...table.verified, ...table.unverified];
  if (!table || !known?.includes(launch.install)) return nothing("emulator-not-known");
  const own = await ownInstallation(search.files, search.deckHome, { launch, table });
  const finding = await findIn(search, { wanted, table, installation: own });
  const places = "places" in finding ? finding.places : [];
  if (places.some(({ isCertain }) => isCertain)) return finding;
  const others = await othersOf(search, { wanted, table, own });
  return places.length + others.length > 0 ? { places: [...places, ...others] } : finding;
}

interface Ground {
  wanted: Wanted;
  table: SavePlaces;
  installation: Installation;
}

/** Only what stands there already: an empty place of an emulator that is not started says nothing. */
async function othersOf(
  search: StandaloneSearch,
  { wanted, table, own }: { wanted: Wanted; table: SavePlaces; own: Installation },
): Promise<FoundPlace[]> {
  const found: FoundPlace[] = [];
  for (const installation of await otherInstallations(search.files, search.deckHome, { table, own })) {
    const finding = await findIn(search, { wanted, table, installation });
    for (const place of "places" in finding ? finding.places : [])
      if (await isThere(search.files, place.location))
        found.push({ ...place, why: "other-install", isCertain: false });
  }
  return found;
}

async function findIn(search: StandaloneSearch, ground: Ground): Promise<Finding> {
  const { files } = search;
  const settings = await readFirst(files, ground);
  if (settings === "unreadable") return nothing("settings-unreadable");
  const { table, installation, wanted } = ground;
  const known = await valuesOf(files, {
    ...{ table, installation, launch: wanted.launch },
    settings: settings ?? new Map(),
  });
  return await byRules(search, {
    ...ground,
    known,
    hasSettings: settings !== null || table.settings.length === 0,
  });
}

/** Null: none of them is there. */
async function readFirst(
  files: DeckFiles,
  { table, installation }: Ground,
): Promise<Entries | "unreadable" | null> {
  for (const { file, format } of table.settings) {
    const path = fillPath(file, installation.paths, {});
    const read = path === null ? null : await files.text(path);
    if (read === null || read.kind === "absent") continue;
    const entries = read.kind === "text" ? readSettingsText(read.text, format) : null;
    return entries ?? "unreadable";
  }
  return null;
}

type Ruled = Ground & { known: Known; hasSettings: boolean };

async function byRules(search: StandaloneSearch, ground: Ruled): Promise<Finding> {
  let missing: Finding = nothing("emulator-not-known");
  for (const rule of ground.table.places) {
    if (!(await holds(search.files, rule, ground))) continue;
    const finding = await byRule(search, rule, ground);
    if (finding === "other-system") continue;
    if ("places" in finding || rule.none !== undefined) return finding;
    missing = finding;
    // Without the id, a rule for another system of this emulator tells no more.
    if (!rule.isGuess) return missing;
  }
  return missing;
}

async function holds(files: DeckFiles, rule: PlaceRule, { known, wanted }: Ruled): Promise<boolean> {
  const { rom } = wanted.launch;
  if (
    rule.on !== undefined &&
    !(rom.kind === "file" && rule.on.includes(extensionOf(rom.path).toLowerCase()))
  )
    return false;
  const { texts, paths } = known;
  if (!Object.entries(rule.when).every(([name, values]) => values.includes(texts[name] ?? null)))
    return false;
  if (!rule.needs.every((name) => paths.has(name))) return false;
  if (rule.standing === undefined) return true;
  const path = fillPath(rule.standing.path, paths, texts);
  return path !== null && (await files.kind(path)) === rule.standing.as;
}

async function byRule(
  search: StandaloneSearch,
  rule: PlaceRule,
  ground: Ruled,
): Promise<Finding | "other-system"> {
  const id = rule.id === undefined ? {} : await search.ids.valuesFor(rule.id, ground.wanted);
  if (id === "other-system") return id;
  if (rule.none !== undefined) return nothing(rule.none, rule.setting ?? null);
  if (id === null) return nothing("id-not-known");
  const known = withTexts(ground.known, id);
  const parts = rule.find === undefined ? null : await findParts(search.files, rule.find, known);
  if (parts?.length === 0) return nothing("not-saved-yet");
  const name = rule.find?.name ?? "";
  const options = (parts ?? [null]).map((part) =>
    part === null ? known : withTexts(known, { [name]: part }),
  );
  const places = options.flatMap(
    (each) => placeByRule(rule, each, ground.wanted.launch.emulator ?? "") ?? [],
  );
  return await toFinding(search.files, { rule, ground, places });
}

const withTexts = ({ paths, texts }: Known, more: TemplateValues): Known => ({
  paths,
  texts: { ...texts, ...more },
});

async function toFinding(
  files: DeckFiles,
  { rule, ground, places }: { rule: PlaceRule; ground: Ruled; places: SaveLocation[] },
): Promise<Finding> {
  const found: FoundPlace[] = [];
  const standing: FoundPlace[] = [];
  for (const location of places) {
    if (!(await isAllowed(files, folderOfPlace(location)))) continue;
    const isStanding = await isThere(files, location);
    if (rule.isGuess && !isStanding) continue;
    const place = toPlace(location, { rule, ground, isStanding });
    (isStanding ? standing : found).push(place);
  }
  const all = standing.length > 0 ? standing : found;
  if (all.length === 0)
    return nothing(
      rule.isGuess ? "not-saved-yet" : places.length > 0 ? "settings-unreadable" : "id-not-known",
    );
  // Several profiles or users: which of them plays is not told.
  return { places: all.map((place) => ({ ...place, isCertain: place.isCertain && places.length === 1 })) };
}

function toPlace(
  location: SaveLocation,
  { rule, ground, isStanding }: { rule: PlaceRule; ground: Ruled; isStanding: boolean },
): FoundPlace {
  const { table, installation, hasSettings } = ground;
  // RetroDECK's own settings name its folders, whether the emulator was started there or not.
  const isNamed = hasSettings || rule.needs.length > 0;
  const isVerified = table.verified.includes(installation.install);
  const shared = rule.shared === undefined ? null : { kind: rule.shared, setting: rule.setting ?? null };
  return {
    ...{ location, shared, install: installation.install, why: "configured" },
    isCertain: isVerified && !rule.isGuess && shared === null && (isNamed || isStanding),
  };
}

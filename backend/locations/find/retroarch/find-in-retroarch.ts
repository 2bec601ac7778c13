import { joinPath, parentOf } from "../../../core/paths.ts";
import { folderOfPlace } from "../../../core/shapes/shapes.ts";
import type { SaveLocation } from "../../../core/vocabulary.ts";
import { isAllowed } from "../deck/allowed.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { type Finding, type FoundPlace, nothing, type Wanted } from "../found.ts";
import type { GameIds } from "../game-id/game-ids.ts";
import { isThere } from "../presence.ts";
import { type Content, contentOf } from "./content.ts";
import { type CoreSaveRule, coreOf, type RetroarchCore } from "./core-table.ts";
import { homesOf, homesOnDeck } from "./homes.ts";
import { hasNamesake } from "./namesakes.ts";
import { locationBy, ruleFor } from "./places-of-core.ts";
import { type SaveFolder, saveFolderOf } from "./save-folder.ts";
import { type RetroarchHome, type RetroarchSettings, readSettings } from "./settings.ts";

export interface RetroarchSearch {
  files: DeckFiles;
  /** The player's home. */
  deckHome: string;
  ids: GameIds;
}

/** The game, as far as RetroArch's own rules need it. */
interface Game {
  wanted: Wanted;
  content: Content;
  core: RetroarchCore | null;
  coreName: string | null;
}

/** The save of a rom that RetroArch plays: by the settings of the RetroArch that is started, then by those of others. */
export async function findInRetroarch(search: RetroarchSearch, wanted: Wanted): Promise<Finding> {
  const { rom, core: coreName } = wanted.launch;
  if (rom.kind !== "file") return nothing("command-not-understood");
  const game = {
    wanted,
    content: contentOf(rom),
    core: coreName === null ? null : coreOf(coreName),
    coreName,
  };
  const homes = await homesOf(search.files, search.deckHome, wanted.launch);
  const findings: Finding[] = [];
  for (const home of homes) findings.push(await findInHome(search, home, game));
  const own = await withCommandsOwn(search, findings, game);
  if (own.some((one) => one.isCertain)) return { places: own };
  const others = await othersOnDeck(search, homes, game);
  const reason = findings.find((finding) => "nothing" in finding);
  if (own.length + others.length > 0) return { places: [...own, ...others] };
  return reason ?? nothing("settings-not-found");
}

/** `--save` names the file, or its folder, over all settings; a core's own files stay where they are. */
async function withCommandsOwn(search: RetroarchSearch, findings: Finding[], { wanted, content }: Game) {
  const places = findings.flatMap((finding) => ("places" in finding ? finding.places : []));
  const { save } = wanted.launch.files;
  if (save === null)
    return places.map((place) => ({ ...place, isCertain: place.isCertain && places.length === 1 }));
  const isFolder = (await search.files.kind(save)) === "folder";
  const path = isFolder ? joinPath(save, `${content.stem}.srm`) : save;
  if (!(await isAllowed(search.files, parentOf(path)))) return [];
  return places.map(({ location: { emulator }, ...place }): FoundPlace => {
    return { ...place, location: { kind: "file", path, emulator }, shared: null, isCertain: false };
  });
}

/** Only what stands there already: an empty place of a RetroArch that is not started says nothing. */
async function othersOnDeck(
  search: RetroarchSearch,
  own: RetroarchHome[],
  game: Game,
): Promise<FoundPlace[]> {
  const found: FoundPlace[] = [];
  for (const home of await homesOnDeck(search.files, search.deckHome)) {
    if (own.some(({ configPath }) => configPath === home.configPath)) continue;
    const finding = await findInHome(search, home, game);
    if (!("places" in finding)) continue;
    for (const place of finding.places)
      if (await isThere(search.files, place.location))
        found.push({ ...place, why: "other-install", isCertain: false });
  }
  return found;
}

async function findInHome(search: RetroarchSearch, home: RetroarchHome, game: Game): Promise<Finding> {
  const { core, content } = game;
  const library = core?.library ?? null;
  const read = await readSettings(search.files, home, { content, library });
  if (read.kind === "absent") return nothing("settings-not-found");
  if (read.kind === "unreadable") return nothing("settings-unreadable");
  if (game.coreName === null) return nothing("command-not-understood");
  const rule = core === null ? guessedRule : ruleFor(core.saves, content, read.options);
  if (rule === null) return nothing("emulator-not-known");
  if (rule.none !== undefined) return nothing(rule.none, rule.setting ?? null);
  const folder = await saveFolderOf(search.files, read.settings, { content, library });
  if (folder === null) return nothing("settings-unreadable");
  return await placeBy(search, { home, game, rule, folder, settings: read.settings });
}

/** Of a core that is not known: most let RetroArch keep the save. */
const guessedRule: CoreSaveRule = { when: {}, root: "saves", extensions: [".srm"], isGuess: true };

interface Ground {
  home: RetroarchHome;
  game: Game;
  rule: CoreSaveRule;
  folder: SaveFolder;
  settings: RetroarchSettings;
}

async function placeBy(search: RetroarchSearch, ground: Ground): Promise<Finding> {
  const { home, game, rule, folder } = ground;
  const id = rule.id === undefined ? {} : await search.ids.valuesFor(rule.id, game.wanted);
  if (id === null || id === "other-system") return nothing("id-not-known");
  const { content } = game;
  const values = { stem: content.stem, name: content.name, contentFolder: content.folderName, ...id };
  const place = locationBy(rule, rootOf(ground), values);
  if (place === null) return nothing("id-not-known");
  const location = { ...place, emulator: nameOfEmulator(game) } as SaveLocation;
  if (!(await isAllowed(search.files, folderOfPlace(location)))) return nothing("settings-unreadable");
  const isFlat = folder.isFlat && rule.root === "saves" && rule.shared === undefined;
  const isShared = isFlat && (await hasNamesake(search.files, content));
  const isStanding = await isThere(search.files, location);
  if (rule.isGuess && !isStanding) return nothing("not-saved-yet");
  const isRead = !rule.isGuess && !(game.core?.isNameGuess ?? true);
  return {
    places: [
      {
        ...{ location, install: home.roots.install, why: "configured" },
        isCertain: folder.isNamed && (isRead || (isStanding && !rule.isGuess)) && !isShared && !rule.shared,
        shared: isShared ? flatFolder : toShared(rule),
      },
    ],
  };
}

/** What the rest of the product calls it: the family, and the core where one is known. */
const nameOfEmulator = ({ coreName }: Game) => (coreName === null ? "retroarch" : `retroarch-${coreName}`);

const flatFolder = {
  kind: "flat-folder",
  setting: { name: "sort_savefiles_by_content_enable", value: "true" },
} as const;

const toShared = ({ shared, setting }: CoreSaveRule) =>
  shared === undefined ? null : { kind: shared, setting: setting ?? null };

function rootOf({ rule, folder, settings, game, home }: Ground): string {
  if (rule.root === "content") return game.content.folder;
  if (rule.root === "saves") return folder.path;
  return settings.path("system_directory") ?? joinPath(parentOf(home.configPath), "system");
}

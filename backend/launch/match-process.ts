import { fileNamesIn } from "../core/file-names.ts";
import { extensionOf, nameOf } from "../core/paths.ts";
import type { RegisteredShortcut, Unit } from "../core/state.ts";
import type { AppId } from "../core/vocabulary.ts";
import { type EmulatorFamily, familyOf, isProgramOf, isRomExtension } from "../emulators/families.ts";
import { programIn } from "../emulators/process-program.ts";
import type { ProcessView } from "../machine/processes.ts";

/** How a unit's game would show in the process table. */
export interface GameMarks {
  appIds: AppId[];
  family: EmulatorFamily | null;
  /** Names of the rom's file, folded: RomM's, and those in the shortcuts' own commands. */
  romNames: Set<string>;
  /** Those names without extensions and brackets: discs and regions of one game share them. */
  titles: string[];
  /** Any game of its emulator may write it. */
  isWholeCard: boolean;
}

export function marksOf({ rom, location }: Unit, shortcuts: readonly RegisteredShortcut[]): GameMarks {
  const commands = shortcuts.flatMap(({ launch }) => (launch ? [...fileNamesIn(launch)] : []));
  const names = [rom.fsName, ...commands.filter((name) => isRomExtension(extensionOf(name)))];
  const romNames = new Set(names.filter((name) => name !== "").map((name) => name.toLowerCase()));
  return {
    appIds: shortcuts.map(({ appId }) => appId),
    family: familyOf(location.emulator),
    romNames,
    titles: [...romNames].map(titleOf),
    isWholeCard: location.isWholeCard === true,
  };
}

/** Steam's reaper of it, its rom in a command line, or its emulator unless that plays another rom. */
export function isGame(process: ProcessView, marks: GameMarks): boolean {
  const { argv, flatpak } = process;
  const { isInstallers, appId, names, program } = shownBy(process);
  if (isInstallers) return false;
  if (appId !== null && marks.appIds.includes(appId)) return true;
  if (names.some((name) => marks.romNames.has(name))) return true;
  const isOfFamily = marks.family !== null && belongsTo(marks.family, program, flatpak);
  return isOfFamily && (marks.isWholeCard || !provesAnotherRom(argv, marks));
}

/** What a command line says, whichever game is asked for. */
interface Shown {
  isInstallers: boolean;
  appId: AppId | null;
  /** The last parts of its words, folded. */
  names: string[];
  program: string;
}

/** One reading of the table answers for all units of a run: each of its lines is taken apart once. */
const shown = new WeakMap<ProcessView, Shown>();

function shownBy(process: ProcessView): Shown {
  const known = shown.get(process);
  if (known) return known;
  const { argv } = process;
  const names = argv.map((word) => nameOf(word).toLowerCase());
  const read = { isInstallers: isInstaller(argv), appId: appOfReaper(argv), names, program: programIn(argv) };
  shown.set(process, read);
  return read;
}

/**
 * The app that Steam's reaper watches over: `…/reaper SteamLaunch AppId=<id> -- …`, word by word. What else a later
 * Steam may put before `--` is no matter. Null: no reaper, or an installer's.
 */
export function appOfReaper(argv: string[]): AppId | null {
  const [, , app = ""] = argv;
  const isGames = isReaper(argv) && !isInstaller(argv) && /^AppId=\d+$/.test(app);
  return isGames ? (Number(app.slice("AppId=".length)) as AppId) : null;
}

/** What Steam runs before a game's first start has `Install=1` among reaper's own words: that is not the game. */
function isInstaller(argv: string[]): boolean {
  const end = argv.indexOf("--");
  return isReaper(argv) && argv.slice(0, end < 0 ? argv.length : end).includes("Install=1");
}

function isReaper([program, verb]: string[]): boolean {
  return program?.endsWith("/reaper") === true && verb === "SteamLaunch";
}

function belongsTo(family: EmulatorFamily, program: string, flatpak: string | undefined): boolean {
  if (flatpak !== undefined && family.flatpaks.includes(flatpak) && !family.frontends.includes(flatpak))
    return true;
  return isProgramOf(family, program);
}

/** Only where every rom in the command line surely is of another game; one without any may hold any game. */
function provesAnotherRom(argv: string[], marks: GameMarks): boolean {
  const roms = argv.slice(1).filter((word) => word.includes("/") && isRomExtension(extensionOf(word)));
  return roms.length > 0 && roms.every((path) => isOtherGame(path.toLowerCase(), marks));
}

/** Another disc, another region or a file unpacked from the rom is no other game. */
function isOtherGame(path: string, { romNames, titles }: GameMarks): boolean {
  const title = titleOf(nameOf(path));
  if (titles.some((own) => own.startsWith(title) || title.startsWith(own))) return false;
  return !path.split("/").some((part) => romNames.has(part) || titles.includes(titleOf(part)));
}

function titleOf(name: string): string {
  const extension = extensionOf(name);
  const stem = isRomExtension(extension) ? name.slice(0, -extension.length) : name;
  const [title = ""] = stem.split(/ ?[([]/);
  return title === "" ? stem : title;
}

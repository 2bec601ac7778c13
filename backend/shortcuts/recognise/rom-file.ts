import type { RomFile } from "../../core/launch-target.ts";
import { extensionOf, joinPath, nameOf, parentOf } from "../../core/paths.ts";

export interface Surroundings {
  /** Where `~` and `$HOME` lead. */
  homeFolder: string;
  /** The folder that the command runs in; relative paths begin there. */
  startFolder: string;
}

/** The file that a word names; null: it names none that could be found without running the command. */
export function readRomFile(
  word: string,
  where: Surroundings,
  { hasEntries }: { hasEntries: boolean },
): RomFile | null {
  const path = toPath(word, where);
  if (path === null) return null;
  const inside = hasEntries ? splitArchive(path) : { path, archiveEntry: null };
  return { kind: "file", ...inside, names: namesOf(inside), titleId: titleIdIn(path) };
}

/** Absolute, with one kind of slash. */
export function toPath(word: string, where: Surroundings): string | null {
  const path = withoutDrive(withoutAddress(withoutInnerQuotes(word)));
  const home = /^(?:~|\$HOME|\$\{HOME\})\//.exec(path);
  if (home) return joinPath(where.homeFolder, path.slice(home[0].length));
  if (path.startsWith("/")) return path;
  if (/^[A-Za-z]:\//.test(path)) return path;
  // A variable, or a folder that the command does not tell.
  if (path === "" || /^[$`%]/.test(path) || !where.startFolder.startsWith("/")) return null;
  return withoutSteps(joinPath(where.startFolder, path));
}

/** `../roms/./a.gba`, written in `/games/ra`, is `/games/roms/a.gba`: a library lists it by its folder. */
function withoutSteps(path: string): string {
  const kept: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") kept.pop();
    else if (step !== "." && step !== "") kept.push(step);
  }
  return `/${kept.join("/")}`;
}

/** EmuDeck's older parsers wrote `"'/path'"`, and its scripts take the inner quotes away (tools/launchers/). */
function withoutInnerQuotes(word: string): string {
  const quote = word.charAt(0);
  const isQuoted =
    (quote === "'" || quote === '"') && word.endsWith(quote) && /^.(?:\/|[A-Za-z]:)/.test(word);
  return isQuoted ? word.slice(1, -1) : word;
}

/** `file:///roms/Daxter%20(USA).iso`, as file managers hand paths on. */
function withoutAddress(word: string): string {
  const address = /^file:(?:\/\/(?:localhost)?)?(?=\/)/i.exec(word);
  if (!address) return word;
  const path = word.slice(address[0].length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A percent sign that is no escape stands for itself.
  }
}

/** Wine shows the whole disk as drive Z. */
function withoutDrive(path: string): string {
  if (!/^[A-Za-z]:[\\/]/.test(path)) return path;
  const slashes = path.replaceAll("\\", "/");
  return /^z:/i.test(slashes) ? slashes.slice(2) : slashes;
}

/** RetroArch plays one file of an archive as `archive.zip#entry` (libretro-common file/file_path.c). */
function splitArchive(path: string): { path: string; archiveEntry: string | null } {
  const found = /\.(?:zip|7z|apk|zst)#(?=.)/is.exec(path);
  if (!found) return { path, archiveEntry: null };
  const end = found.index + found[0].length;
  return { path: path.slice(0, end - 1), archiveEntry: path.slice(end) };
}

/** File names that every game of a system shares. */
const nameless =
  /^(?:e?boot\.bin|param\.sfo|title\.(?:tmd|tik)|default\.(?:xex|xbe)|rpg_rt\.(?:ldb|ini|exe)|(?:main|boot)\.dol|main\.lua|game\.ini|.*\.rpx)$/i;
/** Folders that every game of a system has inside. */
const inside = /^(?:usrdir|ps3_game|psp_game|sysdir|code|content|meta|sys|files|disc0|dev_hdd0|game)$/i;

function namesOf({ path, archiveEntry }: { path: string; archiveEntry: string | null }): string[] {
  const own = nameOf(path);
  const names = nameless.test(own) ? [folderAround(path), own] : [own];
  const folder = nameOf(parentOf(path));
  // ES-DE's "directory as a file", and games of several files: the folder is what a library lists.
  if (folder === own || stemOf(folder) === stemOf(own)) names.push(folder);
  if (archiveEntry !== null) names.push(nameOf(archiveEntry));
  return [...new Set(names.filter((name) => name !== ""))];
}

function folderAround(path: string): string {
  const folders = path.split("/").slice(0, -1);
  return folders.findLast((folder) => !inside.test(folder)) ?? "";
}

function stemOf(name: string): string {
  return name.slice(0, name.length - extensionOf(name).length);
}

/** The last id in the path: `[BLUS30464]`, a folder `CUSA01369`, `[0100000000010000]`. */
function titleIdIn(path: string): string | null {
  const ids = path.match(/(?<![A-Za-z0-9])(?:[A-Z]{4}-?\d{5}|[0-9A-Fa-f]{16})(?![A-Za-z0-9])/g);
  return ids?.at(-1) ?? null;
}

import type { LaunchTarget } from "../../core/launch-target.ts";
import { nameOf } from "../../core/paths.ts";
import { familyOfFlatpak, familyOfProgram, familyOfSteamApp } from "../../emulators/families.ts";
import { isLauncherFlatpak, isShell } from "../../emulators/programs.ts";
import { type Outside, other, readFamily, readUnknown, type Step, toTarget, wrapped } from "./outside.ts";
import { type Program, programName } from "./program.ts";
import { readRetrodeck } from "./retrodeck.ts";
import { readWords, type Word } from "./words/words.ts";
import { readFlatpak, withoutMarkers } from "./wrappers.ts";

export function readFlatpakRun(program: Program, outside: Outside): Step | null {
  if (program.name !== "flatpak") return null;
  const run = readFlatpak(program.words);
  return run ? readApp(run.id, run.command, run.words, outside) : other("unknown", outside);
}

/** `/var/lib/flatpak/exports/bin/org.libretro.RetroArch`. */
export function readExportedFlatpak({ path, words }: Program, outside: Outside): Step | null {
  const id = nameOf(path);
  const isApp = familyOfFlatpak(id) !== null || id === retrodeckId || isLauncherFlatpak(id);
  return isApp ? readApp(id, null, withoutMarkers(words), outside) : null;
}

const retrodeckId = "net.retrodeck.retrodeck";

function readApp(id: string, command: string | null, words: Word[], outside: Outside): Step {
  const install = id === retrodeckId ? "retrodeck" : "flatpak";
  const inner: Outside = { ...outside, install, flatpak: id };
  const name = command === null ? "" : programName(command);
  if (isShell(name)) return { words: [...readWords(name), ...words], outside: inner };
  const family = familyOfProgram(name) ?? familyOfFlatpak(id);
  if (family) return readFamily(family, words, inner);
  if (id === retrodeckId) return readFrontEnd(words, inner);
  if (id === "com.valvesoftware.Steam") return readSteamWords(words, inner);
  return isLauncherFlatpak(id) ? other("launcher", inner) : readUnknown(words, inner);
}

function readFrontEnd(words: Word[], outside: Outside): LaunchTarget {
  const { given, family } = readRetrodeck(words, outside.where);
  return toTarget(family, given, outside);
}

export function readSteam({ name, words }: Program, outside: Outside): Step | null {
  return name === "steam" || name === "steam.sh" ? readSteamWords(words, outside) : null;
}

/** `steam -applaunch 1118310 -L …`, `steam steam://rungameid/1118310 -L …`. */
function readSteamWords(words: Word[], outside: Outside): LaunchTarget {
  const at = words.findIndex(({ text }) => text === "-applaunch" || text.startsWith("steam://"));
  const isAddress = words[at]?.text !== "-applaunch";
  const app = isAddress
    ? /^steam:\/\/(?:rungameid|run|launch)\/(\d+)/.exec(words[at]?.text ?? "")?.[1]
    : words[at + 1]?.text;
  const inner: Outside = { ...outside, install: "steam" };
  if (app === undefined) return other("launcher", inner);
  const family = familyOfSteamApp(Number(app));
  return family ? readFamily(family, words.slice(at + (isAddress ? 1 : 2)), inner) : other("pc-game", inner);
}

/** EmuDeck's `emu-launch.sh -e <emulator> [-a|-f] -- words`, and `-p <path>` (tools/emu-launch.sh). */
export function readEmuLaunch({ name, path, words }: Program, outside: Outside): Step | null {
  if (name !== "emu-launch.sh") return null;
  const at = words.findIndex(({ text }) => text === "-e" || text === "-p");
  const emulator = words[at + 1];
  const separator = words.findIndex(({ text }) => text === "--");
  if (at < 0 || !emulator) return other("unknown", outside);
  const rest = words
    .slice(separator < 0 ? at + 2 : separator + 1)
    .filter(({ text }) => !/^-[af]$/.test(text));
  return { words: [emulator, ...rest], outside: { ...wrapped(outside, nameOf(path)), install: "emudeck" } };
}

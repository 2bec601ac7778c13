import type { Install } from "./vocabulary.ts";

/** What a launch command starts, read from its text alone: nothing here was looked up on a disk. */
export type LaunchTarget = RomLaunch | OtherLaunch;

/** What was understood of a command, whatever it starts. */
interface Understood {
  /** A family of `defaults/emulators.json`; null: not known, or the front end chooses when it starts. */
  emulator: string | null;
  /** RetroArch's core as its file is called, without `_libretro.so`: `snes9x`. */
  core: string | null;
  install: Install;
  /** What stands before the emulator, outermost first: `gamemoderun`, `env`, `proton`. */
  wrappers: string[];
  /** The system as the command names it: RetroDECK's `-s snes`, MAME's `neocdz`, ares' `Mega CD`. */
  system: string | null;
  /** A data folder that the command moves, such as Ryujinx' `-r`. */
  dataFolder: string | null;
  /** The emulator's user that the command chooses, such as RPCS3's `--user-id 00000002`. */
  user: string | null;
  /** The program's file, absolute; null: a name alone, or inside a Flatpak. */
  program: string | null;
  /** The id of the Flatpak that it runs in. */
  flatpak: string | null;
  /** The folder that the command runs in; empty: not told. */
  startFolder: string;
  /** Files that the command puts in the place of the emulator's own. */
  files: LaunchFiles;
}

export interface LaunchFiles {
  /** Read instead of the settings (RetroArch's `--config`). */
  settings: string | null;
  /** Read over the settings, in this order (RetroArch's `--appendconfig`). */
  appended: string[];
  /** The save itself, or the folder for it (RetroArch's `--save`). */
  save: string | null;
}

export interface RomLaunch extends Understood {
  kind: "rom";
  rom: RomReference;
}

export interface OtherLaunch extends Understood {
  /** `launcher`: a store, a browser, a front end, an emulator without a game. `unknown`: it could be anything. */
  kind: "launcher" | "pc-game" | "unknown";
  /** Of an unknown command: the one file that it seems to open. Never enough to offer it as a game by itself. */
  rom: RomReference | null;
}

export type RomReference = RomFile | RomId;

export interface RomFile {
  kind: "file";
  /** Absolute, with one kind of slash, as the command spells it: links and mounts are not resolved. */
  path: string;
  /** The file inside an archive that is played, and after which RetroArch names the save. */
  archiveEntry: string | null;
  /**
   * Names that the game may go by in a library, best first. The file's own, except where that says nothing
   * (`EBOOT.BIN`, `title.tmd`): then that of the folder around the game.
   */
  names: string[];
  /** A title id that stands in the path: `BLUS30464`, `0005000010176900`, `CUSA01369`. */
  titleId: string | null;
}

/** A command that names a game by an id: a MAME set, `PCSE00120`, a ScummVM target. */
export interface RomId {
  kind: "id";
  id: string;
  /** Where the command says that it lies: MAME's first `-rompath`. */
  folder: string | null;
}
